"""The places of the territory as the API tells them."""

from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers

from cscom.models import AirePopulation, CommuneShare, VillageAire

# What the shapes below read of many places at once.
LATEST = "populations"  # in their own order: the latest first
OF_AIRES = (
    Prefetch("shares", CommuneShare.objects.filter(ends_on=None).select_related("commune"), to_attr="parts"),
    Prefetch("populations", AirePopulation.objects.order_by("-year")),
)
OF_VILLAGES = (
    Prefetch("aire_links", VillageAire.objects.filter(ends_on=None).select_related("aire"), to_attr="links"),
    LATEST,
)
NO_MOMENT = "Année de la population, source, estimation ou non\u00a0: la plus récente d’abord."


class PopulationOut(serializers.Serializer[Any]):
    """The inhabitants of a place in a year."""

    annee = serializers.IntegerField(source="year")
    total = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]  # DRF's metaclass takes it away
    estimation = serializers.BooleanField(source="estimated")


class PlaceOut(serializers.Serializer[Any]):
    """What every place has."""

    code = serializers.CharField()
    nom = serializers.CharField(source="name")
    ouvert_le = serializers.DateField(source="opened_on", allow_null=True)
    ferme_le = serializers.DateField(source="closed_on", allow_null=True, help_text="Premier jour sans lui.")


class PeopledOut(PlaceOut):
    """A place with its populations."""

    populations = PopulationOut(many=True, help_text=NO_MOMENT)


class RegionOut(PeopledOut):
    """A région."""


class CercleOut(PeopledOut):
    """A cercle."""

    region = serializers.CharField(source="region.code")
    croissance = serializers.FloatField(source="growth_rate", help_text="Par an\u00a0: 0.0216 est 2,16 %.")


class DistrictOut(PlaceOut):
    """A district sanitaire."""

    region = serializers.CharField(source="region.code")
    csref = serializers.CharField(source="csref_name")
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)


class CommuneOut(PeopledOut):
    """A commune."""

    cercle = serializers.CharField(source="cercle.code")
    district = serializers.CharField(source="district.code")
    district_estime = serializers.BooleanField(source="district_estimated")
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)
    superficie_km2 = serializers.FloatField(source="area_km2", allow_null=True)


class CentreOut(serializers.Serializer[Any]):
    """The CSCOM of an aire."""

    code = serializers.CharField()
    nom = serializers.CharField(source="name")
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)


class PartOut(serializers.Serializer[Any]):
    """What lives of an aire in a commune."""

    commune = serializers.CharField(source="commune.code")
    part = serializers.IntegerField(source="share", help_text="Dix-millièmes\u00a0: 6000 est 60 %.")
    depuis_le = serializers.DateField(source="starts_on")


class AireOut(PeopledOut):
    """An aire de santé."""

    commune = serializers.CharField(source="host_commune.code", help_text="La commune d’accueil.")
    district = serializers.CharField(source="district.code")
    cscom = CentreOut(allow_null=True, default=None)
    parts = PartOut(many=True, help_text="Les communes où vivent ses habitants\u00a0; 10 000 en tout.")


class VillageOut(PeopledOut):
    """A village or a town."""

    autre_nom = serializers.CharField(source="other_name")
    commune = serializers.CharField(source="commune.code")
    aire = serializers.SerializerMethodField()
    distance_km = serializers.SerializerMethodField(help_text="À vol d’oiseau, de son CSCOM.")
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)

    def get_aire(self, village: Any) -> str | None:
        """The code of its aire."""
        link = _link(village)
        return link.aire.code if link else None

    def get_distance_km(self, village: Any) -> float | None:
        """Unknown where a position is."""
        link = _link(village)
        return link.distance_km if link else None


def _link(village: Any) -> VillageAire | None:
    return next(iter(village.links), None)


class FoundOut(serializers.Serializer[Any]):
    """A place that a search found."""

    niveau = serializers.ChoiceField(["commune", "aire", "village", "cscom"])
    code = serializers.CharField()
    nom = serializers.CharField()
    commune = serializers.CharField(allow_null=True, help_text="Code de sa commune\u00a0; elle-même sinon.")


class SearchOut(serializers.Serializer[Any]):
    """Communes, CSCOM, villages by name."""

    resultats = FoundOut(many=True)
    incomplet = serializers.ListField(
        child=serializers.CharField(), help_text="Les sortes dont seuls les trente premiers sont donnés."
    )
