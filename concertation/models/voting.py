"""How the members stood on an item or a decision: a vote that was counted, opinions that diverge."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from concertation.models.agenda import Decision, Item
from concertation.models.meeting import Meeting
from mandates.models import Seat


class OnOne(models.Model):
    """What speaks of an item of a meeting; of one of its decisions, when there is one."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="%(class)ss")
    item = models.ForeignKey(Item, models.PROTECT, related_name="%(class)ss")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="%(class)ss")

    class Meta:
        abstract = True


class Ballot(OnOne):
    """A vote, as it was counted."""

    ayes = models.PositiveSmallIntegerField("pour")
    noes = models.PositiveSmallIntegerField("contre")
    abstentions = models.PositiveSmallIntegerField("abstentions")

    class Meta:
        verbose_name = "vote"
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(decision=None),
                name="ballot_item_once",
                violation_error_message="Un point n’a qu’un vote.",
            ),
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(decision__isnull=False),
                name="ballot_decision_once",
                violation_error_message="Une décision n’a qu’un vote.",
            ),
            models.CheckConstraint(
                condition=Q(ayes__gt=0) | Q(noes__gt=0) | Q(abstentions__gt=0),
                name="ballot_counted",
                violation_error_message="Un vote compte une voix au moins.",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def voices(self) -> int:
        """All of them, abstentions included."""
        return self.ayes + self.noes + self.abstentions

    @property
    def words(self) -> str:
        """« 4 pour, 1 contre, 0 abstention »."""
        end = "abstention" if self.abstentions < 2 else "abstentions"
        return f"{self.ayes} pour, {self.noes} contre, {self.abstentions} {end}"


class Dissent(OnOne):
    """A divergent opinion, in the words of whoever holds it. ``whose``: the seat or the party, that day."""

    seat = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")
    whose = models.CharField("avis de", max_length=200)
    text = models.TextField("avis divergent", max_length=1500)
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("joint le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "avis divergent"
        verbose_name_plural = "avis divergents"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(whose="") & ~Q(text=""),
                name="dissent_says",
                violation_error_message="Un avis divergent dit de qui il est, et ce qu’il dit.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whose}\u00a0: {self.text}"
