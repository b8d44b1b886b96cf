"""What a meeting decided, told back to a village: when, by whom, to how many, what was asked there."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from communes.models import Village
from concertation.models.meeting import Meeting
from core.access import Scope
from files.models import StoredFile

STANDS = Q(withdrawn_at=None)  # neither taken back nor corrected


class RestitutionQuerySet(models.QuerySet["Restitution"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those of the meetings that this reader reads."""
        return self.filter(meeting__in=Meeting.objects.visible_to(scope).values("pk"))

    def standing(self) -> Self:
        """Those that count."""
        return self.filter(STANDS)


class Restitution(models.Model):
    """One restitution. Nothing of it changes: a correction is another row, that says which it corrects."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name="réunion", related_name="restitutions")
    village = models.ForeignKey(
        Village, models.PROTECT, null=True, blank=True, verbose_name="village", related_name="+"
    )
    spot = models.CharField("autre lieu", max_length=100, blank=True)  # where no list of villages has it
    held_on = models.DateField("faite le")
    led_by = models.CharField("menée par", max_length=150)
    women = models.PositiveSmallIntegerField("femmes présentes")
    men = models.PositiveSmallIntegerField("hommes présents")
    questions = models.TextField("questions posées", max_length=2000, blank=True)
    answers = models.TextField("réponses données", max_length=2000, blank=True)
    paper = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, verbose_name="pièce", related_name="+"
    )
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, verbose_name="corrige", related_name="corrected_by"
    )
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("notée le", default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField("motif", max_length=300, blank=True)  # of what takes it back
    fictitious = models.BooleanField("données fictives (démonstration)", default=False)
    objects = RestitutionQuerySet.as_manager()

    class Meta:
        verbose_name = "restitution"
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(village__isnull=False, spot="") | (Q(village=None) & ~Q(spot="")),
                name="restitution_somewhere",
                violation_error_message="Une restitution se fait dans un village, ou dans un lieu écrit.",
            ),
            models.CheckConstraint(
                condition=~Q(led_by=""),
                name="restitution_led",
                violation_error_message="Une restitution est menée par quelqu’un.",
            ),
            models.CheckConstraint(
                condition=Q(women__gt=0) | Q(men__gt=0),
                name="restitution_heard",
                violation_error_message="Une restitution est entendue par une personne au moins.",
            ),
            models.CheckConstraint(
                condition=(STANDS & Q(reason="")) | (Q(withdrawn_at__isnull=False) & ~Q(reason="")),
                name="restitution_withdrawn",
                violation_error_message="Une restitution se retire pour un motif.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "village", "held_on"],
                condition=STANDS & Q(village__isnull=False),
                name="restitution_village_once",
                violation_error_message="La restitution de ce village, ce jour-là, est déjà notée.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "spot", "held_on"],
                condition=STANDS & Q(village=None),
                name="restitution_spot_once",
                violation_error_message="La restitution de ce lieu, ce jour-là, est déjà notée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.where_name}, {self.held_on.isoformat()}"

    @property
    def where_name(self) -> str:
        """« Kiban », « hameau de Sirabougou »."""
        return self.village.name if self.village else self.spot

    @property
    def heard(self) -> int:
        """How many came."""
        return self.women + self.men
