"""The rows of a sheet that somebody sent for a draft, each as the form of a line takes it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from conventions.enums import CamParty, Frequency
from conventions.lines import MOST
from conventions.models import Cam
from conventions.sheets.columns import CAM_ROW, COLUMNS, FORMAT, FORMAT_ROW, NAMES, OUT, TAG
from core.formats import MONTHS
from files.sheets.limits import Unreadable
from files.sheets.table import BROKEN, NO_VALUE, Fault, Read, head_of, opened, rows_under

LONGEST = 400  # signs of a cell: a little more than the longest field, so that what is too long is said
MOST_ROWS = 2 * MOST  # some go out as others come in; what then stands is counted by the review
AGAIN = "Téléchargez la feuille de ce projet, reportez-y vos lignes, puis déposez-la."
NO_SHEET = (
    "Ce fichier n’est pas la feuille d’un projet de convention\u00a0: ses premières lignes ne le disent pas. "
    f"{AGAIN}"
)
TAGGED = re.compile(r"E-([0-9a-f]{32})-([0-9a-f]{16})", re.IGNORECASE)
TICKED, UNTICKED = frozenset({"x", "oui", "o", "1", "✓", "✔"}), frozenset({"non", "n", "0", "-"})
ONLY_X = "Mettez x, ou laissez vide."
NO_TITLE = "Cette colonne n’a pas de titre\u00a0: effacez ce texte, ou mettez-le sous un titre."
BAD_TAG = "Ce repère n’a pas la forme des nôtres\u00a0: reprenez-le de la feuille, ou effacez-le."
NO_DATE = "Ce qui revient a un mois, pas une date\u00a0: effacez-la, ou écrivez «\u00a0une fois\u00a0»."
# Words of a sheet, in small letters → what the form takes.
CODES: Mapping[str, Mapping[str, str]] = {
    "party": {label.casefold(): code for code, label in CamParty.choices}
    | {"état": CamParty.STATE, "etat": CamParty.STATE, "csréf": CamParty.STATE},
    "frequency": {label.casefold(): code for code, label in Frequency.choices},
    "due_month": {name: str(n) for n, name in enumerate(MONTHS, 1)},
}


@dataclass(frozen=True, slots=True)
class Row:
    """``key``, ``mark``: of the line it was taken from, None and "" of a new one; ``out``: it leaves."""

    number: int
    cells: tuple[tuple[str, str, str], ...]
    data: Mapping[str, str]
    key: UUID | None
    mark: str
    out: bool
    faults: tuple[Fault, ...]

    def fault(self, field: str, why: str) -> Fault:
        """What is wrong with one field, where it stands in the file."""
        title = NAMES.get(field, "")
        column, typed = next(((c, text) for c, said, text in self.cells if said == title), ("", ""))
        return Fault(self.number, column, title, typed[:80], why)


def sheet_sent(octets: bytes, cam: Cam) -> Sequence[Read]:
    """Its rows. Raises Unreadable, a French sentence: another file, another convention, strange titles."""
    rows, above = opened(octets, FORMAT, FORMAT_ROW, LONGEST, NO_SHEET)
    said = above.get(CAM_ROW.casefold(), "")
    if said != cam.number:
        raise Unreadable(
            f"Cette feuille est celle de la convention «\u00a0{said[:60]}\u00a0», pas de celle-ci. {AGAIN}"
        )
    number, head = head_of(rows, tuple(COLUMNS), {TAG, OUT}, AGAIN)
    full = list(rows_under(rows, number, head, LONGEST))
    if not full:
        raise Unreadable("Cette feuille n’a aucun engagement\u00a0: remplissez une ligne sous les titres.")
    if len(full) > MOST_ROWS:
        raise Unreadable(
            f"Cette feuille a plus de {MOST_ROWS} engagements\u00a0: une convention n’en porte pas tant."
        )
    return full


def row_of(read: Read) -> Row:
    """The cells under the names of their fields, words put in codes."""
    data: dict[str, str] = {}
    key, mark, out, faults = None, "", False, []
    for column, title, text in read.cells:
        field, why = COLUMNS.get(title, ""), ""
        if not field:
            why = NO_TITLE
        elif text == BROKEN:
            why = NO_VALUE
        elif field == "tag":
            found = TAGGED.fullmatch(text)
            key, mark = (UUID(found[1]), found[2].lower()) if found else (None, "")
            why = "" if found else BAD_TAG
        elif field == "out":
            out = text.casefold() in TICKED
            why = "" if out or text.casefold() in UNTICKED else ONLY_X
        else:
            words = " ".join(text.split()).casefold()
            data[field] = CODES.get(field, {}).get(words, text)
        if why:
            faults.append(Fault(read.number, column, title, text[:80], why))
    row = Row(read.number, read.cells, data, key, mark, out, tuple(faults))
    if data.get("due_on") and data.get("frequency") in set(Frequency) - {Frequency.ONCE}:
        faults.append(row.fault("due_on", NO_DATE))
    return Row(read.number, read.cells, data, key, mark, out, tuple(faults))
