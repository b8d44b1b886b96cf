"""Hand-kept tables read line by line; what is wrong is said with file, line and column."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
MOST_LINES = 2_000_000


class TableError(ValueError):
    """A line that cannot be taken; the message is a French sentence with its place."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: its cells by column name."""

    file: str
    number: int  # as a text editor counts
    cells: dict[str, str]

    def wrong(self, column: str, why: str) -> TableError:
        """The error to raise about one cell."""
        return TableError(f"{self.file}, ligne {self.number}, colonne « {column} » : {why}")

    def text(self, column: str, *, most: int = 400) -> str:
        """A compulsory text of at most ``most`` characters."""
        value = self.optional(column, most=most)
        if not value:
            raise self.wrong(column, "la case est vide.")
        return value

    def optional(self, column: str, *, most: int = 400) -> str:
        value = self.cells[column].strip()
        if len(value) > most:
            raise self.wrong(column, f"texte trop long ({len(value)} caractères, {most} au plus).")
        return value

    def read(self, column: str, convert: Callable[[str], T], expected: str) -> T:
        """A compulsory cell turned by ``convert``; ``expected`` says in French what it should hold."""
        value = self.text(column)
        try:
            return convert(value)
        except (ValueError, InvalidOperation) as error:
            raise self.wrong(column, f"« {value[:40]} » n’est pas {expected}.") from error

    def whole(self, column: str) -> int:
        return self.read(column, _whole, "un nombre entier")

    def decimal(self, column: str) -> Decimal | None:
        return self.read(column, _decimal, "un nombre") if self.optional(column) else None

    def day(self, column: str) -> date:
        return self.read(column, date.fromisoformat, "une date (exemple : 2026-10-01)")

    def optional_day(self, column: str) -> date | None:
        return self.day(column) if self.optional(column) else None

    def yes(self, column: str) -> bool:
        return self.choice(column, ("oui", "non")) == "oui"

    def choice(self, column: str, choices: Sequence[str]) -> str:
        value = self.text(column)
        if value not in choices:
            raise self.wrong(column, f"« {value[:40]} » inconnu. Attendu : {', '.join(choices)}.")
        return value


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise ValueError
    return int(text)


def _decimal(text: str) -> Decimal:
    value = Decimal(text.replace(",", "."))
    if not value.is_finite() or abs(value) >= Decimal("1e8"):
        raise ValueError
    return value


def read_table(path: Path, columns: Iterable[str], *, delimiter: str = ";") -> Iterator[Line]:
    """Lines of a UTF-8 table whose head holds at least ``columns``. Raises TableError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _lines(path.name, csv.reader(file, delimiter=delimiter), set(columns))
    except OSError as error:
        raise TableError(f"{path.name} : le fichier ne s’ouvre pas ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise TableError(
            f"{path.name} : le fichier n’est pas en UTF-8. Enregistrez-le en « CSV UTF-8 »."
        ) from error


def _lines(name: str, reader: Any, columns: set[str]) -> Iterator[Line]:
    try:
        head = [cell.strip() for cell in next(reader, [])]
        if missing := sorted(columns - set(head)):
            raise TableError(f"{name}, ligne 1 : colonne absente : {', '.join(missing)}.")
        for count, row in enumerate(reader):
            if count >= MOST_LINES:
                raise TableError(f"{name} : plus de {MOST_LINES} lignes. Coupez le fichier.")
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(head):
                raise TableError(
                    f"{name}, ligne {reader.line_num} : {len(row)} cases au lieu de {len(head)}."
                )
            yield Line(name, reader.line_num, dict(zip(head, row, strict=True)))
    except csv.Error as error:
        raise TableError(f"{name}, ligne {reader.line_num} : le tableau est illisible.") from error
