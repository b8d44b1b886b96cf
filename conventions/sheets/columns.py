"""The sheet of a draft as it is taken away: what stands above, its columns, the lines that stand."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from conventions.enums import CamParty, Frequency
from conventions.lines import FIELDS
from conventions.models import Cam, Commitment
from conventions.words import title_of
from core.formats import MONTHS
from core.seen import mark
from core.tabular import Above, Value
from files.sheets.rows import unmarked
from files.sheets.table import several_lines

FORMAT_ROW, FORMAT, CAM_ROW, READ_ROW = "Format", "jekabaara-convention-1", "Convention", "Lire"
# Of a line that stands: the tag of its row, the box that takes it out. A sheet may do without.
TAG, OUT = "Repère", "Retirer"
# French head → field of the form.
COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "Partie qui s’engage": "party",
        "Engagement": "text",
        "Quand": "frequency",
        "Mois de l’échéance": "due_month",
        "Date, si une fois": "due_on",
        "Montant (FCFA)": "amount",
        "Preuve attendue": "evidence",
        TAG: "tag",
        OUT: "out",
    }
)
NAMES: Mapping[str, str] = MappingProxyType({field: title for title, field in COLUMNS.items()})
HOW_TO_READ = (
    "Une ligne par engagement. Avec un repère, il est déjà dans le projet\u00a0: ce que vous y changez y est "
    "changé, et x sous «\u00a0Retirer\u00a0» le retire. Sans repère, c’est un engagement de plus. Ce qui "
    "n’est pas dans la feuille reste dans le projet. Ce qui revient a un mois (vide\u00a0: décembre)\u202f; "
    "ce qui se fait une fois a une date. Montant en FCFA, sans centime\u202f; vide\u00a0: aucun n’est "
    "promis. Ne changez ni les lignes du haut, ni les repères."
)


def above_of(cam: Cam) -> list[Above]:
    """What tells the sheet, the convention it is for, how it is filled, the words it takes."""
    return [
        (FORMAT_ROW, FORMAT),
        (CAM_ROW, cam.number, title_of(cam)),
        (READ_ROW, HOW_TO_READ),
        ("Parties", ", ".join(CamParty.labels)),
        ("Quand", ", ".join(Frequency.labels)),
    ]


def rows_of(lines: Iterable[Commitment]) -> list[list[Value]]:
    """The head of the table, then the lines that stand: what goes out comes back in unchanged."""
    return [list(COLUMNS), *([_cell(line, field) for field in COLUMNS.values()] for line in lines)]


def values_of(line: Commitment) -> dict[str, Any]:
    """What a line says, by the names of FIELDS."""
    return {name: getattr(line, name) for name in FIELDS}


def in_cells(values: Mapping[str, Any]) -> dict[str, str]:
    """What a line says, as a sheet tells it: what its frequency leaves out is left out, blanks are one."""
    once = values["frequency"] == Frequency.ONCE
    return {
        "party": CamParty(values["party"]).label,
        "text": _flat(values["text"]),
        "frequency": Frequency(values["frequency"]).label,
        "due_month": "" if once else MONTHS[values["due_month"] - 1],
        "due_on": f"{values['due_on']:%d/%m/%Y}" if once and values["due_on"] else "",
        "amount": "" if values["amount"] is None else str(values["amount"]),
        "evidence": _flat(values["evidence"]),
    }


def tag_of(line: Commitment) -> str:
    """« E-3f25…3301-0f6a8652c44a9d11 »: its key, the mark of what it said when the sheet was taken."""
    return f"E-{line.key.hex}-{mark(in_cells(values_of(line)))}"


def _cell(line: Commitment, field: str) -> Value:
    match field:
        case "tag":
            return tag_of(line)
        case "out":
            return None
        case "amount":
            return line.amount
        case "text":
            return several_lines(line.text)
    return in_cells(values_of(line))[field] or None


def _flat(text: str) -> str:
    """Its words, as any spreadsheet gives them back."""
    return " ".join(unmarked(several_lines(text)).split())
