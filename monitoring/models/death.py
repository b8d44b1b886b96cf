"""The declaration of a maternal death: an anonymous event, no name and no file."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Person
from monitoring.models.report import MonthlyReport


class DeathPlace(models.TextChoices):
    """Where; the same three as the cells of the form."""

    CENTRE = "cscom", "au CSCOM"
    HOME = "domicile", "à domicile"
    WAY = "trajet", "en trajet"


class DeathDeclaration(models.Model):
    """One maternal death that a report counts: when, where, its audit. Withdrawn, never deleted."""

    report = models.ForeignKey(MonthlyReport, models.CASCADE, related_name="deaths")
    operation = models.UUIDField("opération", default=uuid.uuid4, unique=True)
    died_on = models.DateField("survenu le")
    place = models.CharField("lieu", max_length=10, choices=DeathPlace.choices)
    audit_on = models.DateField("audit prévu le", null=True, blank=True)  # null: no audit planned
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    mandate_id = models.BigIntegerField("mandat", null=True)
    declared_at = models.DateTimeField("déclaré le", default=timezone.now, editable=False)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "déclaration de décès maternel"
        verbose_name_plural = "déclarations de décès maternel"
        ordering = ["died_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audit_on=None) | Q(audit_on__gte=F("died_on")),
                name="death_audit_after",
                violation_error_message="L’audit vient après le décès.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.died_on}"
