"""Territory: the elected tree (région ← cercle ← commune ← village) and the technical one (← district)."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from communes.geography import position_text
from core.access import PlaceSet, Where
from core.among import among


class Sourced(models.Model):
    """A fact with its source; ``estimated`` facts are derived, shown « estimation », editable."""

    source = models.CharField("source", max_length=200)
    estimated = models.BooleanField("estimation, à confirmer", default=False)

    class Meta:
        abstract = True


class PlaceQuerySet(models.QuerySet[Any]):
    def open_on(self, day: date | None = None) -> Self:
        """Units that existed on ``day`` (today by default)."""
        day = day or timezone.localdate()
        return self.filter(Q(opened_on=None) | Q(opened_on__lte=day)).filter(
            Q(closed_on=None) | Q(closed_on__gt=day)
        )


class Place(models.Model):
    """A unit that opens and closes; nothing is ever deleted."""

    code = models.CharField("code", max_length=20, unique=True)
    name = models.CharField("nom", max_length=100)
    opened_on = models.DateField("créé le", null=True, blank=True)
    closed_on = models.DateField("fermé le", null=True, blank=True)
    source = models.CharField("source", max_length=200, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(opened_on=None) | Q(closed_on__gt=F("opened_on")),
                name="%(app_label)s_%(class)s_dates",
                violation_error_message="La date de fermeture doit suivre la date de création.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Region(Place):
    """A région."""

    history = HistoricalRecords()

    class Meta(Place.Meta):
        verbose_name = "région"

    def where(self) -> Where:
        return Where(region=self.pk)


class Cercle(Place):
    """A cercle; its growth rate projects its villages' populations."""

    region = models.ForeignKey(Region, models.PROTECT, verbose_name="région", related_name="cercles")
    growth_rate = models.DecimalField(
        "croissance annuelle (0,0216 = 2,16 %)", max_digits=6, decimal_places=5, default="0.0216"
    )
    history = HistoricalRecords()

    class Meta(Place.Meta):
        verbose_name = "cercle"

    def where(self) -> Where:
        return Where(region=self.region_id, cercle=self.pk)


class District(Place):
    """A district sanitaire, around its CSRéf. A cercle may hold several."""

    region = models.ForeignKey(Region, models.PROTECT, verbose_name="région", related_name="districts")
    csref_name = models.CharField("CSRéf", max_length=100)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    history = HistoricalRecords()

    class Meta(Place.Meta):
        verbose_name = "district sanitaire"
        verbose_name_plural = "districts sanitaires"

    def where(self) -> Where:
        return Where(region=self.region_id, district=self.pk)

    @property
    def position(self) -> str:
        """Where its CSRéf stands, in words; "" when unknown."""
        return position_text(self.latitude, self.longitude)


class CommuneQuerySet(PlaceQuerySet):
    def within(self, places: PlaceSet) -> Self:
        """Communes lying in ``places``."""
        if places.everywhere:
            return self
        return self.filter(
            among(
                cercle__region=places.regions,
                cercle=places.cercles,
                district=places.districts,
                pk=places.communes | places.hosts,
            )
        )


class Commune(Place):
    """A commune: one cercle, and one district at a given date (moves are kept in the history)."""

    cercle = models.ForeignKey(Cercle, models.PROTECT, verbose_name="cercle", related_name="communes")
    district = models.ForeignKey(District, models.PROTECT, verbose_name="district", related_name="communes")
    district_estimated = models.BooleanField("district : estimation, à confirmer", default=False)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    area_km2 = models.FloatField("superficie (km²)", null=True, blank=True)
    objects: ClassVar = CommuneQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Place.Meta):
        verbose_name = "commune"

    def where(self) -> Where:
        """Costs a query unless ``cercle`` was joined."""
        me = frozenset({self.pk})
        return Where(self.cercle.region_id, self.cercle_id, self.district_id, communes=me, hosts=me)


class Village(Place):
    """A village or a town, with its coordinates."""

    other_name = models.CharField("autre nom", max_length=100, blank=True)
    commune = models.ForeignKey(Commune, models.PROTECT, verbose_name="commune", related_name="villages")
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)

    class Meta(Place.Meta):
        verbose_name = "village"


class Border(models.Model):
    """A line between two communes, or the edge of one: the outlines of both are chained from such lines.

    Rows, not a file: a région, or the country, is loaded from any folder (``load_territory``), and what is
    loaded must go with the backup and reach every process. ``trace``: see ``communes.outlines``.
    """

    left = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, verbose_name="commune à gauche", related_name="+"
    )
    right = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, verbose_name="commune à droite", related_name="+"
    )
    trace = models.TextField("tracé, en millièmes de degré")
    source = models.CharField("source", max_length=200, blank=True)

    class Meta:
        verbose_name = "limite de communes"
        verbose_name_plural = "limites de communes"
        constraints = [
            models.CheckConstraint(
                condition=Q(left__isnull=False) | Q(right__isnull=False),
                name="border_of_a_commune",
                violation_error_message="Une limite borde au moins une commune.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left_id or '—'} | {self.right_id or '—'}"


class Population(Sourced):
    """The inhabitants of one place in one year, by one source."""

    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="populations")
    cercle = models.ForeignKey(Cercle, models.PROTECT, null=True, blank=True, related_name="populations")
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="populations")
    village = models.ForeignKey(Village, models.PROTECT, null=True, blank=True, related_name="populations")
    year = models.PositiveSmallIntegerField("année")
    total = models.PositiveIntegerField("habitants")
    history = HistoricalRecords()

    class Meta:
        verbose_name = "population"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(region__isnull=False, cercle=None, commune=None, village=None)
                    | Q(region=None, cercle__isnull=False, commune=None, village=None)
                    | Q(region=None, cercle=None, commune__isnull=False, village=None)
                    | Q(region=None, cercle=None, commune=None, village__isnull=False)
                ),
                name="population_one_place",
                violation_error_message="Une population appartient à un seul lieu.",
            ),
            *(
                models.UniqueConstraint(
                    fields=[place, "year"],
                    condition=Q(**{f"{place}__isnull": False}),
                    name=f"population_{place}_year",
                    violation_error_message="Ce lieu a déjà une population pour cette année.",
                )
                for place in ("region", "cercle", "commune", "village")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.total} ({self.year})"


class Coefficient(Sourced):
    """The share of a target group in the population, from a year on; data of the DRS, never a constant.

    ``key`` is the name used in formulas (FE, ACCA, E011…, domain.md §5.3).
    """

    key = models.CharField("clé", max_length=10)
    label = models.CharField("groupe cible", max_length=100)
    share = models.DecimalField("part de la population", max_digits=6, decimal_places=5)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name="région (vide : pays)"
    )
    from_year = models.PositiveSmallIntegerField("à partir de l’année")
    history = HistoricalRecords()

    class Meta:
        verbose_name = "coefficient de population"
        verbose_name_plural = "coefficients de population"
        ordering = ["key", "-from_year"]
        constraints = [
            # Two of them: SQLite cannot say that two absent régions are the same.
            models.UniqueConstraint(
                fields=["key", "region", "from_year"],
                condition=Q(region__isnull=False),
                name="coefficient_region_year",
                violation_error_message="Cette région a déjà ce coefficient à partir de cette année.",
            ),
            models.UniqueConstraint(
                fields=["key", "from_year"],
                condition=Q(region=None),
                name="coefficient_country_year",
                violation_error_message="Le pays a déjà ce coefficient à partir de cette année.",
            ),
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=1),
                name="coefficient_share",
                violation_error_message="La part est un nombre entre 0 et 1 (5 % s’écrit 0,05).",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.share} ({self.from_year})"
