"""What each party writes of a quarter: its text with each version of it, its divergent notes."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from accounts.models import Person
from communes.models import Commune
from core.access import Role
from cscom.models import Aire

LONGEST = 2000  # characters of one answer
NOTE_LONGEST = 1000
REASON_LONGEST = 200


class PartyKind(models.TextChoices):
    """Who speaks in the report of a commune."""

    COMMUNE = "commune", "la commune"
    ASACO = "asaco", "une ASACO"
    CSREF = "csref", "le CSRéf"


class Signed(models.Model):
    """Whoever wrote, under which function, as it was that day."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name="écrit par", related_name="+")
    mandate_id = models.BigIntegerField("mandat")
    role = models.CharField("fonction", max_length=30, choices=Role.choices)
    place_name = models.CharField("lieu de la fonction", max_length=120)

    class Meta:
        abstract = True


class Voice(Signed):
    """Words of one party in the report of one commune and quarter. Of an ASACO, its aire is said."""

    commune = models.ForeignKey(Commune, models.PROTECT, verbose_name="commune", related_name="+")
    quarter = models.CharField("trimestre", max_length=7)  # « 2026-T3 »
    party = models.CharField("partie", max_length=10, choices=PartyKind.choices)
    aire = models.ForeignKey(
        Aire, models.PROTECT, null=True, blank=True, verbose_name="aire de l’ASACO", related_name="+"
    )
    written_at = models.DateTimeField("écrit le", default=timezone.now, editable=False)
    fictitious = models.BooleanField("données fictives (démonstration)", default=False, db_default=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(party=PartyKind.ASACO, aire__isnull=False)
                | Q(party__in=(PartyKind.COMMUNE, PartyKind.CSREF), aire=None),
                name="%(class)s_party",
                violation_error_message="Une ASACO parle pour son aire, une autre partie n’en a pas.",
            ),
            models.CheckConstraint(
                condition=~Q(quarter=""),
                name="%(class)s_quarter",
                violation_error_message="Ce texte vaut pour un trimestre.",
            ),
        ]


class Narrative(Voice):
    """What a party says of its quarter. ``version`` rises by one at each saving; each is kept."""

    progress = models.TextField("ce qui a avancé", max_length=LONGEST, blank=True)
    difficulties = models.TextField("difficultés", max_length=LONGEST, blank=True)
    requests = models.TextField("ce qui est demandé", max_length=LONGEST, blank=True)
    version = models.PositiveIntegerField("version", default=1)
    saved_at = models.DateTimeField("enregistré le", default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta(Voice.Meta):
        verbose_name = "texte d’une partie"
        verbose_name_plural = "textes des parties"
        ordering = ["quarter", "commune_id", "party", "pk"]
        constraints = [
            *Voice.Meta.constraints,
            models.UniqueConstraint(
                fields=["commune", "quarter", "party"],
                condition=Q(aire=None),
                name="narrative_once",
                violation_error_message="Cette partie a déjà son texte pour ce trimestre.",
            ),
            models.UniqueConstraint(
                fields=["aire", "quarter"],
                condition=Q(aire__isnull=False),
                name="narrative_asaco_once",
                violation_error_message="Cette ASACO a déjà son texte pour ce trimestre.",
            ),
            models.CheckConstraint(
                condition=~Q(progress="", difficulties="", requests=""),
                name="narrative_says",
                violation_error_message="Écrivez au moins une des trois réponses.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commune_id} {self.quarter} {self.party}"


class Divergence(Voice):
    """A divergent note under the text of another party, or (``about`` None) under the figures.

    Written once, never changed nor taken back. ``about_version``: the version of the text that it answers.
    """

    about = models.ForeignKey(
        Narrative, models.PROTECT, null=True, blank=True, verbose_name="sous le texte", related_name="notes"
    )
    about_version = models.PositiveIntegerField("version lue", null=True, blank=True)
    text = models.CharField("avis divergent", max_length=NOTE_LONGEST)
    operation = models.UUIDField("opération", default=uuid.uuid4, unique=True)

    class Meta(Voice.Meta):
        verbose_name = "avis divergent"
        verbose_name_plural = "avis divergents"
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["commune", "quarter"], name="divergence_of")]
        constraints = [
            *Voice.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(text=""),
                name="divergence_says",
                violation_error_message="Écrivez votre avis.",
            ),
            models.CheckConstraint(
                condition=Q(about=None, about_version=None)
                | Q(about__isnull=False, about_version__isnull=False),
                name="divergence_about",
                violation_error_message="Un avis sur un texte dit sur quelle version.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commune_id} {self.quarter} {self.party} {self.pk}"


class Reopening(Signed):
    """Texts of an issued report opened again, with the reason, until a day (that day included)."""

    commune = models.ForeignKey(Commune, models.PROTECT, verbose_name="commune", related_name="+")
    quarter = models.CharField("trimestre", max_length=7)
    reason = models.CharField("motif", max_length=REASON_LONGEST)
    until = models.DateField("jusqu’au")
    made_at = models.DateTimeField("rouvert le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "réouverture des textes"
        verbose_name_plural = "réouvertures des textes"
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "quarter", "until"],
                name="reopening_once",
                violation_error_message="Ces textes sont déjà rouverts jusqu’à ce jour.",
            ),
            models.CheckConstraint(
                condition=~Q(quarter="") & ~Q(reason=""),
                name="reopening_says",
                violation_error_message="Écrivez pourquoi les textes sont rouverts.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commune_id} {self.quarter} {self.until}"
