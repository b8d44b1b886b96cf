"""Stored totals: one row per place and month; ``monitoring/totals.py`` writes them, nothing else may."""

from django.db import models

from core.access import PlaceKind
from monitoring.models.period import Period


class Total(models.Model):
    """What was received and validated at one place in one month.

    ``received`` and ``validated`` map a key to ``[sum, n, pop, weight]``: the sum of the numbers, how many
    reports had one, the annual population of their aires, and Σ of the shares. Keys: a cell; an element with
    several cells; ``=I29`` and ``/I29``, the numerator and the denominator of an indicator made of several
    elements, over the reports where both are known. At a commune, sum, pop and weight are × 10 000 (shares
    are ten-thousandths): whole numbers, so differences stay exact. Elsewhere the scale is 1, weight equals n.
    """

    place_kind = models.CharField("niveau", max_length=10, choices=PlaceKind.choices)
    place_id = models.BigIntegerField("lieu")  # the country: 0
    period = models.ForeignKey(Period, models.PROTECT, related_name="totals")
    received = models.JSONField("reçu", default=dict)
    validated = models.JSONField("validé", default=dict)
    expected_count = models.PositiveIntegerField("rapports attendus", default=0)
    received_count = models.PositiveIntegerField("rapports reçus", default=0)
    validated_count = models.PositiveIntegerField("rapports validés", default=0)
    timely_count = models.PositiveIntegerField("rapports reçus à temps", default=0)

    class Meta:
        verbose_name = "total"
        verbose_name_plural = "totaux"
        constraints = [
            models.UniqueConstraint(fields=["place_kind", "place_id", "period"], name="total_once"),
            models.CheckConstraint(
                condition=models.Q(validated_count__lte=models.F("received_count"))
                & models.Q(received_count__lte=models.F("expected_count"))
                & models.Q(timely_count__lte=models.F("received_count")),
                name="total_counts",
                violation_error_message="Validés ≤ reçus ≤ attendus, et à temps ≤ reçus.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_kind} {self.place_id} {self.period_id}"
