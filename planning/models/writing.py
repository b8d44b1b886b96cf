"""What writing a plan keeps beside it: the horizon of a région, a sheet that waits for its confirmation."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from communes.models import Region
from planning.models.plan import Plan

KEPT = timedelta(days=2)


class Horizon(models.IntegerChoices):
    """For which year a plan is prepared, counted from the year it is written in."""

    SAME = 0, "l’année en cours (N)"
    NEXT = 1, "l’année suivante (N+1)"


class PlanningSetting(models.Model):
    """How a région plans. ``source``: who says so, « à confirmer » until somebody does."""

    region = models.OneToOneField(Region, models.CASCADE, verbose_name="région", related_name="planning")
    horizon = models.PositiveSmallIntegerField(
        "horizon", choices=Horizon.choices, default=Horizon.NEXT, db_default=Horizon.NEXT
    )
    source = models.CharField("source", max_length=150, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField("fixé le", default=timezone.now)

    class Meta:
        verbose_name = "réglage de la planification"
        verbose_name_plural = "réglages de la planification"
        constraints = [
            models.CheckConstraint(
                condition=Q(horizon__in=Horizon.values),
                name="planning_horizon",
                violation_error_message="Un plan se prépare pour l’année en cours ou la suivante.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.horizon}"


def keep_until() -> datetime:
    return timezone.now() + KEPT


class PlanUpload(models.Model):
    """A sheet sent for a plan, one a person: its rows as typed, until it is confirmed or too old.

    ``seen``: the version of the plan it was taken from; None, of a sheet that holds new lines alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="uploads")
    person = models.ForeignKey(Person, models.CASCADE, verbose_name="déposé par", related_name="+")
    name = models.CharField("nom du fichier", max_length=120)
    rows = models.JSONField("lignes", default=list)
    seen = models.PositiveIntegerField("version emportée", null=True)
    created_at = models.DateTimeField("déposé le", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("gardé jusqu’au", default=keep_until)

    class Meta:
        verbose_name = "feuille déposée pour un plan"
        verbose_name_plural = "feuilles déposées pour un plan"
        constraints = [models.UniqueConstraint(fields=["plan", "person"], name="plan_upload_once")]

    def __str__(self) -> str:
        return self.name
