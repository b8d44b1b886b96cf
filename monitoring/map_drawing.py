"""The drawing of a map: communes filled by their tone, CSCOM, rings of distance, names, a scale."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from communes.outlines import GRID, Ring, area_km2, inside
from communes.projection import Projection, shape
from core.discs import edge
from core.formats import HARD
from core.svg import coord
from cscom.tables import FAR_KM, NEAR_KM
from monitoring.maps import DISTANCES, PLAIN, Lot, Map
from monitoring.shades import mark_of

SIZE, MARGIN, FOOT = (1000, 1300), 14, 74
NAMES_UP_TO = 40
LETTER = 14  # a letter's width on a wide screen
_SHIFTS = (8, -16, 32, -40, 56)  # of a name, up or down
# What a tone looks like: a box of its colour and, so that grey tells them apart, strokes of its own.
TILE = 14
_STROKES = {
    "ok": "",
    "near": '<path d="M3 3h.01M10 10h.01"/>',
    "far": '<path d="M0 14 14 0M-3 3 3-3M11 17l6-6M0 0l14 14M-3 11l6 6M11-3l6 6"/>',
    "nil": '<path d="M0 14 14 0M-3 3 3-3M11 17l6-6"/>',
    "void": '<path d="M7 4v6M4 7h6"/>',
    "kept": '<path d="M9 4 5 7l4 3"/>',
    "plain": "",
    **{f"b{i}": "" for i in range(1, 5)},
}
# Silhouettes of the states, ten units around the point.
_MARKS = {
    "ok": '<circle r="10"/><path d="m-5 0 4 4 6-7"/>',
    "near": '<path class="s" d="M0-12 13 10h-26z"/><path d="M0-4v7"/>',
    "far": '<path class="s" d="M-10-10h20v20h-20z"/><path d="m-5-5 10 10m0-10L-5 5"/>',
    "nil": '<circle r="8"/>',
    "void": '<circle r="8"/><path d="M-4 0h8"/>',
    "kept": '<circle r="8"/><path d="m3-4-6 4 6 4"/>',
    "dot": '<circle r="9"/>',
}


def drawing(found: Map) -> SafeString:
    """The whole map; "" when no outline and no CSCOM can be drawn."""
    spots = [*_corners(found.drawn), *(lot.spot for lot in found.centres if lot.spot and not found.drawn)]
    if not spots:
        return SafeString("")
    flat = Projection.fitting(spots, SIZE, MARGIN)
    body = [_definitions(found), _communes(found, flat)]
    if found.groups:
        body.append(_districts(found, flat))
    if found.shown == DISTANCES:
        body += [_rings(found, flat), _far_villages(found, flat)]
    if found.shown != PLAIN:
        body.append(_centres(found, flat))
    body += [_names(found, flat), _scale(flat)]
    title = f"Carte{HARD}: {found.whole.label}. Le tableau qui suit dit la même chose."
    return mark_safe(  # noqa: S308 - every text below went through escape()
        f'<svg class="map {found.shown}" viewBox="0 0 {flat.width} {flat.height + FOOT}" role="group" '
        f'aria-label="{escape(title)}">{"".join(body)}</svg>'
    )


def _corners(lots: Iterable[Lot]) -> Iterable[tuple[float, float]]:
    return ((x / GRID, y / GRID) for lot in lots for ring in lot.outline for x, y in ring)


def _definitions(found: Map) -> str:
    tones = {lot.tone for lot in found.communes} | {shade.tone for shade in found.legend}
    patterns = "".join(
        f'<pattern id="t-{tone}" class="t-{tone}" width="{TILE}" height="{TILE}" '
        'patternUnits="userSpaceOnUse">'
        f'<rect width="{TILE}" height="{TILE}"/>{_STROKES[tone]}</pattern>'
        for tone in _STROKES
        if tone in tones
    )
    marks = "".join(f'<g id="m-{tone}" class="m-{tone}">{drawn}</g>' for tone, drawn in _MARKS.items())
    return f"<defs>{patterns}{marks}</defs>"


def _communes(found: Map, flat: Projection) -> str:
    by_tone: dict[str, list[str]] = defaultdict(list)
    for lot in found.drawn:
        by_tone[lot.tone].append(
            f'<a href="{escape(lot.url)}"><title>{escape(lot.words)}</title>'
            f'<path d="{shape(_flat(lot.outline, flat))}"/></a>'
        )
    parts = "".join(f'<g fill="url(#t-{tone})">{"".join(lots)}</g>' for tone, lots in by_tone.items())
    return f'<g class="communes">{parts}</g>'


def _flat(rings: Sequence[Ring], flat: Projection) -> list[list[tuple[float, float]]]:
    return [[flat.at(x / GRID, y / GRID) for x, y in ring] for ring in rings]


def _districts(found: Map, flat: Projection) -> str:
    """The edges of districts: what two communes of one district do not share."""
    steps: dict[tuple[int, tuple[tuple[int, int], tuple[int, int]]], int] = {}
    for lot in found.drawn:
        for ring in lot.outline:
            points = [(round(x), round(y)) for x, y in _flat([ring], flat)[0]]
            for a, b in zip(points, [*points[1:], points[0]], strict=True):
                if a != b:
                    key = (lot.group, (a, b) if a < b else (b, a))
                    steps[key] = steps.get(key, 0) + 1
    edges = {pair for (_, pair), times in steps.items() if times == 1}
    return f'<path class="districts" d="{_chained(edges)}"/>'


def _chained(edges: set[tuple[tuple[int, int], tuple[int, int]]]) -> str:
    """Steps put end to end, so that a line is written once: « M… l… »."""
    beside: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    for a, b in edges:
        beside[a].add(b)
        beside[b].add(a)
    text = ""
    ends = sorted(beside, key=lambda point: (len(beside[point]) % 2 == 0, point))
    for start in ends:
        while beside[start]:
            here, steps = start, ""
            while beside[here]:
                there = min(beside[here])
                beside[here].discard(there)
                beside[there].discard(here)
                for step in (there[0] - here[0], there[1] - here[1]):
                    steps += f" {step}" if steps and step >= 0 else str(step)
                here = there
            text += f"M{start[0]} {start[1]}l{steps}"
    return text


def _rings(found: Map, flat: Projection) -> str:
    """The edge of what lies within 5 km, and within 15 km, of a CSCOM; those around count too."""
    parts = []
    for km, css in ((FAR_KM, "r15"), (NEAR_KM, "r5")):
        near = [flat.at(*spot) for spot in found.around if flat.holds(*spot, km=km)]
        parts.append(f'<path class="{css}" d="{edge(near, km * flat.unit)}"/>')
    return "".join(parts)


def _far_villages(found: Map, flat: Projection) -> str:
    dots = ""
    for village in found.remote.villages:
        if village.longitude is not None and village.latitude is not None:
            x, y = flat.at(village.longitude, village.latitude)
            dots += f"M{x - 5:.0f} {y:.0f}h10m-5-5v10"
    return f'<path class="villages" d="{dots}"/>'


def _centres(found: Map, flat: Projection) -> str:
    """CSCOM, by the state of their aire. The table holds the same links: these are for a pointer."""
    marks = []
    for lot in found.centres:
        if not lot.spot or not flat.holds(*lot.spot):
            continue
        x, y = flat.at(*lot.spot)
        marks.append(
            f'<a href="{escape(lot.url)}" tabindex="-1"><title>CSCOM {escape(lot.words)}</title>'
            f'<use href="#m-{mark_of(lot.tone)}" x="{x:.0f}" y="{y:.0f}"/></a>'
        )
    return f'<g class="marks" aria-hidden="true">{"".join(marks)}</g>'


def _names(found: Map, flat: Projection) -> str:
    """Names of districts, or of communes when they are few, where they cover the fewest CSCOM."""
    by_group: dict[str, list[Lot]] = defaultdict(list)
    for lot in found.drawn:
        by_group[found.groups.get(lot.group, "") if found.groups else lot.unit.name].append(lot)
    if len(by_group) > NAMES_UP_TO:
        return ""
    shown = found.shown != PLAIN
    spots = [flat.at(*lot.spot) for lot in found.centres if lot.spot and shown]
    parts = []
    for name, lots in by_group.items():
        x, y = flat.at(*_middle(lots))
        y = min((y + dy for dy in _SHIFTS), key=lambda y: _covered(x, y, name, spots))
        parts.append(f'<text x="{x:.0f}" y="{y:.0f}">{escape(name)}</text>')
    return f'<g class="names" aria-hidden="true">{"".join(parts)}</g>'


def _covered(x: float, y: float, name: str, spots: Sequence[tuple[float, float]]) -> int:
    """How many of these points a name written there would hide."""
    half = len(name) * LETTER / 2 + 8
    return sum(abs(at[0] - x) < half and y - LETTER * 2 - 10 < at[1] < y + 14 for at in spots)


def _middle(lots: Sequence[Lot]) -> tuple[float, float]:
    """Where to write the name of what these communes make together, in degrees."""
    weighed = [(area_km2(lot.outline), inside(lot.outline)) for lot in lots]
    whole = sum(area for area, _ in weighed) or 1
    x, y = (sum(area * at[i] for area, at in weighed) / whole / GRID for i in (0, 1))
    return x, y


def _scale(flat: Projection) -> str:
    long, y = flat.bar_km * flat.unit, flat.height + FOOT - 22
    d = f"M{MARGIN} {y - 12}v12h{coord(long)}v-12"
    return (
        f'<g class="scale"><rect y="{flat.height}" width="{flat.width}" height="{FOOT}"/><path d="{d}"/>'
        f'<text x="{coord(MARGIN + long + 14)}" y="{y}">{flat.bar_km}{HARD}km</text></g>'
    )
