"""The dry run of a sheet: what each row would add, change, take out, or what is wrong with its cells."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from conventions.enums import CamParty
from conventions.forms import LineForm
from conventions.lines import FULL, MOST, first_day
from conventions.models import Cam, Commitment
from conventions.reading import when_words
from conventions.sheets.columns import NAMES, in_cells, values_of
from conventions.sheets.reading import Row, row_of
from core.seen import mark
from files.sheets.table import Fault, Read

TWICE = "Ce repère est déjà à la ligne {}\u00a0: effacez-le pour ajouter un engagement."
NO_TAG = "Seule une ligne qui a son repère se retire."
LEFT = "Cet engagement n’est plus dans le projet. Effacez son repère pour l’ajouter de nouveau."
CROSSED = (
    "Quelqu’un a changé cet engagement depuis\u00a0: {} est maintenant «\u00a0{}\u00a0». Emportez la feuille "
    "de nouveau, reportez-y votre changement."
)
MOVED = (
    "Quelqu’un a changé cet engagement depuis\u00a0: relisez-le dans le projet, emportez la feuille de "
    "nouveau."
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row that would be a new line, under ``key``; ``values``: every name of FIELDS."""

    row: int
    key: UUID
    values: Mapping[str, Any]

    @property
    def party(self) -> str:
        return str(CamParty(self.values["party"]).label)

    @property
    def when(self) -> str:
        return when_words(Commitment(**self.values))


@dataclass(frozen=True, slots=True)
class Changed:
    """A line that would change; ``fields``: (title, before, after) in words."""

    row: int
    line: Commitment
    values: Mapping[str, Any]
    fields: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Gone:
    """A line that would leave the draft, said so in the sheet."""

    row: int
    line: Commitment


@dataclass(slots=True)
class Review:
    """All of a sheet, against the draft as it stands.

    ``same``: rows that say what stands; ``passed``: what rows said of lines that others changed or took out,
    and that the sheet leaves alone; ``absent``: lines of the draft that it does not hold.
    """

    lines: list[Line] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    same: int = 0
    absent: int = 0

    @property
    def writes(self) -> int:
        return len(self.lines) + len(self.changed) + len(self.gone)


def review(rows: Iterable[Read], cam: Cam, stamp: UUID) -> Review:
    """Nothing is written (one query). ``stamp``: of this dry run, from which new lines have their keys."""
    present = {line.key: line for line in cam.commitments.all()}
    found, tagged, starts_on = Review(), dict[UUID, int](), first_day(cam)
    known = {_same_words(values_of(line)): "déjà dans le projet" for line in present.values()}
    for read in rows:
        row = row_of(read)
        line = present.get(row.key) if row.key else None
        if wrong := [*row.faults, *_wrong(row, tagged)]:
            found.faults += wrong
            continue
        if row.out:
            _take_out(found, row, line)
            continue
        form = LineForm(row.data, line=line, starts_on=starts_on)
        if not form.is_valid():
            found.faults += [row.fault(name, str(why)) for name, said in form.errors.items() for why in said]
        elif row.key:
            _compare(found, row, line, form.values())
        else:
            _add(found, Line(row.number, uuid5(stamp, str(row.number)), form.values()), row, present, known)
    found.absent = sum(key not in tagged for key in present)
    if len(present) + len(found.lines) - len(found.gone) > MOST:
        found.faults.append(Fault(0, "", "", "", FULL))
    return found


def _wrong(row: Row, tagged: dict[UUID, int]) -> Iterator[Fault]:
    """What is wrong with the tag of a row; a good one is remembered."""
    if row.key is None:
        if row.out:
            yield row.fault("out", NO_TAG)
    elif row.key in tagged:
        yield row.fault("tag", TWICE.format(tagged[row.key]))
    else:
        tagged[row.key] = row.number


def _add(
    found: Review, made: Line, row: Row, present: Mapping[UUID, Commitment], known: dict[tuple[str, str], str]
) -> None:
    """One more, unless it was written by this very dry run, or stands already."""
    words = _same_words(made.values)
    if made.key in present:
        found.same += 1
    elif where := known.get(words):
        found.faults.append(row.fault("text", f"Cet engagement est {where}."))
    else:
        found.lines.append(made)
    known.setdefault(words, f"déjà à la ligne {row.number}")


def _take_out(found: Review, row: Row, line: Commitment | None) -> None:
    """Out of the draft, unless somebody changed it meanwhile; one that left has left."""
    if line is None:
        found.same += 1
    elif mark(in_cells(values_of(line))) != row.mark:
        found.faults.append(row.fault("out", MOVED))
    else:
        found.gone.append(Gone(row.number, line))


def _compare(found: Review, row: Row, line: Commitment | None, values: dict[str, Any]) -> None:
    """The sheet against the line as it was taken; what others changed meanwhile is never written over."""
    said = in_cells(values)
    untouched = mark(said) == row.mark
    if line is None:
        if untouched:
            found.passed.append(said["text"])
        else:
            found.faults.append(row.fault("tag", LEFT))
        return
    now = in_cells(values_of(line))
    if said == now:
        found.same += 1
    elif untouched:
        found.passed.append(now["text"])
    elif mark(now) != row.mark:
        found.faults += [
            row.fault(name, CROSSED.format(f"«\u00a0{NAMES[name]}\u00a0»", now[name] or "vide"))
            for name in now
            if now[name] != said[name]
        ]
    else:
        found.changed.append(Changed(row.number, line, _kept(values, line), _differences(now, said)))


def _kept(values: dict[str, Any], line: Commitment) -> dict[str, Any]:
    """What the sheet says; what says the same as the line stays as the line has it, to the letter."""
    now, said = in_cells(values_of(line)), in_cells(values)
    return {name: getattr(line, name) if said[name] == now[name] else value for name, value in values.items()}


def _differences(now: Mapping[str, str], said: Mapping[str, str]) -> list[tuple[str, str, str]]:
    return [(NAMES[name], now[name], said[name]) for name in now if now[name] != said[name]]


def _same_words(values: Mapping[str, Any]) -> tuple[str, str]:
    """Two lines of one party that say the same are one."""
    return str(values["party"]), in_cells(values)["text"].casefold()
