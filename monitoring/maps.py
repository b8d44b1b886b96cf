"""What the map of a place says: its communes by one indicator, its CSCOM, the villages far from any."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from communes.borders import outlines_of
from communes.models import District, Region
from communes.outlines import Ring
from core.formats import HARD
from cscom.models import Cscom
from cscom.remote import Remoteness, remoteness
from monitoring import aggregates
from monitoring.aggregates import Figure
from monitoring.board import Board
from monitoring.ranking import worded
from monitoring.shades import Shade, Shades, signs
from monitoring.units import Unit, aires_of_district, aires_of_region, communes_of, shared_sight

CENTRES, DISTANCES, PLAIN = "cscom", "distances", "communes"
SHOWN = {
    CENTRES: "Communes, CSCOM",
    DISTANCES: "Distances\u00a0: 5 et 15\u00a0km des CSCOM",
    PLAIN: "Communes seules",
}


@dataclass(frozen=True, slots=True)
class Lot:
    """A commune, or an aire by its CSCOM, as it stands on the map.

    ``spot``: longitude, latitude of the CSCOM. ``outline``: of the commune. Villages and people: those
    farther than 15 km from every CSCOM; ``unknown``: villages whose distance nobody knows.
    """

    unit: Unit
    name: str  # with its district when another bears the same
    figure: Figure
    tone: str
    url: str
    spot: tuple[float, float] | None = None
    outline: tuple[Ring, ...] = ()
    group: int = 0
    villages: int = 0
    people: int = 0
    unknown: int = 0

    @property
    def value(self) -> str:
        return worded(self.figure)

    @property
    def words(self) -> str:
        """« Boron : 82 %, Proche, 21 / 24 rapports »: what one reads under a pointer."""
        figure = self.figure
        parts = [self.value, figure.status_word, figure.behind_words]
        parts += [figure.check, "provisoire" if figure.provisional else ""]
        return f"{self.name}{HARD}: {', '.join(part for part in parts if part)}"


@dataclass(frozen=True, slots=True)
class Map:
    """Everything that the page draws or writes.

    ``groups``: districts by id, when several are shown. ``around``: every known CSCOM, those of the place
    or not. ``remote``: the villages that are far, by commune.
    """

    whole: Figure
    shown: str
    communes: tuple[Lot, ...]
    centres: tuple[Lot, ...]
    legend: tuple[Shade, ...]
    judged: bool
    groups: dict[int, str]
    around: tuple[tuple[float, float], ...]
    remote: Remoteness
    sources: tuple[str, ...]

    @property
    def whole_text(self) -> str:
        return worded(self.whole)

    @property
    def drawn(self) -> list[Lot]:
        return [lot for lot in self.communes if lot.outline]

    @property
    def undrawn(self) -> list[Lot]:
        """Communes of which no outline is known."""
        return [lot for lot in self.communes if not lot.outline]

    @property
    def unplaced(self) -> list[Lot]:
        """Aires whose CSCOM stands nobody knows where."""
        return [lot for lot in self.centres if not lot.spot]

    @property
    def signs(self) -> list[tuple[str, str]]:
        return signs((lot.tone for lot in self.centres), judged=self.judged, absent=self.whole.missing_word)

    @property
    def far_villages(self) -> int:
        return sum(lot.villages for lot in self.communes)

    @property
    def far_people(self) -> int:
        return sum(lot.people for lot in self.communes)

    @property
    def unknown(self) -> int:
        return sum(lot.unknown for lot in self.communes)

    @property
    def any_provisional(self) -> bool:
        return any(lot.figure.provisional for lot in (*self.communes, *self.centres))


def make_map(board: Board, code: str, shown: str) -> Map:
    """The map of a région or of a district. Raises KeyError for an unknown indicator."""
    thing = board.thing
    if not isinstance(thing, Region | District):
        raise TypeError(type(thing).__name__)
    found = aggregates.figures(board.place, board.span.months, board.what, codes={code}, history=False)
    if not found:
        raise KeyError(code)
    units = communes_of(thing, board.scope)
    figures = _figures(board, code, units)
    shades = Shades(list(figures.values()))
    remote = remoteness(list(figures), board.span.last.year)
    outlines = outlines_of(list(figures))
    districts = _districts(thing)
    communes = [
        Lot(
            unit,
            name,
            figures[place := unit.place.id],
            shades.tone(figures[place]),
            _link(board, code, unit),
            outline=tuple(outlines.rings.get(place, ())),
            group=unit.where.district or 0,
            villages=remote.far[place],
            people=remote.people[place],
            unknown=remote.unknown[place],
        )
        for unit, name in _named(units, districts)
    ]
    spots = _spots() if shown != PLAIN else {}
    centres = _centres(board, code, shades, spots, districts) if shown != PLAIN else []
    return Map(
        found[0],
        shown,
        tuple(communes),
        tuple(centres),
        tuple(shades.legend(figures.values())),
        shades.judged,
        districts,
        tuple(spots.values()),
        remote,
        outlines.sources,
    )


def _figures(board: Board, code: str, units: Sequence[Unit]) -> dict[int, Figure]:
    if not units:
        return {}
    on = shared_sight(units, board.scope)
    ids = [unit.place.id for unit in units]
    return aggregates.table(code, units[0].place.kind, ids, board.span.months, on)


def _centres(
    board: Board,
    code: str,
    shades: Shades,
    spots: Mapping[int, tuple[float, float]],
    districts: Mapping[int, str],
) -> list[Lot]:
    thing, scope = board.thing, board.scope
    if isinstance(thing, Region):
        units = aires_of_region(thing, scope)
    else:
        units = aires_of_district(thing, scope) if isinstance(thing, District) else []
    figures = _figures(board, code, units)
    return [
        Lot(
            unit,
            name,
            figures[unit.place.id],
            shades.tone(figures[unit.place.id]),
            _link(board, code, unit),
            spots.get(unit.place.id),
        )
        for unit, name in _named(units, districts)
    ]


def _named(units: Sequence[Unit], districts: Mapping[int, str]) -> list[tuple[Unit, str]]:
    """Each place and its name, « Diédougou (Dioïla) » when two bear it."""
    names = Counter(unit.name for unit in units)
    return [
        (unit, f"{unit.name} ({district})" if district and names[unit.name] > 1 else unit.name)
        for unit in units
        for district in [districts.get(unit.where.district or 0, "")]
    ]


def _link(board: Board, code: str, unit: Unit) -> str:
    """The page of the indicator there, with the period chosen."""
    return reverse(f"indicator_{unit.place.kind}", args=[unit.code, code]) + board.span.query


def _spots() -> dict[int, tuple[float, float]]:
    """Aire → where its CSCOM stands, of the whole country: one query."""
    rows = Cscom.objects.open_on().exclude(aire=None).exclude(latitude=None).exclude(longitude=None)
    return {aire: (lon, lat) for aire, lon, lat in rows.values_list("aire", "longitude", "latitude")}


def _districts(thing: Region | District) -> dict[int, str]:
    """The districts of a région, to write on the map."""
    if isinstance(thing, District):
        return {}
    return dict(District.objects.open_on().filter(region=thing).values_list("pk", "name"))
