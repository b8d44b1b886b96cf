"""The catalogue of the house, from its sheets to the database: all of it or nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models, transaction

from communes.models import Coefficient
from communes.sheets import Column, Row, Sheet, decimal, one_of, read_sheet, text, whole, yes_no
from communes.upsert import Counts, upsert
from monitoring.enums import Direction, Owner, SectionKind, Severity, ValueType
from monitoring.formula import COUNT_FUNCTIONS, REPORT_FUNCTIONS, Formula, FormulaError, compile_formula
from monitoring.models import Element, Indicator, Modality, Rule, Section

FOLDER = Path(__file__).parent / "catalogue"
REASON = "chargement du catalogue"
USUAL_GROUPS = ("FE", "ACCA", "NVA", "E011", "E1223", "U5", "E659", "FAR")
Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one sheet. ``kept``: lines the DRS confirmed or changed, left as they are."""

    file: str
    counts: Counts
    kept: int = 0


# ---- How a cell is read ----
def day(raw: str) -> date:
    """« 2026-10-01 »."""
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise ValueError(
            f"«\u00a0{raw[:20]}\u00a0» n’est pas une date (exemple\u00a0: 2026-10-01)."
        ) from None


def code(most: int, *, formula: bool = False) -> Callable[[str], str]:
    """Letters, digits, « _ » and « - »; one that a formula can name has no « - »."""
    read = text(most)

    def checked(raw: str) -> str:
        if not raw.isascii() or not raw.replace("_", "").replace("-", "").isalnum():
            raise ValueError("des lettres sans accent, des chiffres, des tirets seulement.")
        if formula and not raw.isidentifier():
            raise ValueError("une formule ne pourrait pas nommer ce code.")
        return read(raw)

    return checked


def words(raw: str) -> list[str]:
    """« ag3 sx »."""
    return raw.split()


DATED = (
    Column("valable_du", day),
    Column("valable_au", day, optional=True),
    Column("source", text(200), optional=True),
    Column("confirme", yes_no),
)
SECTIONS = Sheet(
    "sections.csv",
    (
        Column("code", code(30)),
        Column("ordre", whole(1, 99)),
        Column("nom", text(100)),
        Column("nature", one_of(*SectionKind.values)),
    ),
    ("code",),
)
MODALITIES = Sheet(
    "modalites.csv",
    (
        Column("axe", code(10)),
        Column("code", code(10)),
        Column("libelle", text(60)),
        Column("ordre", whole(1, 99)),
    ),
    ("axe", "code"),
)
ELEMENTS = Sheet(
    "elements.csv",
    (
        Column("code", code(20, formula=True)),
        Column("section", text(30)),
        Column("ordre", whole(1, 999)),
        Column("libelle", text(160)),
        Column("type", one_of(*ValueType.values)),
        Column("axes", words, optional=True),
        Column("proprietaire", one_of(*Owner.values)),
        Column("facultatif", yes_no),
        Column("definition", text(2000), optional=True),
        *DATED,
    ),
    ("code", "valable_du"),
)
RULES = Sheet(
    "regles.csv",
    (
        Column("code", code(10)),
        Column("regle", text(300)),
        Column("gravite", one_of(*Severity.values)),
        Column("message", text(300)),
        *DATED,
    ),
    ("code", "valable_du"),
)
INDICATORS = Sheet(
    "indicateurs.csv",
    (
        Column("code", code(10)),
        Column("ordre", whole(1, 999)),
        Column("libelle", text(120)),
        Column("libelle_court", text(60)),
        Column("numerateur", text(400)),
        Column("denominateur", text(400), optional=True),
        Column("multiplicateur", whole(1, 1_000_000)),
        Column("unite", text(20), optional=True),
        Column("decimales", whole(0, 4)),
        Column("sens", one_of(*Direction.values)),
        Column("cible", decimal("0", "9999999"), optional=True),
        Column("cible_haute", decimal("0", "9999999"), optional=True),
        Column("couverture", yes_no),
        Column("page_du_maire", yes_no),
        Column("definition", text(2000)),
        *DATED,
    ),
    ("code", "valable_du"),
)


def load_catalogue(folder: Path = FOLDER, *, dry_run: bool = False) -> list[Loaded]:
    """Load the five sheets. Raises BadSheet at the first fault, and then nothing is written."""
    with transaction.atomic():
        done = [_load(Section, SECTIONS, folder, _section), _load(Modality, MODALITIES, folder, _modality)]
        sections = {s.code: s.pk for s in Section.objects.all()}
        axes = frozenset(Modality.objects.values_list("axis", flat=True))
        done.append(_load(Element, ELEMENTS, folder, lambda row: _element(row, sections, axes)))
        names = known_names()
        groups = group_names()
        done.append(_load(Rule, RULES, folder, lambda row: _rule(row, names)))
        done.append(_load(Indicator, INDICATORS, folder, lambda row: _indicator(row, names, groups)))
        transaction.set_rollback(dry_run)
    return done


def known_names() -> frozenset[str]:
    """Every element code and prefix of cells that a formula may name, whatever the date."""
    modalities: dict[str, list[str]] = {}
    for modality in Modality.objects.all():
        modalities.setdefault(modality.axis, []).append(modality.code)
    names: set[str] = set()
    for element, axes in Element.objects.values_list("code", "axes"):
        prefixes = [element]
        names.add(element)
        for axis in axes:
            prefixes = [f"{prefix}.{m}" for prefix in prefixes for m in modalities[axis]]
            names.update(prefixes)
    return frozenset(names)


def group_names() -> frozenset[str]:
    """Target groups that a denominator may name: POP and the coefficients of the DRS."""
    return frozenset({"POP", *USUAL_GROUPS, *Coefficient.objects.values_list("key", flat=True)})


def _load(
    model: type[models.Model], sheet: Sheet, folder: Path, read: Callable[[Row], tuple[Any, Fields]]
) -> Loaded:
    wanted = dict(read(row) for row in read_sheet(folder, sheet))
    known = {_key_of(row): row for row in model._default_manager.all()}
    theirs = _touched_by_people(model)
    kept = {
        key
        for key, row in known.items()
        if key in wanted and (getattr(row, "confirmed", False) or row.pk in theirs)
    }
    changes = {key: says for key, says in wanted.items() if key not in kept}
    return Loaded(sheet.name, upsert(model, changes, known, REASON), len(kept))


def _key_of(row: Any) -> Any:
    if isinstance(row, Section):
        return row.code
    return (row.axis, row.code) if isinstance(row, Modality) else (row.code, row.valid_from)


def _touched_by_people(model: type[models.Model]) -> set[int]:
    """Lines whose history holds a change made by a signed-in user."""
    history = getattr(model, "history", None)
    if history is None:
        return set()
    return set(history.filter(history_user__isnull=False).values_list("id", flat=True))


def _section(row: Row) -> tuple[Any, Fields]:
    says = {"order": row["ordre"], "name": row["nom"], "kind": row["nature"]}
    return row["code"], {"code": row["code"], **says}


def _modality(row: Row) -> tuple[Any, Fields]:
    key = (row["axe"], row["code"])
    return key, {"axis": key[0], "code": key[1], "label": row["libelle"], "order": row["ordre"]}


def _dated(row: Row) -> Fields:
    starts, ends = row["valable_du"], row["valable_au"]
    if ends and ends <= starts:
        raise row.refused("valable_au", "la fin de validité doit suivre le début.")
    return {
        "code": row["code"],
        "valid_from": starts,
        "valid_to": ends,
        "source": row["source"] or "",
        "confirmed": row["confirme"],
    }


def _element(row: Row, sections: Mapping[str, int], axes: frozenset[str]) -> tuple[Any, Fields]:
    mine = row["axes"] or []
    if unknown := [axis for axis in mine if axis not in axes]:
        raise row.refused("axes", f"l’axe «\u00a0{unknown[0][:20]}\u00a0» n’est pas dans {MODALITIES.name}.")
    if row["section"] not in sections:
        raise row.refused("section", f"cette section n’est pas dans {SECTIONS.name}.")
    says = {
        "section_id": sections[row["section"]],
        "order": row["ordre"],
        "label": row["libelle"],
        "type": row["type"],
        "axes": mine,
        "owner": row["proprietaire"],
        "optional": row["facultatif"],
        "definition": row["definition"] or "",
    }
    return (row["code"], row["valable_du"]), says | _dated(row)


def _formula(row: Row, column: str, names: Iterable[str]) -> Formula:
    known = frozenset(names)
    try:
        return compile_formula(row[column], known.__contains__)
    except FormulaError as error:
        raise row.refused(column, str(error)) from error


def _rule(row: Row, names: frozenset[str]) -> tuple[Any, Fields]:
    formula = _formula(row, "regle", names)
    if formula.sides() is None:
        raise row.refused("regle", "une règle est une comparaison, par exemple «\u00a0A <= B\u00a0».")
    if formula.functions - REPORT_FUNCTIONS:
        raise row.refused("regle", "une règle regarde un rapport\u00a0: elle ne compte pas les rapports.")
    says = {"expression": formula.text, "severity": row["gravite"], "message": row["message"]}
    return (row["code"], row["valable_du"]), says | _dated(row)


def _indicator(row: Row, names: frozenset[str], groups: frozenset[str]) -> tuple[Any, Fields]:
    numerator = _formula(row, "numerateur", names)
    denominator = _formula(row, "denominateur", names | groups) if row["denominateur"] else None
    for column, formula in (("numerateur", numerator), ("denominateur", denominator)):
        if formula and not formula.exact:
            raise row.refused(column, "des sommes, différences et produits de nombres entiers seulement.")
    if wrong := _mixed(numerator, denominator, names):
        raise row.refused("denominateur" if denominator else "numerateur", wrong)
    says = {
        "order": row["ordre"],
        "label": row["libelle"],
        "short": row["libelle_court"],
        "numerator": numerator.text,
        "denominator": denominator.text if denominator else "",
        "multiplier": row["multiplicateur"],
        "unit": row["unite"] or "",
        "decimals": row["decimales"],
        "direction": row["sens"],
        "target": row["cible"],
        "target_high": row["cible_haute"],
        "is_coverage": row["couverture"],
        "on_mayor_page": row["page_du_maire"],
        "definition": row["definition"],
    }
    return (row["code"], row["valable_du"]), says | _dated(row)


def _mixed(numerator: Formula, denominator: Formula | None, names: frozenset[str]) -> str:
    """Why these two cannot make one indicator, or ""."""
    formulas = [f for f in (numerator, denominator) if f]
    counts = [bool(f.functions & COUNT_FUNCTIONS) for f in formulas]
    if any(counts) and (not all(counts) or any(f.uses for f in formulas)):
        return "attendus(), recus() et a_temps() ne se mêlent pas à des cases."
    if denominator and not denominator.uses <= names and (denominator.uses & names or denominator.functions):
        return "un dénominateur nomme des cases ou des groupes cibles, pas les deux."
    return ""
