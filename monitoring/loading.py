"""The catalogue of the house, from its tables to the database: all of it or nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models, transaction

from communes.models import Coefficient
from monitoring.enums import Direction, Owner, SectionKind, Severity, ValueType
from monitoring.formula import COUNT_FUNCTIONS, REPORT_FUNCTIONS, Formula, FormulaError, compile_formula
from monitoring.models import Element, Indicator, Modality, Rule, Section
from monitoring.tables import Line, read_table

FOLDER = Path(__file__).parent / "catalogue"
DATED = ("valable_du", "valable_au", "source", "confirme")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sections.csv": ("code", "ordre", "nom", "nature"),
    "modalites.csv": ("axe", "code", "libelle", "ordre"),
    "elements.csv": (
        *("code", "section", "ordre", "libelle", "type", "axes", "proprietaire", "facultatif", "definition"),
        *DATED,
    ),
    "regles.csv": ("code", "regle", "gravite", "message", *DATED),
    "indicateurs.csv": (
        *(
            "code",
            "ordre",
            "libelle",
            "libelle_court",
            "numerateur",
            "denominateur",
            "multiplicateur",
            "unite",
        ),
        *("decimales", "sens", "cible", "cible_haute", "couverture", "page_du_maire", "definition", *DATED),
    ),
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one table. ``kept``: lines that the DRS confirmed or changed, left as they are."""

    file: str
    created: int
    changed: int
    same: int
    kept: int


Fields = dict[str, Any]
Row = tuple[Fields, Fields]  # what identifies a line, what it says


def load_catalogue(folder: Path = FOLDER, *, dry_run: bool = False) -> list[Loaded]:
    """Load the five tables. Raises TableError at the first bad line, and then nothing is written."""
    with transaction.atomic():
        done = [
            _store(Section, "sections.csv", _once(folder, "sections.csv", _section)),
            _store(Modality, "modalites.csv", _once(folder, "modalites.csv", _modality)),
        ]
        sections = {s.code: s for s in Section.objects.all()}
        axes = frozenset(Modality.objects.values_list("axis", flat=True))
        done.append(
            _store(
                Element, "elements.csv", _once(folder, "elements.csv", lambda x: _element(x, sections, axes))
            )
        )
        names = known_names()
        done.append(_store(Rule, "regles.csv", _once(folder, "regles.csv", lambda x: _rule(x, names))))
        done.append(
            _store(
                Indicator, "indicateurs.csv", _once(folder, "indicateurs.csv", lambda x: _indicator(x, names))
            )
        )
        transaction.set_rollback(dry_run)
    return done


def known_names() -> frozenset[str]:
    """Every element code and prefix of cells that a formula may name, whatever the date."""
    modalities: dict[str, list[str]] = {}
    for modality in Modality.objects.all():
        modalities.setdefault(modality.axis, []).append(modality.code)
    names: set[str] = set()
    for code, axes in Element.objects.values_list("code", "axes"):
        prefixes = [code]
        names.add(code)
        for axis in axes:
            prefixes = [f"{prefix}.{m}" for prefix in prefixes for m in modalities[axis]]
            names.update(prefixes)
    return frozenset(names)


def group_names() -> frozenset[str]:
    """Target groups that a denominator may name: POP and the coefficients of the DRS."""
    return frozenset({"POP", *USUAL_GROUPS, *Coefficient.objects.values_list("key", flat=True)})


USUAL_GROUPS = ("FE", "ACCA", "NVA", "E011", "E1223", "U5", "E659", "FAR")


def _once(folder: Path, name: str, read: Callable[[Line], Row]) -> Iterator[Row]:
    seen: dict[tuple[Any, ...], int] = {}
    for line in read_table(folder / name, COLUMNS[name]):
        row = read(line)
        key = tuple(row[0].values())
        if key in seen:
            raise line.wrong("code", f"déjà donné à la ligne {seen[key]}.")
        seen[key] = line.number
        yield row


def _section(line: Line) -> Row:
    says = {"order": line.whole("ordre"), "name": line.text("nom", most=100)}
    return {"code": line.text("code", most=30)}, says | {"kind": line.choice("nature", SectionKind.values)}


def _modality(line: Line) -> Row:
    key = {"axis": line.text("axe", most=10), "code": line.text("code", most=10)}
    if not key["code"].replace("-", "").isalnum():
        raise line.wrong("code", "des lettres, des chiffres et des tirets seulement.")
    return key, {"label": line.text("libelle", most=60), "order": line.whole("ordre")}


def _dated(line: Line) -> Fields:
    starts, ends = line.day("valable_du"), line.optional_day("valable_au")
    if ends and ends <= starts:
        raise line.wrong("valable_au", "la fin de validité doit suivre le début.")
    return {
        "valid_to": ends,
        "source": line.optional("source", most=200),
        "confirmed": line.yes("confirme"),
    }


def _key(line: Line, most: int) -> Fields:
    code = line.text("code", most=most)
    if not code.replace("_", "").replace("-", "").isalnum():
        raise line.wrong("code", "des lettres, des chiffres, des tirets seulement.")
    return {"code": code, "valid_from": line.day("valable_du")}


def _element(line: Line, sections: Mapping[str, Section], axes: frozenset[str]) -> Row:
    key = _key(line, 20)
    if not key["code"].isidentifier():
        raise line.wrong("code", "une formule ne pourrait pas nommer ce code (lettres, chiffres, « _ »).")
    mine = line.optional("axes").split()
    if unknown := [axis for axis in mine if axis not in axes]:
        raise line.wrong("axes", f"axe inconnu : {unknown[0]}.")
    says = {
        "section": sections[line.choice("section", list(sections))],
        "order": line.whole("ordre"),
        "label": line.text("libelle", most=160),
        "type": line.choice("type", ValueType.values),
        "axes": mine,
        "owner": line.choice("proprietaire", Owner.values),
        "optional": line.yes("facultatif"),
        "definition": line.optional("definition", most=2000),
    }
    return key, says | _dated(line)


def _formula(line: Line, column: str, names: frozenset[str]) -> Formula:
    text = line.text(column)
    try:
        return compile_formula(text, names.__contains__)
    except FormulaError as error:
        raise line.wrong(column, str(error)) from error


def _rule(line: Line, names: frozenset[str]) -> Row:
    formula = _formula(line, "regle", names)
    if formula.sides() is None:
        raise line.wrong("regle", "une règle est une comparaison, par exemple « A <= B ».")
    if formula.functions - REPORT_FUNCTIONS:
        raise line.wrong("regle", "une règle ne compte pas les rapports.")
    says = {
        "expression": formula.text if len(formula.text) <= 300 else line.text("regle", most=300),
        "severity": line.choice("gravite", Severity.values),
        "message": line.text("message", most=300),
    }
    return _key(line, 10), says | _dated(line)


def _indicator(line: Line, names: frozenset[str]) -> Row:
    over = names | group_names()
    numerator = _formula(line, "numerateur", names)
    denominator = _formula(line, "denominateur", over) if line.optional("denominateur") else None
    for column, formula in (("numerateur", numerator), ("denominateur", denominator)):
        if formula and not formula.exact:
            raise line.wrong(column, "des sommes, différences et produits de nombres entiers seulement.")
    if wrong := mixed(numerator, denominator, names):
        raise line.wrong("denominateur" if denominator else "numerateur", wrong)
    says = {
        "order": line.whole("ordre"),
        "label": line.text("libelle", most=120),
        "short": line.text("libelle_court", most=60),
        "numerator": numerator.text,
        "denominator": denominator.text if denominator else "",
        "multiplier": line.whole("multiplicateur"),
        "unit": line.optional("unite", most=20),
        "decimals": line.whole("decimales"),
        "direction": line.choice("sens", Direction.values),
        "target": line.decimal("cible"),
        "target_high": line.decimal("cible_haute"),
        "is_coverage": line.yes("couverture"),
        "on_mayor_page": line.yes("page_du_maire"),
        "definition": line.text("definition", most=2000),
    }
    return _key(line, 10), says | _dated(line)


def mixed(numerator: Formula, denominator: Formula | None, names: frozenset[str]) -> str:
    """Why these two cannot make one indicator, or ""."""
    formulas = [f for f in (numerator, denominator) if f]
    counts = [bool(f.functions & COUNT_FUNCTIONS) for f in formulas]
    if any(counts) and (not all(counts) or any(f.uses for f in formulas)):
        return "attendus(), recus() et a_temps() ne se mêlent pas à des cases."
    if denominator and not denominator.uses <= names and (denominator.uses & names or denominator.functions):
        return "un dénominateur nomme des cases ou des groupes cibles, pas les deux."
    return ""


def _store(model: type[models.Model], file: str, rows: Iterable[Row]) -> Loaded:
    """Create or update, line by line; what the DRS confirmed or changed stays."""
    created = changed = same = kept = 0
    theirs = _touched_by_people(model)
    manager: models.Manager[Any] = model._default_manager
    for key, says in rows:
        found = manager.filter(**key).first()
        if found is None:
            manager.create(**key, **says)
            created += 1
        elif getattr(found, "confirmed", False) or found.pk in theirs:
            kept += 1
        elif all(getattr(found, name) == value for name, value in says.items()):
            same += 1
        else:
            for name, value in says.items():
                setattr(found, name, value)
            found.save()
            changed += 1
    return Loaded(file, created, changed, same, kept)


def _touched_by_people(model: type[models.Model]) -> set[int]:
    """Lines whose history holds a change made by a signed-in user."""
    history = getattr(model, "history", None)
    if history is None:
        return set()
    return set(history.filter(history_user__isnull=False).values_list("id", flat=True))
