"""Aires de santé: their CSCOM, their villages, the communes' shares in them, by dates; who changed what."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import Person
from communes.geography import position_text
from communes.models import Cercle, Commune, District, Place, PlaceQuerySet, Region, Sourced, Village
from core.access import PlaceSet, Where
from core.among import among


class AireQuerySet(PlaceQuerySet):
    def within(self, places: PlaceSet) -> Self:
        """Aires lying in ``places``; ``hosts``: the commune hosts the aire or holds a large share of it."""
        if places.everywhere:
            return self
        found = among(
            pk=places.aires,
            host_commune__cercle__region=places.regions,
            host_commune__cercle=places.cercles,
            district=places.districts,
            host_commune=places.communes | places.hosts,
        )
        touched = among(commune=places.communes)
        if places.hosts:
            touched |= Q(commune__in=places.hosts, share__gte=settings.CELL_LEVEL_SHARE)
        if places.communes or places.hosts:
            shares = CommuneShare.objects.filter(touched, ends_on=None)
            found |= Q(pk__in=shares.values("aire"))
        return self.filter(found)

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


class AirePast(models.Model):
    """Where an aire stood until a day, and how many people it held that year: what months before it count by.

    The aire itself says where it stands now. Written by ``cscom.past.remember``; nothing else writes here.
    """

    aire = models.ForeignKey(Aire, models.CASCADE, verbose_name="aire de santé", related_name="pasts")
    ends_on = models.DateField("jusqu’au (exclu)")
    host_commune = models.ForeignKey(
        Commune, models.PROTECT, verbose_name="commune d’accueil", related_name="+"
    )
    cercle = models.ForeignKey(Cercle, models.PROTECT, verbose_name="cercle", related_name="+")
    district = models.ForeignKey(District, models.PROTECT, verbose_name="district", related_name="+")
    population = models.PositiveIntegerField("habitants cette année-là", null=True)

    class Meta:
        verbose_name = "passé d’une aire"
        verbose_name_plural = "passés des aires"
        constraints = [models.UniqueConstraint(fields=["aire", "ends_on"], name="aire_past_once")]

    def __str__(self) -> str:
        return f"{self.aire_id} → {self.ends_on}"


class BoundaryChangeQuerySet(models.QuerySet["BoundaryChange"]):
    def within(self, places: PlaceSet) -> Self:
        """Changes of the régions in ``places``."""
        return self if places.everywhere else self.filter(region__in=places.regions)


class BoundaryChange(models.Model):
    """A change of boundaries decided by the DRS: what moves, from which day, who, why, what became of it.

    ``params``: the plan (``cscom.boundaries.plans``); ``facts``: what was shown before it was confirmed;
    ``basis`` and ``mark``: the print of all it touches, as previewed, then as it was left; ``kept``: what
    undoing it puts back.
    """

    class Kind(models.TextChoices):
        VILLAGES = "villages", "des villages changent d’aire"
        AIRE = "aire", "une aire change de commune ou de district"
        COMMUNE = "commune", "une commune change de cercle ou de district"
        DISTRICT = "district", "un district est créé"

    class State(models.TextChoices):
        COMING = "a_venir", "à venir"
        WRITING = "en_cours", "en cours d’écriture"
        DONE = "fait", "fait"
        UNDOING = "annulation", "en cours d’annulation"
        UNDONE = "annule", "annulé"
        FAILED = "non_fait", "non fait"

    region = models.ForeignKey(Region, models.PROTECT, verbose_name="région", related_name="boundary_changes")
    kind = models.CharField("changement", max_length=10, choices=Kind.choices)
    starts_on = models.DateField("à partir du")
    title = models.CharField("en bref", max_length=300)
    params = models.JSONField("paramètres", default=dict)
    facts = models.JSONField("avant et après", default=dict)
    reason = models.CharField("motif", max_length=300)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.WRITING)
    basis = models.CharField("empreinte à l’aperçu", max_length=64)
    mark = models.CharField("empreinte après", max_length=64, blank=True)
    kept = models.JSONField("ce qu’une annulation remet", default=dict)
    asked_by = models.ForeignKey(Person, models.PROTECT, verbose_name="décidé par", related_name="+")
    asked_at = models.DateTimeField("décidé le", auto_now_add=True)
    done_at = models.DateTimeField("fait le", null=True, blank=True)
    undone_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, verbose_name="annulé par", related_name="+"
    )
    undone_at = models.DateTimeField("annulé le", null=True, blank=True)
    undone_because = models.CharField("motif de l’annulation", max_length=300, blank=True)
    why_not = models.CharField("pourquoi il n’est pas fait", max_length=500, blank=True)

    objects = BoundaryChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "changement de découpage"
        verbose_name_plural = "changements de découpage"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="boundary_reason",
                violation_error_message="Un changement de découpage porte son motif.",
            ),
            models.CheckConstraint(
                condition=~Q(state="annule") | Q(undone_at__isnull=False),
                name="boundary_undone",
                violation_error_message="Une annulation porte sa date.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("boundary_show", args=[self.pk])

    def where(self) -> Where:
        return Where(region=self.region_id)
