"""The places that stand inside another, as a page of figures lists them: only those its reader may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from django.urls import reverse

from communes.models import Cercle, Commune, CommuneQuerySet, District, Region
from core.access import Action, PlaceKind, PlaceSet, Scope, Where
from core.formats import HARD, NARROW, de, number
from cscom.models import Aire, AireQuerySet, CommuneShare
from monitoring.knowing import shared
from monitoring.measure import OnWhat
from monitoring.places import WHOLE, Place, place_of

Thing: TypeAlias = Aire | Commune | District | Cercle | Region

KIND_WORDS = {
    PlaceKind.REGION: "Région",
    PlaceKind.CERCLE: "Cercle",
    PlaceKind.DISTRICT: "District sanitaire",
    PlaceKind.COMMUNE: "Commune",
    PlaceKind.AIRE: "Aire de santé",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One place of a list. ``note`` is said under its name (« part de la commune : 63 % »)."""

    place: Place
    code: str
    name: str
    where: Where
    note: str = ""

    @property
    def url(self) -> str:
        return reverse(f"figures_{self.place.kind}", args=[self.code])


def title_of(thing: Thing) -> str:
    """« Commune de Boron », « Aire de santé d’Ouaro »."""
    return f"{KIND_WORDS[place_of(thing).kind]} {de(thing.name)}"


def unit_of(thing: Thing, note: str = "") -> Unit:
    """A place in a list; free for places fetched with what ``where()`` reads."""
    return Unit(place_of(thing), thing.code, thing.name, thing.where(), note)


def aires_of_commune(commune: Commune, scope: Scope) -> list[Unit]:
    """The aires touching the commune: hosted ones first, then by their share in it. Two queries."""
    return units_in(commune, aires_touching(commune, scope))


def aires_touching(commune: Commune, scope: Scope) -> list[Aire]:
    """The same, as they are. Two queries."""
    here, reach = PlaceSet.of(PlaceKind.COMMUNE, commune.pk), scope.reach(Action.TOTALS_SEE)
    aires: AireQuerySet = Aire.objects.open_on().within(here).located()
    return list(aires if reach.covers(here) else aires.within(reach))


def units_in(commune: Commune, aires: Iterable[Aire]) -> list[Unit]:
    """Aires touching a commune as its page lists them, with their share in it."""
    shares = {aire: _share(aire, commune) for aire in aires}
    ordered = sorted(shares, key=lambda a: (a.host_commune_id != commune.pk, -shares[a], a.name))
    return [unit_of(aire, share_words(shares[aire])) for aire in ordered]


def aires_of_district(district: District, scope: Scope) -> list[Unit]:
    """The aires of a district, by name. Two queries."""
    return [unit_of(aire) for aire in _aires(scope).filter(district=district).order_by("name")]


def aires_of_region(region: Region, scope: Scope) -> list[Unit]:
    """The aires of a région, by name. Two queries."""
    return [unit_of(aire) for aire in _aires(scope).filter(district__region=region).order_by("name")]


def communes_of(thing: District | Cercle | Region, scope: Scope) -> list[Unit]:
    """The communes of a place, by name. One query."""
    column = {Region: "cercle__region", Cercle: "cercle", District: "district"}[type(thing)]
    communes: CommuneQuerySet = Commune.objects.open_on().within(scope.reach(Action.TOTALS_SEE))
    found = communes.filter(**{column: thing.pk}).select_related("cercle").order_by("name")
    return [unit_of(commune) for commune in found]


def districts_of(region: Region, scope: Scope) -> list[Unit]:
    """The districts of a région, by name. One query."""
    found = District.objects.open_on().filter(region=region).order_by("name")
    return [unit_of(d) for d in found if scope.may(Action.TOTALS_SEE, d.where())]


def share_words(share: int) -> str:
    """How much of an aire lives in the commune, from ten-thousandths; nothing when all of it does."""
    if share >= WHOLE:
        return ""
    words = f"moins de 1{NARROW}%" if share < 100 else f"{number(share / 100)}{NARROW}%"
    return f"part de la commune{HARD}: {words}"


def crumbs_of(thing: Thing, scope: Scope, *rest: str) -> list[tuple[str, str]]:
    """The path from the région down to ``thing``, then ``rest``: places whose figures the reader may open."""
    above = [place for place in _above(thing) if scope.may(Action.TOTALS_SEE, place.where())]
    path = [*((title_of(place), unit_of(place).url) for place in above)]
    if rest:
        return [*path, (title_of(thing), unit_of(thing).url), *((label, "") for label in rest)]
    return [*path, (title_of(thing), "")] if path else []


def shared_sight(units: Iterable[Unit], scope: Scope) -> OnWhat:
    """On which figures this reader reads all of these places together."""
    return shared([unit.where for unit in units], scope)


def _above(thing: Thing) -> list[Thing]:
    match thing:
        case Aire():
            return [*_above(thing.host_commune), thing.host_commune]
        case Commune():
            return [thing.cercle.region, thing.cercle, thing.district]
        case District() | Cercle():
            return [thing.region]
    return []


def _aires(scope: Scope) -> AireQuerySet:
    aires: AireQuerySet = Aire.objects.open_on().within(scope.reach(Action.TOTALS_SEE)).located()
    return aires


def _share(aire: Aire, commune: Commune) -> int:
    """Ten-thousandths of the aire living in the commune; an aire whose villages are unknown is its host's."""
    shares: list[CommuneShare] = aire.current_shares  # type: ignore[attr-defined]
    if not shares:
        return WHOLE
    return next((s.share for s in shares if s.commune_id == commune.pk), 0)
