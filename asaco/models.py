"""The register of ASACO: one per aire; its officers are the mandates held at that aire."""

from django.db import models
from simple_history.models import HistoricalRecords

from core.access import Where
from cscom.models import Aire


class Asaco(models.Model):
    """A community health association."""

    aire = models.OneToOneField(Aire, models.PROTECT, verbose_name="aire de santé", related_name="asaco")
    name = models.CharField("nom", max_length=120)
    receipt_number = models.CharField("récépissé n°", max_length=60, blank=True)
    receipt_on = models.DateField("récépissé du", null=True, blank=True)
    founded_on = models.DateField("fondée le", null=True, blank=True)
    fictitious = models.BooleanField("données fictives (démonstration)", default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "ASACO"
        verbose_name_plural = "ASACO"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def where(self) -> Where:
        return self.aire.where()
