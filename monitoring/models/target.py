"""What an indicator should reach in one place, from a year on."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from communes.models import District, Region, Sourced
from cscom.models import Aire


class Target(Sourced):
    """The target of the country, of a région, of a district or of an aire, until a later year has another.

    The closest to a place is its own; without any, that of the catalogue stands.
    """

    code = models.CharField("indicateur", max_length=10)
    from_year = models.PositiveSmallIntegerField("à partir de l’année")
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="+")
    aire = models.ForeignKey(Aire, models.PROTECT, null=True, blank=True, related_name="+")
    low = models.DecimalField("cible", max_digits=10, decimal_places=2, null=True, blank=True)
    high = models.DecimalField("cible, borne haute", max_digits=10, decimal_places=2, null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "cible"
        ordering = ["code", "-from_year"]
        constraints = [
            # One condition a level: SQLite cannot say that two absent places are the same.
            *(
                models.UniqueConstraint(
                    fields=["code", "from_year", *([level] if level else [])],
                    condition=Q(**{f"{one}__isnull": one != level for one in ("region", "district", "aire")}),
                    name=f"target_{level or 'country'}_year",
                    violation_error_message="Il y a déjà une cible à partir de cette année, ici.",
                )
                for level in ("", "region", "district", "aire")
            ),
            models.CheckConstraint(
                condition=Q(region=None, district=None)
                | Q(region=None, aire=None)
                | Q(district=None, aire=None),
                name="target_one_place",
                violation_error_message="Une cible vaut pour un seul lieu.",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=False) | Q(high__isnull=False),
                name="target_said",
                violation_error_message="Une cible a au moins une borne.",
            ),
            models.CheckConstraint(
                condition=Q(low=None) | Q(high=None) | Q(high__gte=F("low")),
                name="target_ends",
                violation_error_message="La borne haute est sous la borne basse.",
            ),
            models.CheckConstraint(
                condition=Q(from_year__gte=1960, from_year__lte=2100),
                name="target_year",
                violation_error_message="L’année est entre 1960 et 2100.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.low} ({self.from_year})"
