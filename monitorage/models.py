"""Monitorage sessions: an aire × a semester, its determinants, causes, measures."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Person
from core.access import PlaceSet, Where
from core.months import Semester
from cscom.models import Aire, CommuneShare
from followup.models import Followup

WHYS = 5


class SessionState(models.TextChoices):
    PREPARED = "preparee", "préparée"
    HELD = "tenue", "tenue"
    ARCHIVED = "archivee", "archivée"


WRITABLE = (SessionState.PREPARED, SessionState.HELD)


class Source(models.TextChoices):
    """Who pays for a measure."""

    FREE = "sans", "sans coût"
    ASACO = "asaco", "ASACO"
    COMMUNE = "commune", "commune"
    STATE = "etat", "État, CSRéf"
    PARTNER = "ptf", "partenaire (PTF, ONG)"
    PEOPLE = "population", "population, ressortissants"
    SOUGHT = "a_trouver", "à trouver"


class SessionQuerySet(models.QuerySet["Session"]):
    def within(self, places: PlaceSet) -> Self:
        """Sessions of the aires lying in ``places``."""
        return self if places.everywhere else self.filter(aire__in=Aire.objects.within(places).values("pk"))

    def located(self) -> Self:
        """With all that ``where()`` reads, in two queries."""
        shares = models.Prefetch(
            "aire__shares", CommuneShare.objects.filter(ends_on=None), to_attr="current_shares"
        )
        return self.select_related("aire__host_commune__cercle__region", "aire__district").prefetch_related(
            shares
        )


class Session(models.Model):
    """One session. Its numbers are rows, taken from the totals when it is prepared, then on request."""

    aire = models.ForeignKey(Aire, models.PROTECT, verbose_name="aire de santé", related_name="sessions")
    year = models.PositiveSmallIntegerField("année")
    half = models.PositiveSmallIntegerField("semestre")
    state = models.CharField(
        "état", max_length=10, choices=SessionState.choices, default=SessionState.PREPARED
    )
    version = models.PositiveIntegerField("version", default=0)
    catalogue = models.PositiveSmallIntegerField("version du catalogue")
    held_on = models.DateField("tenue le", null=True, blank=True)
    women = models.PositiveSmallIntegerField("femmes présentes", null=True, blank=True)
    men = models.PositiveSmallIntegerField("hommes présents", null=True, blank=True)
    months = models.PositiveSmallIntegerField(
        "mois validés", default=0
    )  # of six, when the numbers were taken
    taken_at = models.DateTimeField("chiffres pris le", default=timezone.now)
    seen = models.JSONField("ce qui a été vu", default=dict, blank=True)  # when archived: lists of measures
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("préparée le", default=timezone.now, editable=False)
    fictitious = models.BooleanField("données fictives (démonstration)", default=False)
    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "session de monitorage"
        verbose_name_plural = "sessions de monitorage"
        ordering = ["-year", "-half", "aire"]
        constraints = [
            models.UniqueConstraint(
                fields=["aire", "year", "half"],
                name="session_once",
                violation_error_message="Cette aire a déjà une session pour ce semestre.",
            ),
            models.CheckConstraint(
                condition=Q(half__in=(1, 2)),
                name="session_half",
                violation_error_message="Une année a deux semestres.",
            ),
            models.CheckConstraint(
                condition=Q(state=SessionState.PREPARED, held_on=None, women=None, men=None)
                | Q(
                    state__in=(SessionState.HELD, SessionState.ARCHIVED),
                    held_on__isnull=False,
                    women__isnull=False,
                    men__isnull=False,
                ),
                name="session_held",
                violation_error_message="Une session tenue a son jour et ses participants comptés.",
            ),
            models.CheckConstraint(
                condition=Q(women=None) | Q(men=None) | Q(women__gt=0) | Q(men__gt=0),
                name="session_attended",
                violation_error_message="Une session se tient avec quelqu’un.",
            ),
            models.CheckConstraint(
                condition=Q(months__lte=6),
                name="session_months",
                violation_error_message="Un semestre a six mois.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aire_id} {self.semester.code}"

    @property
    def semester(self) -> Semester:
        return Semester(self.year, self.half)

    @property
    def present(self) -> int:
        """How many took part."""
        return (self.women or 0) + (self.men or 0)

    @property
    def writable(self) -> bool:
        return self.state in WRITABLE

    def where(self) -> Where:
        return self.aire.where()


class Value(models.Model):
    """One determinant of one intervention: what the totals say, what the room corrected or counted."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="values")
    intervention = models.CharField("intervention", max_length=20)
    determinant = models.CharField("déterminant", max_length=20)
    computed = models.FloatField("calculé (%)", null=True, blank=True)  # raw: it may go beyond 100
    above = models.FloatField("numérateur", null=True, blank=True)
    below = models.FloatField("dénominateur", null=True, blank=True)
    months = models.PositiveSmallIntegerField("mois comptés", default=0)
    entered = models.DecimalField("saisi (%)", max_digits=5, decimal_places=1, null=True, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField("saisi le", null=True, blank=True)

    class Meta:
        verbose_name = "déterminant"
        verbose_name_plural = "déterminants"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "intervention", "determinant"], name="session_value_once"
            ),
            models.CheckConstraint(
                condition=Q(entered=None) | Q(entered__gte=0, entered__lte=100),
                name="session_value_entered",
                violation_error_message="Une valeur saisie va de 0 à 100\u202f%.",
            ),
            models.CheckConstraint(
                condition=Q(entered=None, entered_at=None)
                | Q(entered__isnull=False, entered_at__isnull=False),
                name="session_value_dated",
                violation_error_message="Une valeur saisie est datée.",
            ),
            models.CheckConstraint(
                condition=Q(computed=None) | Q(computed__gte=0, below__gt=0),
                name="session_value_computed",
                violation_error_message="Un pourcentage a un dénominateur.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.intervention} {self.determinant}"


class Why(models.Model):
    """One of the five whys of an intervention; the first says what the drop is."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="whys")
    intervention = models.CharField("intervention", max_length=20)
    rank = models.PositiveSmallIntegerField("rang")
    text = models.CharField("pourquoi", max_length=200)

    class Meta:
        verbose_name = "cause"
        ordering = ["intervention", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["session", "intervention", "rank"], name="why_once"),
            models.CheckConstraint(
                condition=Q(rank__gte=1, rank__lte=WHYS) & ~Q(text=""),
                name="why_five",
                violation_error_message="Cinq pourquoi au plus, chacun en quelques mots.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Measure(models.Model):
    """What was decided against a cause; who, when, what became of it is its line of the follow-up."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="measures")
    intervention = models.CharField("intervention", max_length=20)
    followup = models.OneToOneField(Followup, models.PROTECT, related_name="+")
    cost = models.PositiveBigIntegerField("coût (FCFA)", null=True, blank=True)
    source = models.CharField("qui paie", max_length=12, choices=Source.choices)

    class Meta:
        verbose_name = "mesure corrective"
        verbose_name_plural = "mesures correctives"
        ordering = [F("followup__due_on").asc(), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=Source.FREE) | Q(cost=None) | Q(cost=0),
                name="measure_free",
                violation_error_message="Ce qui est sans coût n’a pas de coût\u00a0: dites qui paie.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.followup_id}"
