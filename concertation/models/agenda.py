"""The agenda of a meeting, what is decided in it, how a frozen text is corrected."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Person
from communes.models import Commune, District
from concertation.enums import ItemKind, Openness, Outcome
from concertation.models.meeting import Meeting
from core.access import Role
from cscom.models import Aire
from files.models import StoredFile
from followup.models import Followup
from planning.models import Activity


class Item(models.Model):
    """An item of the agenda, numbered by its rank."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    rank = models.PositiveSmallIntegerField("numéro")
    kind = models.CharField("nature", max_length=6, choices=ItemKind.choices, default=ItemKind.SUBJECT)
    title = models.CharField("point", max_length=200)
    openness = models.CharField("ouverture", max_length=8, choices=Openness.choices, default=Openness.COMMON)
    duration = models.PositiveSmallIntegerField("durée (minutes)", null=True, blank=True)
    paper = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, verbose_name="pièce", related_name="+"
    )
    about = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, verbose_name="PV de", related_name="+"
    )
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="reporté de", related_name="+"
    )
    outcome = models.CharField("suite", max_length=8, choices=Outcome.choices, blank=True)
    reason = models.CharField("motif", max_length=300, blank=True)
    notes = models.TextField("ce qui a été dit", max_length=4000, blank=True)

    class Meta:
        verbose_name = "point de l’ordre du jour"
        verbose_name_plural = "points de l’ordre du jour"
        ordering = ["rank", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="")
                & Q(kind__in=ItemKind.values, openness__in=Openness.values)
                & (Q(duration=None) | Q(duration__gte=1, duration__lte=600)),
                name="item_says",
                violation_error_message="Un point a un titre\u202f; sa durée va de 1 à 600 minutes.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "kind"],
                condition=Q(kind=ItemKind.OPEN),
                name="item_open_once",
                violation_error_message="Les décisions en suspens ont un point, un seul.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "about"],
                condition=Q(about__isnull=False),
                name="item_minutes_once",
                violation_error_message="Un PV à approuver a un point, un seul.",
            ),
            models.CheckConstraint(
                condition=Q(kind=ItemKind.MINUTES, about__isnull=False) | ~Q(kind=ItemKind.MINUTES),
                name="item_minutes",
                violation_error_message="Le point du PV précédent dit de quelle réunion.",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=("", Outcome.DECIDED), reason="")
                | (Q(outcome__in=(Outcome.POSTPONED, Outcome.WITHDRAWN)) & ~Q(reason="")),
                name="item_outcome",
                violation_error_message="Un point reporté ou retiré l’est pour un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.title}"


class Decision(models.Model):
    """What a meeting decides. Closed, it is a line of the follow-up, its text frozen."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions")
    item = models.ForeignKey(Item, models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField("numéro")
    text = models.CharField("décision", max_length=300)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, verbose_name="responsable", related_name="+"
    )
    owner_words = models.CharField("responsable, fonction", max_length=120, blank=True)
    due_on = models.DateField("échéance")
    proof_wanted = models.CharField("preuve attendue", max_length=200, blank=True)
    indicator = models.CharField("indicateur", max_length=10, blank=True)  # a code of the catalogue
    activity = models.ForeignKey(
        Activity, models.SET_NULL, null=True, blank=True, verbose_name="activité du plan", related_name="+"
    )
    # Where it is followed, when the organ's own place is wider than a district.
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="+")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="+")
    followup = models.OneToOneField(
        Followup, models.PROTECT, null=True, blank=True, verbose_name="ligne du suivi", related_name="+"
    )
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "décision"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="decision_number",
                violation_error_message="Deux décisions d’une réunion portent le même numéro.",
            ),
            models.CheckConstraint(
                condition=~Q(text="") & (Q(owner__isnull=False) | ~Q(owner_words="")),
                name="decision_owned",
                violation_error_message="Une décision a un texte et un responsable\u00a0: "
                "une personne ou une fonction.",
            ),
        ]

    def __str__(self) -> str:
        return f"D{self.number} {self.text}"

    @property
    def code(self) -> str:
        """« D3 »."""
        return f"D{self.number}"

    @property
    def owner_name(self) -> str:
        """« Awa Diarra, DTC »: person and function, whichever are known."""
        return ", ".join(word for word in (str(self.owner or ""), self.owner_words) if word)

    @property
    def place(self) -> Aire | Commune | District | None:
        """Where it will be followed; None: not said yet."""
        organ = self.meeting.organ
        return self.district or self.commune or organ.aire or organ.commune or organ.district


class Correction(models.Model):
    """A frozen text that was corrected, with its reason. Never changed, never deleted."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="corrections")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="corrections")
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="corrections")
    # An interest that was declared in this decision, when its words are what is corrected.
    interest = models.ForeignKey(
        "concertation.Interest", models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    before = models.TextField("avant", blank=True)
    after = models.TextField("après")
    reason = models.CharField("motif", max_length=300)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    role = models.CharField("fonction", max_length=30, choices=Role.choices, blank=True)
    at = models.DateTimeField("le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "correction"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=False, item=None)
                | Q(decision=None, item__isnull=False, interest=None),
                name="correction_of_one",
                violation_error_message="Une correction porte sur une décision, sur un intérêt déclaré dans "
                "une décision, ou sur un point.",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(after="") & ~Q(after=F("before")),
                name="correction_said",
                violation_error_message="Une correction change le texte, pour un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
