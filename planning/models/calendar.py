"""The calendar of the plans of a région: the last day of each step, counted from the year of the plan."""

from datetime import date

from django.db import models
from django.db.models import Q

from communes.models import Region
from core.months import Month


class Step(models.TextChoices):
    """The steps a calendar dates, in their order."""

    DRAFT = "brouillon", "plan écrit"
    ADOPT = "adoption", "adoption par le conseil d’administration"
    OPINE = "avis", "avis de la commune"
    VALIDATE = "validation", "validation par le CSRéf"
    APPROVE = "approbation", "approbation par la DRS"


class PlanDay(models.Model):
    """The last day of one step in one région: « 15 novembre, 2 ans avant l’année du plan »."""

    region = models.ForeignKey(Region, models.CASCADE, verbose_name="région", related_name="plan_days")
    step = models.CharField("étape", max_length=12, choices=Step.choices)
    years_before = models.PositiveSmallIntegerField("années avant celle du plan")
    month = models.PositiveSmallIntegerField("mois")
    day = models.PositiveSmallIntegerField("jour")

    class Meta:
        verbose_name = "date du calendrier des plans"
        verbose_name_plural = "calendrier des plans"
        constraints = [
            models.UniqueConstraint(fields=["region", "step"], name="plan_day_once"),
            models.CheckConstraint(
                condition=Q(step__in=Step.values, years_before__lte=3)
                & Q(month__gte=1, month__lte=12, day__gte=1, day__lte=31),
                name="plan_day_bounds",
                violation_error_message="Une étape se date d’un jour, de trois ans avant le plan au plus.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.step}"

    def on(self, year: int) -> date:
        """The day, for the plans of ``year``; 29 February falls on the last of the month."""
        return Month(year - self.years_before, self.month).day_at(self.day)
