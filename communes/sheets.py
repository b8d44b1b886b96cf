"""One CSV sheet of the reference: read whole, or refused with its file, line and column named."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

MAX_BYTES = 20 * 1024 * 1024


class BadSheet(Exception):
    """A sheet that cannot be loaded; the message is a French sentence for the reader."""

    def __init__(self, sheet: str, what: str, line: int = 0, column: str = "") -> None:
        where = sheet
        if line:
            where += f", ligne {line}"
        if column:
            where += f", colonne «\u00a0{column}\u00a0»"
        super().__init__(f"{where}\u00a0: {what}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, how a cell is read (ValueError: a French sentence), whether it may be empty."""

    name: str
    read: Callable[[str], Any]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of the folder. ``key``: the columns that may not repeat together; ``optional``: may lack."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its number (the head is line 1) and its cells, read; an empty optional cell is None."""

    sheet: str
    line: int
    cells: dict[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.cells[column]

    def refused(self, column: str, what: str) -> BadSheet:
        """The error to raise when a cell contradicts another file."""
        return BadSheet(self.sheet, what, self.line, column)


def read_sheet(folder: Path, sheet: Sheet) -> list[Row]:
    """Every row of one file; none of an optional one that lacks. Raises BadSheet at the first fault."""
    if sheet.optional and not (folder / sheet.name).exists():
        return []
    text = _text(folder / sheet.name, sheet.name)
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",", strict=True)
    lines = _lines(reader, sheet.name)
    _, names = next(lines, (1, []))
    _check_head(sheet, names)
    rows: list[Row] = []
    seen: dict[tuple[Any, ...], int] = {}
    for line, cells in lines:
        row = _row(sheet, names, line, cells)
        key = tuple(row[k] for k in sheet.key)
        if key in seen:
            raise BadSheet(sheet.name, f"déjà donné à la ligne {seen[key]}.", line, sheet.key[0])
        seen[key] = line
        rows.append(row)
    return rows


def _text(path: Path, name: str) -> str:
    if not path.is_file():
        raise BadSheet(name, f"fichier absent du dossier {path.parent.name}.")
    if path.stat().st_size > MAX_BYTES:
        raise BadSheet(name, "fichier trop gros (20 Mo au plus).")
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadSheet(name, "le fichier n’est pas en UTF-8.", line) from None


def _lines(reader: Any, name: str) -> Iterator[tuple[int, list[str]]]:
    """Lines that are not blank, with their number."""
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            what = "ligne illisible (guillemet non fermé ou caractère interdit)."
            raise BadSheet(name, what, reader.line_num) from None
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


def _check_head(sheet: Sheet, names: list[str]) -> None:
    known = {c.name for c in sheet.columns}
    for name in names:
        if name not in known:
            raise BadSheet(sheet.name, "colonne inconnue.", 1, name)
    if len(set(names)) < len(names):
        raise BadSheet(sheet.name, "une colonne est donnée deux fois.", 1)
    for column in sheet.columns:
        if column.name not in names and not column.optional:
            raise BadSheet(sheet.name, "colonne absente.", 1, column.name)


def _row(sheet: Sheet, names: list[str], line: int, cells: list[str]) -> Row:
    if len(cells) != len(names):
        what = f"{len(cells)} cellules au lieu de {len(names)}."
        raise BadSheet(sheet.name, what, line)
    given = dict(zip(names, cells, strict=True))
    read: dict[str, Any] = {}
    for column in sheet.columns:
        raw = given.get(column.name, "").strip()
        if not raw:
            if not column.optional:
                raise BadSheet(sheet.name, "cellule vide.", line, column.name)
            read[column.name] = None
            continue
        try:
            read[column.name] = column.read(raw)
        except ValueError as error:
            raise BadSheet(sheet.name, str(error), line, column.name) from None
    return Row(sheet.name, line, read)


# ---- How a cell is read ----
def text(most: int) -> Callable[[str], str]:
    """At most ``most`` characters."""

    def read(raw: str) -> str:
        if len(raw) > most:
            raise ValueError(f"texte trop long ({len(raw)} caractères, {most} au plus).")
        if any(unicodedata.category(letter) == "Cc" for letter in raw):
            raise ValueError("caractère interdit.")
        return raw

    return read


def whole(least: int, most: int) -> Callable[[str], int]:
    """A whole number between two limits, both allowed."""

    def read(raw: str) -> int:
        if not (raw.isascii() and raw.isdigit()) or len(raw) > 12:
            raise ValueError(f"«\u00a0{raw[:20]}\u00a0» n’est pas un nombre entier.")
        value = int(raw)
        if not least <= value <= most:
            raise ValueError(f"{value} n’est pas entre {least} et {most}.")
        return value

    return read


def decimal(least: str, most: str) -> Callable[[str], Decimal]:
    """A decimal number between two limits, five decimals at most; point or comma."""

    def read(raw: str) -> Decimal:
        try:
            value = Decimal(raw.replace(",", "."))
        except InvalidOperation:
            raise ValueError(f"«\u00a0{raw[:20]}\u00a0» n’est pas un nombre.") from None
        if not value.is_finite() or not Decimal(least) <= value <= Decimal(most):
            raise ValueError(f"{raw[:20]} n’est pas entre {least} et {most}.")
        if value != round(value, 5):
            raise ValueError("cinq décimales au plus.")
        return value

    return read


def real(least: int, most: int) -> Callable[[str], float]:
    """A measure between two limits: coordinates, areas."""

    def read(raw: str) -> float:
        try:
            value = float(raw.replace(",", "."))
        except ValueError:
            raise ValueError(f"«\u00a0{raw[:20]}\u00a0» n’est pas un nombre.") from None
        if not least <= value <= most:
            raise ValueError(f"{raw[:20]} n’est pas entre {least} et {most}.")
        return value

    return read


def one_of(*words: str) -> Callable[[str], str]:
    """One word of a list."""

    def read(raw: str) -> str:
        if raw not in words:
            raise ValueError(f"«\u00a0{raw[:20]}\u00a0» n’est pas admis ({', '.join(words)}).")
        return raw

    return read


def yes_no(raw: str) -> bool:
    """« oui » or « non »."""
    if raw not in {"oui", "non"}:
        raise ValueError("écrire «\u00a0oui\u00a0» ou «\u00a0non\u00a0».")
    return raw == "oui"
