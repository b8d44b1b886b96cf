"""The rescue file that a device hands over when its person leaves with unsent work."""

import json
from collections.abc import Iterator
from typing import Any

from core.months import Month
from files.sheets.limits import MOST_FIGURES, MOST_ROWS, Unreadable
from files.sheets.rows import clean
from monitoring.cells import shown
from monitoring.enums import NA
from monitoring.form import Value
from monitoring.notes import LONGEST
from monitoring.sheets.contents import Content, Figure, Kind, Spot

FORMAT = "jekabaara-secours-1"
MOST_REPORTS = 200
NO_RESCUE = (
    "Ce fichier n’est pas un fichier de secours d’ici, ou il est abîmé. Redemandez-le sur l’appareil qui l’a "
    "fait, ou tapez les chiffres depuis la feuille imprimée."
)


def content_of_rescue(text: str) -> Content:
    """What a device of ours wrote; ``line``: the rank of the figure in the file. Raises Unreadable."""
    try:
        sent = json.loads(text)
        if sent["format"] != FORMAT:
            raise Unreadable(NO_RESCUE)
        spots, figures = _reports(sent["rapports"])
        words = [sentence for one in sent["rapports"] for sentence in _words(one)]
        by = clean(str(sent.get("personne") or ""), 100)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(NO_RESCUE) from error
    return Content(Kind.RESCUE, tuple(spots), tuple(figures), by=by, words=tuple(words[:MOST_ROWS]))


def _reports(sent: Any) -> tuple[list[Spot], list[Figure]]:
    if not isinstance(sent, list) or len(sent) > MOST_REPORTS:
        raise TypeError
    spots: list[Spot] = []
    figures: list[Figure] = []
    for rank, one in enumerate(sent):
        month = Month.parse(str(one["mois"])).code
        spot = Spot(
            clean(str(one["aire"]), 60), month, len(figures) + 1, f"{rank + 1}", 0, _base(one["base"])
        )
        if any((known.aire, known.month) == (spot.aire, spot.month) for known in spots):
            raise ValueError(month)
        values: dict[str, Any] = one["valeurs"]
        if len(values) > MOST_ROWS or len(figures) + len(values) > MOST_FIGURES:
            raise ValueError(month)
        spots.append(spot)
        for key, typed in values.items():
            figures.append(Figure(len(figures) + 1, rank, clean(key, 80), _typed(typed)))
    return spots, figures


def _words(one: dict[str, Any]) -> Iterator[str]:
    """What was said of cells and not sent: told to be written again, for a sheet holds figures only."""
    place = f"{clean(str(one['aire']), 60)}, {clean(str(one['mois']), 10)}"
    for key, note in (one.get("notes") or {}).items():
        said = [f"«\u00a0{text}\u00a0»"] if (text := clean(str(note.get("texte") or ""), LONGEST)) else []
        if isinstance(note.get("a_suivre"), bool):
            said.append("à suivre" if note["a_suivre"] else "ne plus suivre")
        if said:
            yield f"{place}, {clean(key, 80)}\u00a0: {', '.join(said)}"


def _base(sent: dict[str, Any]) -> dict[str, Value | None]:
    """What each cell was for the device: an integer, « NA », or null; nothing else is believed."""
    if not all(value is None or value == NA or type(value) is int for value in sent.values()):
        raise TypeError
    return {clean(key, 80): value for key, value in sent.items()}


def _typed(text: object) -> str:
    """Texts as they were typed; a number is taken as its digits."""
    if isinstance(text, str):
        return clean(text)
    if text is None or type(text) is int:
        return clean(shown(text))
    raise TypeError
