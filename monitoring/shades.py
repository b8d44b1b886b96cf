"""How the places of a map are shaded: by their state, or by bands of values when there is no target."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.formats import number
from monitoring.figures import FAR, NEAR, NOT_RECEIVED, OK, WORDS, Figure, unit_after

MISSING, NOTHING, PLAIN = "nil", "void", "plain"
KEPT = "kept"
DOT = "dot"
BANDS = 4
_SIGNS = {
    OK: "atteint",
    NEAR: "proche",
    FAR: "loin",
    NOTHING: "rien à diviser",
    KEPT: "petit nombre",
    MISSING: NOT_RECEIVED,
}
_WORDS = {
    OK: "Atteint",
    NEAR: "Proche",
    FAR: "Loin",
    PLAIN: "Sans cible ici",
    NOTHING: "Rien à diviser",
    KEPT: "Petit nombre, non montré",
    MISSING: NOT_RECEIVED.capitalize(),
}


@dataclass(frozen=True, slots=True)
class Shade:
    """One line of the legend: the look, its words, how many communes wear it."""

    tone: str
    words: str
    count: int


class Shades:
    """Tones « ok near far », or « b1 » to « b4 » from the lowest values to the highest, and three others."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self.judged = any(figure.status for figure in figures)
        self.absent = next((figure.missing_word for figure in figures), NOT_RECEIVED)
        values = sorted({round(f.value, f.decimals) for f in figures if f.value is not None})
        count = min(BANDS, len(values))
        cuts = [values[len(values) * i // count :] for i in range(count)]
        self._floors = [] if self.judged else [cut[0] for cut in cuts]
        self._words = {} if self.judged else _bands(values, self._floors, figures)

    def tone(self, figure: Figure) -> str:
        if figure.missing:
            return MISSING
        if figure.value is None:
            return KEPT if figure.kept else NOTHING
        if self.judged:
            return figure.status or PLAIN
        value = round(figure.value, figure.decimals)
        return f"b{max(1, sum(value >= floor for floor in self._floors))}"

    def legend(self, figures: Iterable[Figure]) -> list[Shade]:
        """The tones these places wear, in order; the three states always, when there is a target."""
        worn = Counter(self.tone(figure) for figure in figures)
        order = {**self._words, **_WORDS, MISSING: self.absent.capitalize()}
        always = set(WORDS) if self.judged else set(self._words)
        return [Shade(tone, order[tone], worn[tone]) for tone in order if worn[tone] or tone in always]


def mark_of(tone: str) -> str:
    """The sign of a CSCOM whose aire wears ``tone``: a silhouette for each state, a dot for any value."""
    return tone if tone in _SIGNS else DOT


def signs(tones: Iterable[str], *, judged: bool, absent: str = NOT_RECEIVED) -> list[tuple[str, str]]:
    """The signs to explain, each with its words: the usual ones, and those that somebody wears.

    ``absent``: the word of a place of which nothing is known.
    """
    worn = {mark_of(tone) for tone in tones}
    always = {OK, NEAR, FAR, MISSING} if judged else {DOT, MISSING}
    words = _SIGNS | {DOT: "sans cible" if judged else "valeur reçue", MISSING: absent}
    return [(sign, words[sign]) for sign in words if sign in always or sign in worn]


def _bands(values: Sequence[float], floors: Sequence[float], figures: Sequence[Figure]) -> dict[str, str]:
    """« de 12 à 30 % » for each band."""
    if not values:
        return {}
    one = next(figure for figure in figures if figure.value is not None)
    found = {}
    for i, floor in enumerate(floors):
        roof = floors[i + 1] if i + 1 < len(floors) else None
        top = values[-1] if roof is None else max(value for value in values if value < roof)
        low, high = number(floor, one.decimals), unit_after(number(top, one.decimals), one.unit_text)
        found[f"b{i + 1}"] = high if floor == top else f"de {low} à {high}"
    return found
