"""The sheet that tells how to read somebody else's file: its columns, structures, elements."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from communes.sheets import BadSheet, Column, Row, Sheet, one_of, read_sheet, text
from cscom.models import Aire
from monitoring.models import Element

EVERY_LINE = "*"  # as the source of an element: the file has one element only
PARTS = ("structure", "annee", "mois", "periode", "element", "valeur")


@dataclass(frozen=True, slots=True)
class Reading:
    """``columns``: part → column of the file; ``aires``: its code → aire; ``cells``: its name → cell."""

    columns: Mapping[str, str]
    aires: Mapping[str, int]
    cells: Mapping[str, str]


def read_mapping(path: Path) -> Reading:
    """Read the mapping and check what it names (cells month by month, later). Raises BadSheet."""
    sheet = Sheet(
        path.name,
        (
            Column("sorte", one_of("colonne", "structure", "element")),
            Column("source", text(200)),
            Column("cible", text(60)),
        ),
        ("sorte", "source"),
    )
    rows = read_sheet(path.parent, sheet)
    return Reading(_columns(path.name, rows), _aires(rows), _cells(rows))


def _of(rows: list[Row], sort: str) -> list[Row]:
    return [row for row in rows if row["sorte"] == sort]


def _columns(name: str, rows: list[Row]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _of(rows, "colonne"):
        part = row["cible"]
        if part not in PARTS:
            raise row.refused("cible", f"une colonne sert de\u00a0: {', '.join(PARTS)}.")
        if part in found:
            raise row.refused("cible", f"deux colonnes servent de «\u00a0{part}\u00a0».")
        found[part] = row["source"]
    lacking = [part for part in ("structure", "valeur") if part not in found]
    if "periode" not in found:
        lacking += [part for part in ("annee", "mois") if part not in found]
    if "element" not in found and not any(r["source"] == EVERY_LINE for r in _of(rows, "element")):
        lacking.append("element")
    if lacking:
        raise BadSheet(name, f"aucune colonne du fichier ne sert de «\u00a0{lacking[0]}\u00a0».")
    return found


def _aires(rows: list[Row]) -> dict[str, int]:
    wanted = _of(rows, "structure")
    known = dict(Aire.objects.filter(code__in={r["cible"] for r in wanted}).values_list("code", "pk"))
    for row in wanted:
        if row["cible"] not in known:
            raise row.refused("cible", f"aucune aire de santé n’a le code «\u00a0{row['cible']}\u00a0».")
    return {row["source"]: known[row["cible"]] for row in wanted}


def _cells(rows: list[Row]) -> dict[str, str]:
    codes = frozenset(Element.objects.values_list("code", flat=True))
    for row in _of(rows, "element"):
        if row["cible"].partition(".")[0] not in codes:
            raise row.refused("cible", f"le catalogue n’a pas d’élément «\u00a0{row['cible']}\u00a0».")
    return {row["source"]: row["cible"] for row in _of(rows, "element")}
