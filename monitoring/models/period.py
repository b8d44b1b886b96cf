"""Reporting months: rows with two dates, because in Mali a month may run from the 28th to the 27th."""

from datetime import date

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
    closes_on = models.DateField("dernier jour de saisie", null=True, blank=True)  # None: never closed
    history = HistoricalRecords()

    class Meta:
        verbose_name = "mois de rapport"
        verbose_name_plural = "mois de rapport"
        ordering = ["-year", "-month"]
        constraints = [
            models.UniqueConstraint(fields=["year", "month"], name="period_once"),
            # Neighbours that overlap are refused under a lock, in timetable.py; these two say it again.
            models.UniqueConstraint(
                fields=["starts_on"],
                name="period_starts_once",
                violation_error_message="Un autre mois commence ce jour-là.",
            ),
            models.UniqueConstraint(
                fields=["ends_on"],
                name="period_ends_once",
                violation_error_message="Un autre mois finit ce jour-là.",
            ),
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(closes_on__gte=F("validation_due_on")),
                name="period_closing",
                violation_error_message="La saisie se clôt au plus tôt le dernier jour pour valider.",
            ),
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

    def shut(self, today: date) -> bool:
        """Is typing closed for everybody on ``today``?"""
        return self.closes_on is not None and today > self.closes_on

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1
