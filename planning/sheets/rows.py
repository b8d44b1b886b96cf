"""One row of a sheet as the form of a line takes it: its tag, its cells, those that could not be told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from files.sheets.table import Fault, Read
from planning.enums import Group
from planning.sheets.columns import COLUMNS, QUARTER_NAMES

TICKED, UNTICKED = frozenset({"x", "oui", "o", "1", "✓", "✔"}), frozenset({"non", "n", "0", "-"})
NAMES = {field: title for title, field in reversed([*COLUMNS.items()])}
TAGGED = re.compile(r"L-([0-9a-f]{32})", re.IGNORECASE)
ONLY_X = "Mettez x, ou laissez vide."
NO_TITLE = "Cette colonne n’a pas de titre\u00a0: effacez ce texte, ou mettez-le sous un titre."
BAD_TAG = "Ce repère n’a pas la forme des nôtres\u00a0: reprenez-le de la feuille, ou effacez-le."


@dataclass(frozen=True, slots=True)
class Row:
    """``key``: of the line it was taken from, None for a new one; ``out``: it leaves the plan."""

    number: int
    cells: tuple[tuple[str, str, str], ...]
    data: Mapping[str, Any]
    key: UUID | None
    out: bool
    faults: tuple[Fault, ...]


def row_of(read: Read) -> Row:
    """The cells under the names of their fields."""
    data: dict[str, Any] = {"quarters": [], "groups": []}
    key, out, faults = None, False, []
    for column, title, text in read.cells:
        field, why = COLUMNS.get(title, ""), ""
        if not title:
            why = NO_TITLE
        elif field == "tag":
            found = TAGGED.fullmatch(text)
            key, why = (UUID(found[1]), "") if found else (None, BAD_TAG)
        elif field in {"quarters", "out"}:
            ticked = text.casefold() in TICKED
            why = "" if ticked or text.casefold() in UNTICKED else ONLY_X
            out = ticked if field == "out" else out
            if ticked and field == "quarters":
                data["quarters"].append(str(QUARTER_NAMES[title]))
        elif field == "groups":
            data["groups"] = [_group(word) for word in text.replace(";", ",").split(",") if word.strip()]
        elif field in {"indicator", "component"}:
            data[field] = text.split()[0].upper()
        else:
            data[field] = text
        if why:
            faults.append(Fault(read.number, column, title, text[:80], why))
    return Row(read.number, read.cells, data, key, out, tuple(faults))


def _group(word: str) -> str:
    """Its code, whether the code or the words were typed."""
    bare = " ".join(word.split()).casefold()
    return next((code for code, label in Group.choices if bare in {code, label.casefold()}), bare)


def fault(row: Row, name: str, why: str) -> Fault:
    """What is wrong with one field of a row, where it stands in the file."""
    title = NAMES.get(name, "")
    column, typed = next(((c, text) for c, said, text in row.cells if said == title), ("", ""))
    return Fault(row.number, column, title, typed[:80], why)
