"""The register of ASACO: one per aire; its officers are the mandates held at that aire."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from core.access import Where
from cscom.models import Aire


class Asaco(models.Model):
    """A community health association."""

    aire = models.OneToOneField(Aire, models.PROTECT, verbose_name="aire de santé", related_name="asaco")
    name = models.CharField("nom", max_length=120)
    receipt_number = models.CharField("récépissé n°", max_length=60, blank=True)
    receipt_on = models.DateField("récépissé du", null=True, blank=True)
    receipt_until = models.DateField("récépissé valable jusqu’au (inclus)", null=True, blank=True)
    founded_on = models.DateField("fondée le", null=True, blank=True)
    fictitious = models.BooleanField("données fictives (démonstration)", default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "ASACO"
        verbose_name_plural = "ASACO"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(receipt_on=None) | Q(receipt_until=None) | Q(receipt_until__gte=F("receipt_on")),
                name="asaco_receipt_days",
                violation_error_message="Le récépissé vaut au moins jusqu’au jour où il est donné.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def receipt_over(self, today: date) -> bool:
        """Has its receipt a last day, now past?"""
        return self.receipt_until is not None and self.receipt_until < today

    def where(self) -> Where:
        return self.aire.where()
