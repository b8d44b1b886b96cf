"""The sheet of a plan as it is taken away: what stands above, its columns, the lines that stand."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

from core.tabular import Above, Value
from files.sheets.table import several_lines
from planning.components import components
from planning.enums import PAYERS, Group, Source
from planning.models import Activity, Plan
from planning.news import subject_of
from planning.numbers import indicators_offered
from planning.wording import QUARTERS, in_quarter

FORMAT_ROW, FORMAT, PLAN_ROW, VERSION_ROW, READ_ROW = "Format", "jekabaara-plan-1", "Plan", "Version", "Lire"
# Of a line that stands: the tag of its row, the box that takes it out. A sheet may do without.
TAG, OUT = "Repère", "Retirer"
QUARTER_NAMES: Mapping[str, int] = MappingProxyType({f"T{quarter}": quarter for quarter in QUARTERS})
# French head → field of the form; a quarter is a column of its own.
COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "Objectif": "objective",
        "Résultat attendu": "result",
        "Activité": "text",
        "Tâches": "tasks",
        "Indicateur (code)": "indicator",
        "Autre indicateur": "indicator_words",
        "Base": "baseline",
        "Cible": "target",
        **dict.fromkeys(QUARTER_NAMES, "quarters"),
        "Responsable": "responsible",
        "Appui": "support",
        "Lieu": "place",
        "Composante (code)": "component",
        "Groupes touchés": "groups",
        "Quantité": "quantity",
        "Unité": "unit",
        "Coût unitaire": "unit_cost",
        **{source.label: source.value for source in Source},
        "Nom du PTF": "partner",
        TAG: "tag",
        OUT: "out",
    }
)
HOW_TO_READ = (
    "Une ligne par activité. Avec un repère, elle est déjà dans le plan\u00a0: ce que vous y changez y est "
    "changé, et x sous «\u00a0Retirer\u00a0» la retire. Sans repère, c’est une activité de plus. Ce qui "
    "n’est pas dans la feuille reste dans le plan. T1 à T4\u00a0: x. Montants en FCFA, sans centime. Vide "
    "sous un payeur\u00a0: il ne paie rien\u202f; vide sous «\u00a0À rechercher\u00a0»\u00a0: ce qui reste. "
    "«\u00a0idem\u00a0»\u00a0: comme la ligne du dessus. Groupes séparés par une virgule. Ne changez ni les "
    "lignes du haut, ni les repères."
)


def above_of(plan: Plan) -> list[Above]:
    """What tells the sheet, the plan it is for, how it is filled, the codes it takes."""
    coded = ", ".join(f"{code}\u00a0: {words}" for code, words in indicators_offered())
    parts = ", ".join(one.words for one in components().values())
    return [
        (FORMAT_ROW, FORMAT),
        (PLAN_ROW, plan.number, subject_of(plan)),
        (VERSION_ROW, str(plan.version)),
        (READ_ROW, HOW_TO_READ),
        ("Indicateurs", coded),
        ("Composantes", parts),
        ("Groupes", ", ".join(Group.labels)),
    ]


def rows_of(lines: Iterable[Activity]) -> list[list[Value]]:
    """The head of the table, then the lines that stand: what goes out comes back in unchanged."""
    return [list(COLUMNS), *([_cell(line, title) for title in COLUMNS] for line in lines)]


def tag_of(line: Activity) -> str:
    """« L-3f2504e04f8911d39a0c0305e82c3301 »: no spreadsheet takes it for a number."""
    return f"L-{line.key.hex}"


def _cell(line: Activity, title: str) -> Value:
    field = COLUMNS[title]
    if title in QUARTER_NAMES:
        return "x" if in_quarter(line.months, QUARTER_NAMES[title]) else None
    if field in {"out", "sought"}:  # what nobody pays follows from what is changed
        return None
    value = tag_of(line) if field == "tag" else getattr(line, field)
    if field == "groups":
        return ", ".join(line.group_words)
    if field in PAYERS:
        return int(value) or None
    if isinstance(value, Decimal):
        return float(value)
    return several_lines(value) if isinstance(value, str) else value
