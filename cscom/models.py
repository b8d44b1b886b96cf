"""Aires de santé: their CSCOM, their villages, the communes' shares in them, by dates."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from communes.geography import position_text
from communes.models import Commune, District, Place, PlaceQuerySet, Sourced, Village
from core.access import PlaceSet, Where


class AireQuerySet(PlaceQuerySet):
    def within(self, places: PlaceSet) -> Self:
        """Aires lying in ``places``; ``hosts``: the commune hosts the aire or holds a large share of it."""
        if places.everywhere:
            return self
        return self.filter(
            Q(pk__in=places.aires)
            | Q(host_commune__cercle__region__in=places.regions)
            | Q(host_commune__cercle__in=places.cercles)
            | Q(district__in=places.districts)
            | Q(host_commune__in=places.communes | places.hosts)
            | Q(
                pk__in=CommuneShare.objects.filter(ends_on=None)
                .filter(
                    Q(commune__in=places.communes)
                    | Q(commune__in=places.hosts, share__gte=settings.CELL_LEVEL_SHARE)
                )
                .values("aire")
            )
        )

    def located(self) -> Self:
        """With all that ``where()`` reads, in two queries."""
        return self.select_related("host_commune__cercle", "district").prefetch_related(
            models.Prefetch("shares", CommuneShare.objects.filter(ends_on=None), to_attr="current_shares")
        )


class Aire(Place):
    """An aire de santé: the people whom one CSCOM serves. It may touch several communes."""

    host_commune = models.ForeignKey(
        Commune, models.PROTECT, verbose_name="commune d’accueil", related_name="hosted_aires"
    )
    district = models.ForeignKey(District, models.PROTECT, verbose_name="district", related_name="aires")
    objects: ClassVar = AireQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Place.Meta):
        verbose_name = "aire de santé"
        verbose_name_plural = "aires de santé"

    def where(self) -> Where:
        """Free when fetched through ``located()``; two or three queries otherwise."""
        shares = getattr(self, "current_shares", None)
        if shares is None:
            shares = list(self.shares.filter(ends_on=None))
        host = self.host_commune
        large = {s.commune_id for s in shares if s.share >= settings.CELL_LEVEL_SHARE}
        return Where(
            region=host.cercle.region_id,
            cercle=host.cercle_id,
            district=self.district_id,
            aires=frozenset({self.pk}),
            communes=frozenset({host.pk, *(s.commune_id for s in shares)}),
            hosts=frozenset({host.pk, *large}),
        )


class Cscom(Place):
    """A community health centre. Without an aire, its commune is unknown: « à situer »."""

    aire = models.OneToOneField(
        Aire, models.PROTECT, null=True, blank=True, verbose_name="aire de santé", related_name="cscom"
    )
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    history = HistoricalRecords()

    class Meta(Place.Meta):
        verbose_name = "CSCOM"
        verbose_name_plural = "CSCOM"

    @property
    def position(self) -> str:
        """Where it stands, in words; "" when unknown."""
        return position_text(self.latitude, self.longitude)


class VillageAire(Sourced):
    """A village belongs to one aire from a date to a date."""

    village = models.ForeignKey(Village, models.PROTECT, verbose_name="village", related_name="aire_links")
    aire = models.ForeignKey(Aire, models.PROTECT, verbose_name="aire de santé", related_name="village_links")
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au (exclu)", null=True, blank=True)
    distance_km = models.FloatField("distance au CSCOM (km, à vol d’oiseau)", null=True, blank=True)
    nearest_km = models.FloatField("distance au CSCOM le plus proche (km)", null=True, blank=True)

    class Meta:
        verbose_name = "village d’une aire"
        verbose_name_plural = "villages des aires"
        constraints = [
            models.UniqueConstraint(
                fields=["village"],
                condition=Q(ends_on=None),
                name="village_one_open_aire",
                violation_error_message="Ce village appartient déjà à une aire de santé.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=models.F("starts_on")),
                name="village_aire_dates",
                violation_error_message="La fin doit suivre le début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village_id} → {self.aire_id}"


class CommuneShare(models.Model):
    """The share of an aire's population living in a commune: ten-thousandths, 10 000 per aire and date.

    Derived from the villages by ``cscom.shares.rebuild``; nothing else writes here.
    """

    aire = models.ForeignKey(Aire, models.PROTECT, verbose_name="aire de santé", related_name="shares")
    commune = models.ForeignKey(Commune, models.PROTECT, verbose_name="commune", related_name="aire_shares")
    share = models.PositiveSmallIntegerField("part (dix-millièmes)")
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au (exclu)", null=True, blank=True)

    class Meta:
        verbose_name = "part de commune"
        verbose_name_plural = "parts de communes"
        constraints = [
            models.UniqueConstraint(
                fields=["aire", "commune"], condition=Q(ends_on=None), name="share_one_open"
            ),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=10000), name="share_ten_thousandths"),
        ]

    def __str__(self) -> str:
        return f"{self.aire_id} {self.commune_id} {self.share}"


class AirePopulation(Sourced):
    """The population of an aire in a year: its villages' sum, projected; editable when better is known."""

    aire = models.ForeignKey(Aire, models.PROTECT, verbose_name="aire de santé", related_name="populations")
    year = models.PositiveSmallIntegerField("année")
    total = models.PositiveIntegerField("habitants")
    history = HistoricalRecords()

    class Meta:
        verbose_name = "population d’une aire"
        verbose_name_plural = "populations des aires"
        constraints = [models.UniqueConstraint(fields=["aire", "year"], name="aire_population_year")]

    def __str__(self) -> str:
        return f"{self.total} ({self.year})"
