"""The columns of the sheet of a plan, the lines above them: the same to write it, to read it."""

from collections.abc import Mapping
from types import MappingProxyType

from core.tabular import Above, Value
from planning.components import components
from planning.enums import Group, Source
from planning.models import Plan
from planning.news import subject_of
from planning.numbers import indicators_offered
from planning.wording import QUARTERS

FORMAT_ROW, FORMAT, PLAN_ROW, READ_ROW = "Format", "jekabaara-plan-1", "Plan", "Lire"
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
    }
)
HOW_TO_READ = (
    "Une ligne par activité. T1 à T4\u00a0: x. Montants en FCFA, sans centime. Vide sous un payeur\u00a0: il "
    "ne paie rien\u202f; vide sous «\u00a0À rechercher\u00a0»\u00a0: ce qui reste. «\u00a0idem\u00a0»\u00a0: "
    "comme la ligne du dessus. Groupes séparés par une virgule. Ne changez pas les lignes du haut."
)


def above_of(plan: Plan) -> list[Above]:
    """What tells the sheet, the plan it is for, how it is filled, the codes it takes."""
    coded = ", ".join(f"{code}\u00a0: {words}" for code, words in indicators_offered())
    parts = ", ".join(one.words for one in components().values())
    return [
        (FORMAT_ROW, FORMAT),
        (PLAN_ROW, plan.number, subject_of(plan)),
        (READ_ROW, HOW_TO_READ),
        ("Indicateurs", coded),
        ("Composantes", parts),
        ("Groupes", ", ".join(Group.labels)),
    ]


def rows_of_model() -> list[list[Value]]:
    """The head of the table, nothing under it."""
    return [list(COLUMNS)]
