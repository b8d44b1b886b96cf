"""The catalogue of the house, from its sheets to the database: all of it or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models, transaction

from communes.sheets import Column, Row, Sheet, decimal, one_of, read_sheet, text, whole, yes_no
from communes.upsert import Counts, upsert
from core.months import Month
from monitoring.arriving import placed, start_of_new_lines
from monitoring.composing import WrongPart, read_indicator
from monitoring.enums import (
    LEAST_ASKED,
    MOST_ASKED,
    Direction,
    Each,
    Owner,
    Readers,
    Runs,
    SectionKind,
    Severity,
    ValueType,
)
from monitoring.formula import FormulaError
from monitoring.models import Element, Indicator, Modality, Rule, Section
from monitoring.naming import group_names, known_names
from monitoring.ruling import read_rule

FOLDER = Path(__file__).parent / "catalogue"
REASON = "chargement du catalogue"
Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one sheet. ``kept``: lines the DRS confirmed or changed, left as they are."""

    file: str
    counts: Counts
    kept: int = 0
    since: date | None = None  # the day from which its new lines hold, when it is not the file's


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


def small(raw: str) -> int:
    """« 5 »: below it a count is kept from partners; « 0 » counts nobody."""
    threshold = whole(0, MOST_ASKED)(raw)
    if 0 < threshold < LEAST_ASKED:
        raise ValueError(f"0, ou de {LEAST_ASKED} à {MOST_ASKED}.")
    return threshold


def readers(raw: str) -> str:
    """« M A C »: letters of ``Readers``, in its order."""
    asked = raw.split()
    if unknown := [one for one in asked if one not in Readers.values]:
        known = " ".join(Readers.values)
        raise ValueError(f"«\u00a0{unknown[0][:20]}\u00a0» n’est pas un lecteur ({known}).")
    return "".join(one for one in Readers.values if one in asked)


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
        Column("petit", small),
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
        Column("ou", one_of(*Runs.values)),
        Column("chaque", one_of(*filter(None, Each.values)), optional=True),
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
        Column("seuil_proche", whole(1, 100)),
        Column("couverture", yes_no),
        Column("page_du_maire", yes_no),
        Column("lecteurs", readers, optional=True),
        Column("definition", text(2000)),
        *DATED,
    ),
    ("code", "valable_du"),
)


def load_catalogue(
    folder: Path = FOLDER, *, dry_run: bool = False, since: Month | None = None
) -> list[Loaded]:
    """Load the five sheets. Raises BadSheet at the first fault, and then nothing is written.

    ``since``: the month in which elements and rules begin that this installation never had; indicators are
    computed as far back as their figures go.
    """
    with transaction.atomic():
        start = start_of_new_lines(since)
        shut = _axes_in_use() if start else {}
        done = [
            _load(Section, SECTIONS, folder, _section),
            _load(Modality, MODALITIES, folder, lambda row: _modality(row, shut)),
        ]
        sections = {s.code: s.pk for s in Section.objects.all()}
        axes = frozenset(Modality.objects.values_list("axis", flat=True))
        done.append(_load(Element, ELEMENTS, folder, lambda row: _element(row, sections, axes), start))
        names = known_names()
        groups = group_names()
        done.append(_load(Rule, RULES, folder, lambda row: _rule(row, names), start))
        done.append(_load(Indicator, INDICATORS, folder, lambda row: _indicator(row, names, groups)))
        transaction.set_rollback(dry_run)
    return done


def _load(
    model: type[models.Model],
    sheet: Sheet,
    folder: Path,
    read: Callable[[Row], tuple[Any, Fields]],
    start: date | None = None,
) -> Loaded:
    wanted = dict(read(row) for row in read_sheet(folder, sheet))
    known = {_key_of(row): row for row in model._default_manager.all()}
    moved = False
    if "valid_from" in next(iter(wanted.values()), {}):
        asked, wanted = wanted, placed(wanted, known, start)
        moved = any(key not in asked and key not in known for key in wanted)
    theirs = _touched_by_people(model)
    kept = {
        key
        for key, row in known.items()
        if key in wanted and (getattr(row, "confirmed", False) or row.pk in theirs)
    }
    changes = {key: says for key, says in wanted.items() if key not in kept}
    return Loaded(sheet.name, upsert(model, changes, known, REASON), len(kept), start if moved else None)


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


def _axes_in_use() -> dict[str, set[str]]:
    """Axis → its modalities, for those that elements already split by."""
    used = {axis for axes in Element.objects.values_list("axes", flat=True) for axis in axes}
    found: dict[str, set[str]] = {axis: set() for axis in used}
    for axis, one in Modality.objects.filter(axis__in=used).values_list("axis", "code"):
        found[axis].add(one)
    return found


def _modality(row: Row, shut: Mapping[str, set[str]]) -> tuple[Any, Fields]:
    """``shut``: axes that reports were made with; one modality more would change the reports of before."""
    key = (row["axe"], row["code"])
    if key[1] not in shut.get(key[0], {key[1]}):
        told = "des rapports ont cet axe\u00a0: une nouvelle version de l’élément prend un autre axe."
        raise row.refused("code", told)
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
        "small": row["petit"],
        "definition": row["definition"] or "",
    }
    return (row["code"], row["valable_du"]), says | _dated(row)


def _rule(row: Row, names: frozenset[str]) -> tuple[Any, Fields]:
    each = Each(row["chaque"] or "")
    try:
        formula = read_rule(row["regle"], Runs(row["ou"]), each, names.__contains__)
    except FormulaError as error:
        raise row.refused("regle", str(error)) from error
    says = {"expression": formula.text, "severity": row["gravite"], "message": row["message"]}
    return (row["code"], row["valable_du"]), says | {"runs": row["ou"], "each": each.value} | _dated(row)


def _indicator(row: Row, names: frozenset[str], groups: frozenset[str]) -> tuple[Any, Fields]:
    try:
        numerator, denominator = read_indicator(row["numerateur"], row["denominateur"] or "", names, groups)
    except WrongPart as error:
        raise row.refused(error.part, str(error)) from error
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
        "near_percent": row["seuil_proche"],
        "readers": row["lecteurs"] or "",
        "is_coverage": row["couverture"],
        "on_mayor_page": row["page_du_maire"],
        "definition": row["definition"],
    }
    return (row["code"], row["valable_du"]), says | _dated(row)
