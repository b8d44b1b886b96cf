"""A row of a sheet beside the line it was taken from: as it was then, as it is now, as the sheet says it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from files.sheets.table import several_lines
from planning.lines import FIELDS, snapshot, values_of
from planning.models import Activity, Plan
from planning.wording import field_words, value_words

TEXTS = (
    "objective", "result", "text", "tasks", "indicator_words", "responsible", "support", "place", "unit",
    "partner",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """One line: ``base`` as the sheet took it, ``now`` as it stands (None: it left), ``by``: who wrote it."""

    base: Mapping[str, Any]
    now: Activity | None
    by: str = ""

    @property
    def moved(self) -> bool:
        """Did somebody change its words since?"""
        return self.stands is None or any(self.base[name] != self.stands[name] for name in FIELDS)

    def says(self, said: Mapping[str, Any]) -> bool:
        """Does it stand already as the sheet says it?"""
        return self.stands is not None and all(said[name] == self.stands[name] for name in FIELDS)

    def in_words(self, name: str) -> str:
        """A field as it now stands; what became of the line when it left."""
        return value_words(name, self.stands[name]) if self.stands else "ligne retirée"

    @property
    def stands(self) -> dict[str, Any] | None:
        """The line as it now stands, as the history would keep it."""
        return snapshot(self.now) if self.now else None


def held_lines(plan: Plan, seen: int) -> dict[UUID, Held]:
    """The lines of the plan at version ``seen``, by key (two queries)."""
    first: dict[UUID, Mapping[str, Any] | None] = {}
    last: dict[UUID, str] = {}
    for diff in plan.diffs.filter(version__gt=seen).select_related("person").order_by("version", "pk"):
        first.setdefault(diff.key, diff.before)
        last[diff.key] = str(diff.person or "")
    lines = {line.key: line for line in plan.activities.all()}
    found = {key: Held(snapshot(line), line) for key, line in lines.items() if key not in first}
    for key, base in first.items():
        line = lines.get(key)
        if base is not None:
            found[key] = Held(base, line, last[key])
        elif line:  # written as the sheet was being taken away
            found[key] = Held(snapshot(line), line)
    return found


def line_of(base: Mapping[str, Any]) -> Activity:
    """The line as it was, unsaved: what a form begins with."""
    return Activity(**values_of(base))


def as_held(said: dict[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the sheet; a text whose words are those it was taken with is that text, to the letter."""
    return said | {name: base[name] for name in TEXTS if _words(said[name]) in _taken(base[name])}


def _words(text: str) -> list[list[str]]:
    return [line.split() for line in several_lines(text).splitlines()]


def _taken(text: str) -> tuple[list[list[str]], ...]:
    """As a file holds it, the mark that a spreadsheet runs nothing taken off or not."""
    return _words(text), _words(text.removeprefix("'")), _words(" ".join(text.split()))


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """(field, its name, before, after) in words, for each that differs."""
    for name in FIELDS:
        if before[name] != after[name]:
            yield name, field_words(name), value_words(name, before[name]), value_words(name, after[name])
