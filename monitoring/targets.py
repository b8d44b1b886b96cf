"""Which target an indicator has in a place: the closest one, the latest one; else that of the catalogue."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from communes.models import Cercle, Commune, District
from core.access import PlaceKind
from cscom.models import Aire
from monitoring.indicators import Goal, LoadedIndicator
from monitoring.kept import kept
from monitoring.models import Target
from monitoring.places import Place

WHOSE = {
    PlaceKind.PAYS: "du pays",
    PlaceKind.REGION: "de la région",
    PlaceKind.DISTRICT: "du district",
    PlaceKind.AIRE: "de l’aire",
}
Level = tuple[PlaceKind, int | None]  # (pays, None), (région, 3)…
COUNTRY: Level = (PlaceKind.PAYS, None)
# Kind of place → its model, the way to its district and to its région.
_ABOVE: Mapping[PlaceKind, tuple[type[Model], str | None, str]] = {
    PlaceKind.AIRE: (Aire, "district", "host_commune__cercle__region"),
    PlaceKind.COMMUNE: (Commune, "district", "cercle__region"),
    PlaceKind.DISTRICT: (District, "pk", "region"),
    PlaceKind.CERCLE: (Cercle, None, "region"),
}


@dataclass(frozen=True, slots=True)
class _Line:
    level: Level
    code: str
    from_year: int
    goal: Goal


class Targets:
    """The targets of ``places``, all of one kind, in one year, for some indicators.

    No query where none of these has targets of places; three at most.
    """

    def __init__(self, places: Sequence[Place], year: int, indicators: Collection[LoadedIndicator]) -> None:
        lines = _lines() if any(i.aimed_at[0] for i in indicators) else ()
        aires = [place.id for place in places if place.kind == PlaceKind.AIRE]
        if aires and any(i.aimed_at[1] for i in indicators):
            lines += _read(Target.objects.filter(aire__in=aires))
        self._goals: dict[tuple[str, Level], Goal] = {}
        for line in sorted(lines, key=lambda one: one.from_year):
            if line.from_year <= year:
                self._goals[line.code, line.level] = line.goal
        local = any(level != COUNTRY for _, level in self._goals)
        self._above = _above(places) if local else {}

    def aim(self, indicator: LoadedIndicator, place: Place) -> LoadedIndicator:
        """The indicator with the target that ``place`` has."""
        if not self._goals:
            return indicator
        levels = (*self._above.get(place.id, ()), COUNTRY)
        return indicator.aimed(
            next((goal for level in levels if (goal := self._goals.get((indicator.code, level)))), None)
        )


@kept
def _lines() -> tuple[_Line, ...]:
    """Every target but those of aires, which may be thousands."""
    return _read(Target.objects.filter(aire=None))


def _read(rows: QuerySet[Target]) -> tuple[_Line, ...]:
    return tuple(_line(row) for row in rows.order_by())


def _line(row: Target) -> _Line:
    level: Level = COUNTRY
    for kind, pk in (
        (PlaceKind.REGION, row.region_id),
        (PlaceKind.DISTRICT, row.district_id),
        (PlaceKind.AIRE, row.aire_id),
    ):
        if pk is not None:
            level = (kind, pk)
    return _Line(level, row.code, row.from_year, goal_of(row, WHOSE[level[0]]))


def goal_of(row: Target, whose: str = "") -> Goal:
    """What a target asks; ``whose``: « du district »."""
    low, high = (None if end is None else float(end) for end in (row.low, row.high))
    return Goal(low, high, row.source, not row.estimated, whose)


def _above(places: Sequence[Place]) -> dict[int, tuple[Level, ...]]:
    """Id of a place → the levels whose target it takes, the closest first."""
    kind = places[0].kind if places else PlaceKind.PAYS
    if kind == PlaceKind.REGION:
        return {p.id: ((kind, p.id),) for p in places}
    if kind not in _ABOVE:
        return {}
    model, district, region = _ABOVE[kind]
    paths = [path for path in (district, region) if path]
    rows = model._default_manager.filter(pk__in=[p.id for p in places]).values_list("pk", *paths)
    kinds = [PlaceKind.DISTRICT, PlaceKind.REGION] if district else [PlaceKind.REGION]
    own = [PlaceKind.AIRE] if kind == PlaceKind.AIRE else []
    return {
        pk: tuple(
            (k, one) for k, one in zip([*own, *kinds], [*(pk for _ in own), *above], strict=True) if one
        )
        for pk, *above in rows
    }
