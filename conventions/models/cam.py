"""The convention d’assistance mutuelle (CAM) of an aire with one of the communes it touches."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from communes.models import Commune
from conventions.enums import (
    BOTH_SIGNED,
    ONCE_IN_FORCE,
    STANDING,
    UNDERWAY,
    UNSHOWN,
    CamKind,
    CamParty,
    CamState,
)
from core.access import Action, PlaceSet, Scope, Where
from core.among import among
from cscom.models import Aire

LONGEST = 240  # months
DEFAULT_MONTHS = 60  # [DESIGN]: the five years of a conseil communal; the law fixes none that is known
DEFAULT_NOTICE = 3  # months [DESIGN]


def between(places: PlaceSet) -> Q:
    """An aire with a commune, a party of which lies in ``places`` or under them; both have these two names.

    A commune only touched does not read what binds another.
    """
    if places.everywhere:
        return Q()
    return among(
        commune__cercle__region=places.regions,
        commune__cercle=places.cercles,
        aire__district=places.districts,
        commune=places.communes | places.hosts,
        aire=places.aires,
    )


class CamQuerySet(models.QuerySet["Cam"]):
    def within(self, places: PlaceSet) -> Self:
        """Conventions of which a party lies in ``places``."""
        return self.filter(between(places))

    def visible_to(self, scope: Scope) -> Self:
        """Conventions of one's places; a draft, even withdrawn, is read by those who write it or help."""
        read, written = scope.reach(Action.CAM_SEE), scope.reach(Action.CAM_WRITE, Action.CAM_PAPER)
        found = self.within(read)
        if written.covers(read):
            return found
        mine = Cam.objects.within(written).values("pk")
        return found.filter(~Q(state__in=UNSHOWN) | Q(pk__in=mine))

    def located(self) -> Self:
        """With all that ``where()`` and ``number`` read, in the same query."""
        return self.select_related("commune__cercle__region", "aire__district")


def _follows(later: str, earlier: str, words: str) -> models.CheckConstraint:
    """The act of ``later`` is never dated before that of ``earlier``, which it needs."""
    ordered = Q(**{f"{earlier}__isnull": False, f"{later}__gte": F(earlier)})
    return models.CheckConstraint(
        condition=Q(**{later: None}) | ordered,
        name=f"cam_{later}_{earlier}".replace("_on", ""),
        violation_error_message=words,
    )


class Cam(models.Model):
    """One edition of a convention. ``version`` rises by one at each act, and at each line saved.

    ``starts_on``: wished while it is written, real once in force; ``ends_on``: its last day, then.
    """

    aire = models.ForeignKey(Aire, models.PROTECT, verbose_name="aire de santé", related_name="conventions")
    commune = models.ForeignKey(Commune, models.PROTECT, verbose_name="commune", related_name="conventions")
    edition = models.PositiveSmallIntegerField("édition", default=1)
    kind = models.CharField("nature", max_length=16, choices=CamKind.choices, default=CamKind.FIRST)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="suit", related_name="followed_by"
    )
    reason = models.CharField("motif de l’avenant", max_length=300, blank=True)
    state = models.CharField("état", max_length=12, choices=CamState.choices, default=CamState.DRAFT)
    version = models.PositiveIntegerField("version", default=0)
    moved_at = models.DateTimeField("dans cet état depuis", default=timezone.now)
    preamble = models.TextField("préambule", max_length=4000, blank=True)
    months = models.PositiveSmallIntegerField("durée (mois)", default=DEFAULT_MONTHS)
    notice_months = models.PositiveSmallIntegerField("préavis (mois)", default=DEFAULT_NOTICE)
    starts_on = models.DateField("date d’effet", null=True, blank=True)
    ends_on = models.DateField("dernier jour", null=True, blank=True)
    advised_on = models.DateField("avis du CSRéf le", null=True, blank=True)
    deliberated_on = models.DateField("délibération du", null=True, blank=True)
    deliberation = models.CharField("délibération n°", max_length=60, blank=True)
    commune_signer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    commune_signed_on = models.DateField("signée par la commune le", null=True, blank=True)
    asaco_signer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    asaco_signed_on = models.DateField("signée par l’ASACO le", null=True, blank=True)
    vised_on = models.DateField("visa du", null=True, blank=True)
    denounced_by = models.CharField("dénoncée par", max_length=8, choices=CamParty.choices, blank=True)
    told_of = models.SmallIntegerField("échéance dite à", null=True, blank=True)  # days before its last day
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("commencée le", default=timezone.now, editable=False)
    fictitious = models.BooleanField("données fictives (démonstration)", default=False)
    objects = CamQuerySet.as_manager()

    class Meta:
        verbose_name = "convention d’assistance mutuelle"
        verbose_name_plural = "conventions d’assistance mutuelle"
        ordering = ["aire", "commune", "-edition"]
        indexes = [models.Index(fields=["state", "ends_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["aire", "commune", "edition"],
                name="cam_once",
                violation_error_message="Cette convention existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["aire", "commune"],
                condition=Q(state__in=UNDERWAY),
                name="cam_one_underway",
                violation_error_message="Une convention de cette aire avec cette commune est déjà en chemin.",
            ),
            models.UniqueConstraint(
                fields=["aire", "commune"],
                condition=Q(state__in=STANDING),
                name="cam_one_standing",
                violation_error_message="Cette aire a déjà une convention en vigueur avec cette commune.",
            ),
            models.CheckConstraint(
                condition=Q(edition=1, kind=CamKind.FIRST, follows=None)
                | Q(edition__gt=1, follows__isnull=False) & ~Q(kind=CamKind.FIRST)
                | Q(edition__gt=1, kind=CamKind.FIRST, follows=None),
                name="cam_edition",
                violation_error_message="Un avenant, un renouvellement suivent une convention.",
            ),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=LONGEST, notice_months__lte=24),
                name="cam_months",
                violation_error_message="Une convention dure de 1 à 240 mois, son préavis 24 mois au plus.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="cam_dates",
                violation_error_message="La convention ne finit pas avant de commencer.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ONCE_IN_FORCE) | Q(ends_on__isnull=False, vised_on__isnull=False),
                name="cam_in_force_dated",
                violation_error_message="Une convention en vigueur a son visa, ses dates d’effet et de fin.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=BOTH_SIGNED)
                | Q(commune_signer__isnull=False, asaco_signer__isnull=False)
                & Q(commune_signed_on__isnull=False, asaco_signed_on__isnull=False),
                name="cam_signed_by_both",
                violation_error_message="Une convention signée l’est par la commune et par l’ASACO.",
            ),
            models.CheckConstraint(
                condition=Q(commune_signer=None)
                | Q(asaco_signer=None)
                | ~Q(commune_signer=F("asaco_signer")),
                name="cam_two_signers",
                violation_error_message="La même personne ne signe pas pour les deux parties.",
            ),
            _follows("deliberated_on", "advised_on", "L’avis du CSRéf précède la délibération."),
            _follows("commune_signed_on", "deliberated_on", "La commune signe après la délibération."),
            _follows("asaco_signed_on", "deliberated_on", "L’ASACO signe après l’avis et la délibération."),
            _follows("vised_on", "commune_signed_on", "Le visa suit les signatures."),
            _follows("vised_on", "asaco_signed_on", "Le visa suit les signatures."),
            models.CheckConstraint(
                condition=~Q(state__in=ONCE_IN_FORCE)
                | Q(starts_on__gte=F("commune_signed_on")) & Q(starts_on__gte=F("asaco_signed_on")),
                name="cam_starts_signed",
                violation_error_message="Une convention ne prend pas effet avant d’être signée.",
            ),
            models.CheckConstraint(
                condition=Q(state=CamState.NOTICE) & ~Q(denounced_by="")
                | ~Q(state=CamState.NOTICE) & (Q(denounced_by="") | Q(state=CamState.REPLACED)),
                name="cam_denounced",
                violation_error_message="Une convention dénoncée l’est par une partie.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=CamKind.AMENDMENT) | ~Q(reason=""),
                name="cam_amendment_says",
                violation_error_message="Écrivez pourquoi la convention change.",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("cam_show", args=[self.aire.code, self.commune.code, self.edition])

    @property
    def number(self) -> str:
        """« CAM-WHO-MLI-0502-ML020301-1 »: on paper as on screen."""
        return f"CAM-{self.aire.code}-{self.commune.code}-{self.edition}"

    @property
    def writable(self) -> bool:
        return self.state == CamState.DRAFT

    @property
    def standing(self) -> bool:
        return self.state in STANDING

    def over(self, today: date) -> bool:
        """In force by its acts, past its last day."""
        return self.standing and self.ends_on is not None and self.ends_on < today

    def runs_on(self, day: date) -> bool:
        """Does it bind its parties on this day?"""
        if not self.standing or self.starts_on is None or self.ends_on is None:
            return False
        return self.starts_on <= day <= self.ends_on

    def where(self) -> Where:
        """Its two parties, those above them. Free when fetched through ``located()``."""
        commune = frozenset({self.commune_id})
        return Where(
            region=self.commune.cercle.region_id,
            cercle=self.commune.cercle_id,
            district=self.aire.district_id,
            aires=frozenset({self.aire_id}),
            communes=commune,
            hosts=commune,
        )

    def effect_on(self) -> date:
        """The day from which it binds: the one wished, never before the last of the two signatures."""
        signed = [day for day in (self.commune_signed_on, self.asaco_signed_on) if day is not None]
        return max([self.starts_on or timezone.localdate(), *signed])
