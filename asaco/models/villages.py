"""What a village gives its ASACO in a year: members, counted without their names; a contribution."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from accounts.models import Person
from asaco.models.register import Asaco
from communes.models import Village

FIRST_YEAR, LAST_YEAR = 1990, 2100
ORDER = ["year", "village__name"]
BIGGEST = 999_999_999  # FCFA, people: beyond, somebody mistyped


class OfVillage(models.Model):
    """One row a village and year. ``version`` rises by one each time it is saved."""

    asaco = models.ForeignKey(Asaco, models.PROTECT, verbose_name="ASACO", related_name="+")
    village = models.ForeignKey(Village, models.PROTECT, verbose_name="village", related_name="+")
    year = models.PositiveSmallIntegerField("année")
    version = models.PositiveIntegerField("version", default=0)
    saved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField("enregistré le", default=timezone.now, editable=False)
    fictitious = models.BooleanField("données fictives (démonstration)", default=False)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["asaco", "village", "year"],
                name="%(class)s_once",
                violation_error_message="Ce village a déjà une ligne pour cette année.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="%(class)s_year",
                violation_error_message="Cette année n’est pas possible.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village}, {self.year}"

    def said(self) -> dict[str, Any]:
        """What was typed of it."""
        return {name: getattr(self, name) for name in self.TYPED}

    TYPED: tuple[str, ...] = ()


class Membership(OfVillage):
    """Valid cards of a village in a year, persons they cover. None: not counted, which is not zero."""

    TYPED = ("cards", "persons")

    cards = models.PositiveIntegerField("cartes valides", null=True, blank=True)
    persons = models.PositiveIntegerField("personnes couvertes", null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ORDER
        constraints = [*OfVillage.Meta.constraints]
        verbose_name = "adhésions d’un village"
        verbose_name_plural = "adhésions des villages"


class Contribution(OfVillage):
    """FCFA that a village owes for a year, FCFA it paid. None: not said, which is not zero."""

    TYPED = ("due", "paid", "reason")

    due = models.PositiveIntegerField("cotisation appelée (FCFA)", null=True, blank=True)
    paid = models.PositiveIntegerField("cotisation payée (FCFA)", null=True, blank=True)
    reason = models.CharField("motif du trop-perçu", max_length=200, blank=True, default="", db_default="")
    history = HistoricalRecords()

    class Meta:
        ordering = ORDER
        verbose_name = "cotisation d’un village"
        verbose_name_plural = "cotisations des villages"
        constraints = [
            *OfVillage.Meta.constraints,
            models.CheckConstraint(
                condition=Q(paid=None) | Q(paid=0) | Q(due__isnull=False, paid__lte=F("due")) | ~Q(reason=""),
                name="contribution_above",
                violation_error_message="Ce village a payé plus que ce qui lui était demandé\u00a0: "
                "écrivez pourquoi.",
            ),
        ]
