"""Mandates: a person, a role, a place, from a day to a day; the codes, the tokens that go with them."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from accounts.models import Person, User
from communes.models import Cercle, Commune, District, Place, Region
from core.access import PlaceKind, PlaceSet, Role
from core.among import among
from cscom.models import Aire

PLACE_OF_ROLE: dict[str, PlaceKind] = {
    Role.SECRETAIRE: PlaceKind.AIRE,
    Role.PRESIDENT: PlaceKind.AIRE,
    Role.TRESORIER: PlaceKind.AIRE,
    Role.CPM: PlaceKind.AIRE,
    Role.MAIRE: PlaceKind.COMMUNE,
    Role.CONSEILLER: PlaceKind.COMMUNE,
    Role.SECRETAIRE_GENERAL: PlaceKind.COMMUNE,
    Role.CHARGE_SIS: PlaceKind.DISTRICT,
    Role.MEDECIN_CHEF: PlaceKind.DISTRICT,
    Role.DRS: PlaceKind.REGION,
    Role.DRDSES: PlaceKind.REGION,
    Role.PREFET: PlaceKind.CERCLE,
    Role.CONSEIL_CERCLE: PlaceKind.CERCLE,
    Role.FEDERATION: PlaceKind.CERCLE,
    Role.PTF: PlaceKind.REGION,
    Role.ADMINISTRATEUR: PlaceKind.PAYS,
}


PLACES = ("region", "cercle", "district", "commune", "aire")


def _role_place_rule() -> Q:
    """Each role is held at its own kind of place, and nowhere else (said to the database)."""
    rule = Q()
    for role, kind in PLACE_OF_ROLE.items():
        rule |= Q(role=role, **{f"{c}__isnull": c != kind for c in PLACES})
    return rule


def standing_in(places: PlaceSet) -> Q:
    """Rows whose place (one column a level) lies in ``places``; ``where`` says the same of one row."""
    if places.everywhere:
        return ~Q(pk__in=[])  # not Q(): whatever is joined to it by « or » would stand alone
    at_level = among(
        region=places.regions,
        cercle=places.cercles,
        cercle__region=places.regions,
        district=places.districts,
        district__region=places.regions,
    )
    return (
        at_level
        | Q(commune__in=Commune.objects.within(places).values("pk"))
        | Q(aire__in=Aire.objects.within(places).values("pk"))
    )


class MandateQuerySet(models.QuerySet["Mandate"]):
    def in_force(self, day: date | None = None) -> "MandateQuerySet":
        """Mandates that give rights on ``day`` (today by default); a delegated one ends with its source."""
        day = day or timezone.localdate()
        source = Q(delegated_from__starts_on__lte=day) & (
            Q(delegated_from__ends_on=None) | Q(delegated_from__ends_on__gt=day)
        )
        return self.filter(starts_on__lte=day).filter(
            Q(ends_on=None) | Q(ends_on__gt=day), Q(delegated_from=None) | source
        )

    def within(self, places: PlaceSet) -> "MandateQuerySet":
        """Mandates held at places lying in ``places``; ``mandates.where`` says the same of one row."""
        return self.filter(standing_in(places))

    def with_places(self) -> "MandateQuerySet":
        """With the person, and the name of the place."""
        return self.select_related("person", "region", "cercle", "district", "commune", "aire")


class Mandate(models.Model):
    """What a person may do follows from this row, day by day. An ASACO mandate is held at its aire."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name="personne", related_name="mandates")
    role = models.CharField(
        "fonction", max_length=30, choices=[c for c in Role.choices if c[0] != Role.ANONYME]
    )
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, verbose_name="région")
    cercle = models.ForeignKey(Cercle, models.PROTECT, null=True, blank=True, verbose_name="cercle")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, verbose_name="district")
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, verbose_name="commune")
    aire = models.ForeignKey(Aire, models.PROTECT, null=True, blank=True, verbose_name="aire de santé")
    starts_on = models.DateField("à partir du")
    ends_on = models.DateField("jusqu’au (exclu)", null=True, blank=True)
    reference = models.CharField("acte (n°, date)", max_length=120, blank=True)
    delegated_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="délégué de", related_name="delegations"
    )
    objects = MandateQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "mandat"
        ordering = ["-starts_on"]
        indexes = [models.Index(fields=["person", "starts_on"])]
        constraints = [
            models.CheckConstraint(
                condition=_role_place_rule(),
                name="mandate_role_place",
                violation_error_message="Cette fonction s’exerce à un autre niveau : "
                "une aire pour l’ASACO et le CSCOM, une commune pour les élus, un district pour le CSRéf, "
                "une région pour la DRS.",
            ),
            models.CheckConstraint(
                # A delegation taken back before it began gives no day at all.
                condition=Q(ends_on=None)
                | Q(ends_on__gt=F("starts_on"))
                | Q(delegated_from__isnull=False, ends_on=F("starts_on")),
                name="mandate_dates",
                violation_error_message="La fin du mandat doit suivre son début.",
            ),
            models.CheckConstraint(
                condition=Q(delegated_from=None) | Q(ends_on__isnull=False),
                name="mandate_delegated",
                violation_error_message="Une délégation a un dernier jour.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"

    def clean(self) -> None:
        """A delegation hands over the same function at the same place, once (also said to the database)."""
        source = self.delegated_from
        if source is None:
            same_place = {f"{kind}_id": getattr(self, f"{kind}_id") for kind in PLACES}
            if self.pk and self.delegations.exclude(role=self.role, **same_place).exists():
                raise ValidationError(
                    "Ce mandat a été délégué\u00a0: sa fonction, son lieu ne changent plus."
                )
            return
        same = (source.role, source.place_id) == (self.role, self.place_id)
        if not same or source.delegated_from_id is not None:
            raise ValidationError("Une délégation porte la fonction et le lieu de son mandat d’origine.")

    @property
    def source(self) -> "Mandate":
        """The mandate that this one is handed from; itself when it is nobody's delegation."""
        return self.delegated_from or self

    def held_on(self, on: date) -> bool:
        """Did it give rights that day? A delegated one ends with its source."""
        handed = self.delegated_from is None or self.delegated_from.held_on(on)
        return handed and self.starts_on <= on and (self.ends_on is None or self.ends_on > on)

    @property
    def last_day(self) -> date | None:
        """The last day on which the mandate gives rights."""
        return self.ends_on and self.ends_on - timedelta(days=1)

    @property
    def state_word(self) -> str:
        """« en cours », « à venir », « terminé »."""
        today = timezone.localdate()
        if self.starts_on > today and self.ends_on != self.starts_on:
            return "à venir"
        return "terminé" if self.ends_on and self.ends_on <= max(today, self.starts_on) else "en cours"

    @property
    def place_kind(self) -> PlaceKind:
        return PLACE_OF_ROLE[self.role]

    @property
    def place(self) -> Place | None:
        return None if self.place_kind == PlaceKind.PAYS else getattr(self, self.place_kind.value)

    @property
    def place_id(self) -> int | None:
        return None if self.place_kind == PlaceKind.PAYS else getattr(self, f"{self.place_kind.value}_id")

    @property
    def place_name(self) -> str:
        return self.place.name if self.place else "Mali"


class OneTimeCode(models.Model):
    """A code that an officer of the jurisdiction hands over instead of an e-mail; kept hashed, used once."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name="compte", related_name="codes")
    hashed = models.CharField("empreinte", max_length=200)
    issued_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name="remis par", related_name="codes_issued"
    )
    issued_at = models.DateTimeField("remis le", auto_now_add=True)
    expires_at = models.DateTimeField("valable jusqu’au")
    used_at = models.DateTimeField("utilisé le", null=True, blank=True)
    tries = models.PositiveSmallIntegerField("essais", default=0)

    class Meta:
        verbose_name = "code à usage unique"
        verbose_name_plural = "codes à usage unique"
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return f"code de {self.user}"


class ApiToken(models.Model):
    """What a program shows instead of a session: kept hashed, for the mandates its owner held that day."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name="compte", related_name="tokens")
    name = models.CharField("nom", max_length=60, help_text="Ce qui s’en sert : « Tableur du CSRéf ».")
    hashed = models.CharField("empreinte", max_length=64, unique=True)
    hint = models.CharField("début", max_length=12)
    # Of the password: a new one ends the token.
    mark = models.CharField("empreinte du mot de passe", max_length=64, default="", db_default="")
    made_by = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, verbose_name="fait par le jeton", related_name="made"
    )
    mandates = models.ManyToManyField(Mandate, verbose_name="mandats", related_name="tokens")
    issued_at = models.DateTimeField("remis le", auto_now_add=True)
    expires_at = models.DateTimeField("valable jusqu’au")
    last_used_on = models.DateField("servi le", null=True, blank=True)
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)

    class Meta:
        verbose_name = "jeton"
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return f"jeton « {self.name} » de {self.user}"
