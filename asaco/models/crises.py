"""Crises of an ASACO as traced acts: nothing is erased, a mistake is annulled with its reason."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from core.access import PlaceSet, Role, Where
from cscom.models import Aire, CommuneShare
from files.models import StoredFile
from mandates.models import Organ


class CrisisKind(models.TextChoices):
    """What was done to the organ."""

    DISSOLUTION = "dissolution", "dissolution"
    SUSPENSION = "suspension", "suspension"
    LIFTING = "levee", "réinstallation, levée"


class Author(models.TextChoices):
    """Who took the act [DESIGN: whom the texts let dissolve is to be confirmed]."""

    MAYOR = "maire", "le maire de la commune d’accueil"
    PREFET = "prefet", "le préfet"
    DRDSES = "drdses", "la direction régionale du développement social"
    ASSEMBLY = "assemblee", "l’assemblée générale de l’ASACO"
    JUDGE = "juge", "un juge"
    OTHER = "autre", "une autre autorité"


class Outcome(models.TextChoices):
    """What became of an appeal."""

    CONFIRMED = "confirme", "acte confirmé"
    ANNULLED = "annule", "acte annulé"
    CHANGED = "modifie", "acte modifié"
    UNHEARD = "irrecevable", "recours non examiné"
    WITHDRAWN = "retire", "recours retiré par son auteur"


class Signed(models.Model):
    """Whoever wrote it down, under which function, as it was that day."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name="écrit par", related_name="+")
    mandate_id = models.BigIntegerField("mandat")
    role = models.CharField("fonction", max_length=30, choices=Role.choices)
    place_name = models.CharField("lieu de la fonction", max_length=120)
    recorded_on = models.DateField("écrit le", default=timezone.localdate, editable=False)

    class Meta:
        abstract = True

    @property
    def signature(self) -> str:
        """« Moussa Coulibaly, président de l’ASACO, Samakélé »."""
        return f"{self.person}, {self.get_role_display()}, {self.place_name}"


class Annullable(Signed):
    """What a mistake may have written: it stays, and says why it does not count."""

    annulled_on = models.DateField("annulé le", null=True, blank=True)
    annulled_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, verbose_name="annulé par", related_name="+"
    )
    annulled_reason = models.CharField("motif de l’annulation", max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(annulled_on=None, annulled_reason="")
                | (Q(annulled_on__isnull=False, annulled_by__isnull=False) & ~Q(annulled_reason="")),
                name="%(class)s_annulled",
                violation_error_message="Ce qui est annulé dit par qui, et pourquoi.",
            ),
        ]


class CrisisQuerySet(models.QuerySet["Crisis"]):
    def within(self, places: PlaceSet) -> Self:
        """Of the aires in ``places``."""
        return self.filter(aire__in=Aire.objects.within(places).values("pk"))

    def located(self) -> Self:
        """With the organ, the aire, all that ``where()`` reads: two queries."""
        shares = models.Prefetch(
            "aire__shares", CommuneShare.objects.filter(ends_on=None), to_attr="current_shares"
        )
        return self.select_related(
            "organ__kind", "organ__aire", "aire__district", "aire__host_commune__cercle", "person",
            "annulled_by", "transitional", "lifts",
        ).prefetch_related(shares)  # fmt: skip

    def open_on(self, day: date) -> Self:
        """Dissolutions, suspensions that hold on ``day``: not lifted, not over, not annulled."""
        lifted = Crisis.objects.filter(lifts=OuterRef("pk"), annulled_on=None, acted_on__lte=day)
        undone = Appeal.objects.filter(
            crisis=OuterRef("pk"), annulled_on=None, outcome=Outcome.ANNULLED, outcome_on__lte=day
        )
        found = self.filter(annulled_on=None, acted_on__lte=day).exclude(kind=CrisisKind.LIFTING)
        return found.exclude(last_day__lt=day).filter(~Exists(lifted), ~Exists(undone))


class Crisis(Annullable):
    """An act taken against an organ, or the act that lifts it. ``last_day``: of a suspension, included."""

    aire = models.ForeignKey(Aire, models.PROTECT, verbose_name="aire de santé", related_name="+")
    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name="organe", related_name="+")
    kind = models.CharField("acte", max_length=12, choices=CrisisKind.choices)
    acted_on = models.DateField("date de l’acte")
    last_day = models.DateField("dernier jour de la suspension", null=True, blank=True)
    author = models.CharField("pris par", max_length=12, choices=Author.choices)
    author_words = models.CharField("nom et fonction de l’auteur", max_length=200)
    legal_basis = models.TextField("base légale", max_length=1000)
    reasons = models.TextField("motifs", max_length=2000, blank=True)
    lifts = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="met fin à", related_name="liftings"
    )
    transitional = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, verbose_name="organe transitoire", related_name="+"
    )
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, verbose_name="copie de l’acte", related_name="+"
    )
    fictitious = models.BooleanField("données fictives (démonstration)", default=False)
    objects = CrisisQuerySet.as_manager()

    class Meta:
        verbose_name = "acte de crise"
        verbose_name_plural = "actes de crise"
        ordering = ["-acted_on", "-pk"]
        constraints = [
            *Annullable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=CrisisKind.values, author__in=Author.values)
                & ~Q(author_words="")
                & ~Q(legal_basis=""),
                name="crisis_says",
                violation_error_message="Un acte dit ce qu’il fait, qui l’a pris, sur quelle base légale.",
            ),
            models.CheckConstraint(
                condition=Q(acted_on__lte=F("recorded_on")),
                name="crisis_not_ahead",
                violation_error_message="Un acte n’est pas daté d’un jour à venir.",
            ),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(kind=CrisisKind.SUSPENSION, last_day__gte=F("acted_on")),
                name="crisis_days",
                violation_error_message="Seule une suspension a un dernier jour, et il ne vient pas avant "
                "celui de l’acte.",
            ),
            models.CheckConstraint(
                condition=Q(kind=CrisisKind.LIFTING, lifts__isnull=False)
                | (~Q(kind=CrisisKind.LIFTING) & Q(lifts=None)),
                name="crisis_lifts",
                violation_error_message="Une levée dit à quel acte elle met fin\u202f; les autres actes, à "
                "aucun.",
            ),
            models.CheckConstraint(
                condition=Q(transitional=None) | Q(kind=CrisisKind.DISSOLUTION),
                name="crisis_transition",
                violation_error_message="Seule une dissolution conduit à un organe transitoire.",
            ),
            models.UniqueConstraint(
                fields=["organ", "kind", "acted_on"],
                condition=Q(annulled_on=None),
                name="crisis_once",
                violation_error_message="Cet acte est déjà enregistré pour cet organe et ce jour.",
            ),
            models.UniqueConstraint(
                fields=["lifts"],
                condition=Q(annulled_on=None, lifts__isnull=False),
                name="crisis_lifted_once",
                violation_error_message="Une levée met déjà fin à cet acte.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.organ}"

    def get_absolute_url(self) -> str:
        return reverse("crisis_show", args=[self.pk])

    @property
    def annulled(self) -> bool:
        return self.annulled_on is not None

    def where(self) -> Where:
        """Who reads it. Free when fetched through ``located()``."""
        return self.aire.where()


class CrisisDissent(Signed):
    """What a party says of an act it does not share: signed, dated, never changed nor erased."""

    crisis = models.ForeignKey(Crisis, models.PROTECT, verbose_name="acte", related_name="dissents")
    text = models.TextField("avis divergent", max_length=2000)
    fictitious = models.BooleanField("données fictives (démonstration)", default=False)

    class Meta:
        verbose_name = "avis divergent sur une crise"
        verbose_name_plural = "avis divergents sur des crises"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="crisis_dissent_says",
                violation_error_message="Écrivez votre avis.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}\u00a0: {self.text}"


class Appeal(Annullable):
    """A recours against an act, then its outcome. ``acted_on``: the day of the act, kept for the database."""

    crisis = models.ForeignKey(Crisis, models.PROTECT, verbose_name="acte", related_name="appeals")
    acted_on = models.DateField("date de l’acte", editable=False)
    filed_on = models.DateField("date du recours")
    whose = models.CharField("recours de", max_length=200)
    before = models.CharField("devant", max_length=200)
    grounds = models.TextField("ce qui est demandé", max_length=2000, blank=True)
    outcome = models.CharField("issue", max_length=12, choices=Outcome.choices, blank=True)
    outcome_on = models.DateField("date de l’issue", null=True, blank=True)
    outcome_words = models.TextField("ce qui est décidé", max_length=1000, blank=True)
    outcome_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, verbose_name="issue écrite par", related_name="+"
    )
    fictitious = models.BooleanField("données fictives (démonstration)", default=False)

    class Meta:
        verbose_name = "recours"
        verbose_name_plural = "recours"
        ordering = ["filed_on", "pk"]
        constraints = [
            *Annullable.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(whose="") & ~Q(before=""),
                name="appeal_says",
                violation_error_message="Un recours dit de qui il vient, devant qui il est porté.",
            ),
            models.CheckConstraint(
                condition=Q(filed_on__gte=F("acted_on")),
                name="appeal_day",
                violation_error_message="Un recours ne vient pas avant l’acte qu’il conteste.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_on=None, outcome_words="")
                | (
                    Q(outcome__in=Outcome.values, outcome_on__isnull=False, outcome_on__gte=F("filed_on"))
                    & ~Q(outcome_words="")
                ),
                name="appeal_outcome",
                violation_error_message="L’issue d’un recours a sa date, qui ne vient pas avant lui, et ses "
                "mots.",
            ),
            models.UniqueConstraint(
                fields=["crisis", "whose", "filed_on"],
                condition=Q(annulled_on=None),
                name="appeal_once",
                violation_error_message="Ce recours est déjà enregistré.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whose}, devant {self.before}"

    def save(self, **kept: Any) -> None:
        """The day of the act comes from the act."""
        self.acted_on = self.crisis.acted_on
        super().save(**kept)
