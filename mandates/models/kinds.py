"""Kinds of organs: what their texts say of them, the seats that a new one is proposed."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from communes.models import Sourced
from core.access import PlaceKind, Role


class Quorum(models.TextChoices):
    """How many must be there for the organ to decide."""

    MAJORITY = "majorite", "plus de la moitié"
    HALF = "moitie", "la moitié au moins"
    THIRD = "tiers", "le tiers au moins"
    TWO_THIRDS = "deux_tiers", "les deux tiers au moins"
    NUMBER = "nombre", "un nombre écrit dans les statuts"


class QuorumBase(models.TextChoices):
    """Of what the quorum is a share."""

    SEATS = "sieges", "des sièges prévus"
    HELD = "exercice", "des membres en exercice"


class Group(models.TextChoices):
    """For whom a seat speaks (domain.md §3.1, §7.4, §7.5, D11, D12)."""

    COMMUNE = "commune", "commune, élus"
    ASACO = "asaco", "ASACO"
    VILLAGES = "villages", "villages, quartiers"
    WOMEN = "femmes", "femmes"
    YOUTH = "jeunes", "jeunes"
    VULNERABLE = "vulnerables", "groupes peu entendus (hameaux éloignés, handicap, indigents, déplacés)"
    CHIEFS = "chefs", "chefs de village, notables"
    CPM = "cpm", "CSCOM (DTC)"
    STAFF = "personnel", "personnel de santé"
    CSREF = "csref", "CSRéf"
    HEALTH = "sante", "direction de la santé"
    SOCIAL = "social", "développement social"
    STATE = "etat", "État, tutelle"
    CERCLE = "cercle", "conseil de cercle"
    FEDERATION = "federation", "fédération d’ASACO"
    CIVIL = "societe_civile", "société civile, ONG"
    PARTNERS = "partenaires", "partenaires techniques et financiers"
    ADVICE = "ccc", "appui-conseil (CCC)"


class Keeper(models.TextChoices):
    """Who writes down the seats of an organ: those of its own place, and nobody above them."""

    PLACE = "lieu", "ceux de son lieu"
    SHARED = "partage", "l’ASACO et sa commune d’accueil"
    ADMINISTRATION = "administration", "l’administrateur de la plateforme"


class Counting(models.TextChoices):
    """How many seats one line of a composition gives."""

    FIXED = "nombre", "un nombre"
    VILLAGE = "village", "un par village"
    COUNCIL = "conseil", "le reste du conseil communal, selon la population"


class Frame(Sourced):
    """What the texts fix of an organ; what is not sure says so (``estimated``)."""

    sessions_a_year = models.PositiveSmallIntegerField("réunions par an", null=True, blank=True)
    quorum = models.CharField("quorum", max_length=10, choices=Quorum.choices)
    quorum_number = models.PositiveSmallIntegerField("quorum, en nombre", null=True, blank=True)
    quorum_base = models.CharField(
        "quorum compté sur", max_length=10, choices=QuorumBase.choices, default=QuorumBase.SEATS
    )
    mandate_months = models.PositiveSmallIntegerField("durée du mandat (mois)", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum__in=Quorum.values, quorum_base__in=QuorumBase.values),
                name="%(class)s_quorum",
                violation_error_message="Un organe a un quorum\u00a0: "
                "dites combien de membres doivent être là pour décider.",
            ),
            models.CheckConstraint(
                condition=Q(quorum=Quorum.NUMBER, quorum_number__isnull=False, quorum_number__gte=1)
                | (~Q(quorum=Quorum.NUMBER) & Q(quorum_number=None)),
                name="%(class)s_quorum_number",
                violation_error_message="Écrivez le nombre de membres du quorum, au moins 1\u202f; "
                "un quorum en part n’a pas de nombre.",
            ),
            models.CheckConstraint(
                condition=Q(sessions_a_year=None) | Q(sessions_a_year__gte=1, sessions_a_year__lte=52),
                name="%(class)s_sessions",
                violation_error_message="De 1 à 52 réunions par an.",
            ),
            models.CheckConstraint(
                condition=Q(mandate_months=None) | Q(mandate_months__gte=1, mandate_months__lte=120),
                name="%(class)s_months",
                violation_error_message="Un mandat dure de 1 à 120 mois.",
            ),
        ]


class OrganKind(Frame):
    """A kind of organ. Data, editable: what a new organ of this kind is proposed, never imposed."""

    code = models.CharField("code", max_length=30, unique=True)
    name = models.CharField("nom", max_length=100)
    level = models.CharField("niveau", max_length=10, choices=PlaceKind.choices)
    rank = models.PositiveSmallIntegerField("ordre")
    keeper = models.CharField("tenu par", max_length=15, choices=Keeper.choices, default=Keeper.PLACE)
    transitional = models.BooleanField("transitoire", default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "type d’organe"
        verbose_name_plural = "types d’organes"
        ordering = ["rank"]
        constraints = [*Frame.Meta.constraints]

    def __str__(self) -> str:
        return self.name


class KindSeat(models.Model):
    """A line of the composition of a kind."""

    kind = models.ForeignKey(OrganKind, models.CASCADE, verbose_name="type d’organe", related_name="lines")
    rank = models.PositiveSmallIntegerField("ordre")
    function = models.CharField("fonction", max_length=100)
    group = models.CharField("représente", max_length=20, choices=Group.choices)
    chair = models.BooleanField("préside", default=False)
    counting = models.CharField("compté par", max_length=10, choices=Counting.choices, default=Counting.FIXED)
    number = models.PositiveSmallIntegerField("nombre de sièges", default=1)
    role = models.CharField(
        "de droit, avec la fonction",
        max_length=30,
        blank=True,
        choices=[c for c in Role.choices if c[0] != Role.ANONYME],
    )

    class Meta:
        verbose_name = "siège d’un type d’organe"
        verbose_name_plural = "sièges des types d’organes"
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "rank"],
                name="kind_seat_rank",
                violation_error_message="Deux lignes de ce type d’organe portent le même ordre.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=60)
                & (Q(chair=False) | Q(number=1, counting=Counting.FIXED)),
                name="kind_seat_number",
                violation_error_message="De 1 à 60 sièges par ligne\u202f; un seul préside.",
            ),
        ]

    def __str__(self) -> str:
        return self.function


class Incompatible(Sourced):
    """Two kinds of organs of which nobody is a member at once, at one place. Data; said, never enforced."""

    kind = models.ForeignKey(OrganKind, models.CASCADE, verbose_name="type d’organe", related_name="+")
    other = models.ForeignKey(OrganKind, models.CASCADE, verbose_name="autre type", related_name="+")

    class Meta:
        verbose_name = "organes incompatibles"
        verbose_name_plural = "organes incompatibles"
        ordering = ["kind__rank", "other__rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "other"],
                name="incompatible_once",
                violation_error_message="Ces deux types d’organes sont déjà dits incompatibles.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=F("other")),
                name="incompatible_two",
                violation_error_message="Un organe n’est pas incompatible avec lui-même.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} / {self.other}"
