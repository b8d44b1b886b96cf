"""What a form of boundaries offers: the units of one's région that are open today, by name."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import Prefetch, Q, QuerySet

from communes.models import Cercle, Commune, District, Village
from communes.names import folded, pattern_for
from core.access import PlaceSet
from cscom.models import Aire, VillageAire

FOUND = 60  # villages shown by one search
LEAST_LETTERS, MOST_LETTERS = 2, 60


def aires_in(places: PlaceSet) -> QuerySet[Aire]:
    """Aires that one's région may move, with their commune."""
    found: QuerySet[Aire] = Aire.objects.within(places).open_on().select_related("host_commune")
    return found.order_by("name", "code")


def communes_in(places: PlaceSet) -> QuerySet[Commune]:
    """Its communes, with their cercle and district."""
    found: QuerySet[Commune] = Commune.objects.within(places).open_on().select_related("cercle", "district")
    return found.order_by("name", "code")


def cercles_in(places: PlaceSet) -> Any:
    """Its cercles."""
    found = Cercle.objects.open_on().order_by("name")
    return found if places.everywhere else found.filter(region__in=places.regions)


def districts_in(places: PlaceSet) -> Any:
    """Its districts."""
    found = District.objects.open_on().order_by("name")
    return found if places.everywhere else found.filter(region__in=places.regions)


def villages_in(places: PlaceSet) -> Any:
    """Its villages, with their commune and, as ``links``, their aire of today."""
    links = VillageAire.objects.filter(ends_on=None).select_related("aire")
    found = Village.objects.open_on().select_related("commune").order_by("name", "code")
    found = found.prefetch_related(Prefetch("aire_links", links, to_attr="links"))
    return found if places.everywhere else found.filter(commune__cercle__region__in=places.regions)


def villages_found(places: PlaceSet, words: str, chosen: Collection[str]) -> tuple[list[Village], bool]:
    """The villages chosen, then those that ``words`` name, by themselves or by their aire; are there more?"""
    kept = list(villages_in(places).filter(code__in=list(chosen))) if chosen else []
    words = words.strip()[:MOST_LETTERS]
    pattern = pattern_for(words)
    if len(folded(words)) < LEAST_LETTERS or not pattern:
        return kept, False
    named = Q(name__iregex=pattern) | Q(other_name__iregex=pattern) | Q(code__iexact=words)
    there = VillageAire.objects.filter(ends_on=None, aire__name__iregex=pattern).values("village")
    others = villages_in(places).filter(named | Q(pk__in=there)).exclude(pk__in=[v.pk for v in kept])
    found = list(others[: FOUND + 1])
    return kept + found[:FOUND], len(found) > FOUND


def village_words(village: Any) -> str:
    """« Tiontala — commune Ben Kadi, aire Samakélé »."""
    link = next(iter(village.links), None)
    aire = f"aire {link.aire.name}" if link else "sans aire de santé"
    return f"{village.name} — commune {village.commune.name}, {aire}"


class OneAire(forms.ModelChoiceField[Aire]):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} (commune {obj.host_commune.name})"


class OneCommune(forms.ModelChoiceField[Commune]):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} (cercle {obj.cercle.name}, district {obj.district.name})"


class SomeCommunes(forms.ModelMultipleChoiceField[Commune]):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} (cercle {obj.cercle.name}, district {obj.district.name})"


class SomeVillages(forms.ModelMultipleChoiceField[Village]):
    def label_from_instance(self, obj: Any) -> str:
        return village_words(obj)
