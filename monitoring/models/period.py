"""Reporting months: rows with two dates, because in Mali a month may run from the 28th to the 27th."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from core.months import Month


class Period(models.Model):
    """One reporting month and its calendar, set by the DRS."""

    year = models.PositiveSmallIntegerField("année")
    month = models.PositiveSmallIntegerField("mois")
    starts_on = models.DateField("premier jour")
    ends_on = models.DateField("dernier jour")
    due_on = models.DateField("à déposer au plus tard le")
    validation_due_on = models.DateField("à valider au plus tard le")
    history = HistoricalRecords()

    class Meta:
        verbose_name = "mois de rapport"
        verbose_name_plural = "mois de rapport"
        ordering = ["-year", "-month"]
        constraints = [
            models.UniqueConstraint(fields=["year", "month"], name="period_once"),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12, ends_on__gt=F("starts_on"), due_on__gte=F("ends_on"))
                & Q(validation_due_on__gte=F("due_on")),
                name="period_dates",
                violation_error_message="Dans l’ordre : premier jour, dernier jour, dépôt, validation.",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def calendar(self) -> Month:
        return Month(self.year, self.month)

    @property
    def code(self) -> str:
        return self.calendar.code

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1
