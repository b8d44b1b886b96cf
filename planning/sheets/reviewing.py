"""The dry run of a sheet: what each row would add, change, take out, or what is wrong with its cells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from files.sheets.table import Fault, Read
from planning.line_forms import BLANK, REPEATED, WholeForm
from planning.lines import FULL, MOST, cost_of, plain
from planning.models import Activity, Plan
from planning.numbers import indicators_offered
from planning.sheets.comparing import Held, as_held, differences, held_lines, line_of
from planning.sheets.rows import Row, fault, row_of
from planning.wording import months_words

NO_LINE = "Ce repère n’est pas celui d’une ligne de ce plan\u00a0: effacez-le pour ajouter une activité."
TWICE = "Ce repère est déjà à la ligne {}\u00a0: effacez-le pour ajouter une activité."
NO_TAG = "Seule une ligne qui a son repère se retire."
LEFT = "Cette ligne a été retirée du plan{}. Effacez son repère pour l’ajouter de nouveau."
CROSSED = (
    "Cette ligne a changé depuis{}\u00a0: {}. Emportez la feuille de nouveau, reportez-y votre changement."
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row that would be a new line; ``values``: every name of FIELDS."""

    row: int
    values: Mapping[str, Any]

    @property
    def cost(self) -> int:
        return cost_of(self.values)

    @property
    def months(self) -> str:
        return months_words(self.values["months"])


@dataclass(frozen=True, slots=True)
class Changed:
    """A line that would change; ``fields``: (field, its name, before, after) in words."""

    row: int
    line: Activity
    values: Mapping[str, Any]
    fields: list[tuple[str, str, str, str]]


@dataclass(frozen=True, slots=True)
class Gone:
    """A line that would leave the plan, said so in the sheet."""

    row: int
    line: Activity


@dataclass(slots=True)
class Review:
    """All of a sheet, against the plan as it stands.

    ``same``: rows that say what stands; ``passed``: (text, who) of lines that others changed and the sheet
    leaves alone; ``absent``: lines of the plan that it does not hold. Costs in FCFA, of the whole plan.
    """

    lines: list[Line] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    passed: list[tuple[str, str]] = field(default_factory=list)
    same: int = 0
    absent: int = 0
    cost_before: int = 0

    @property
    def writes(self) -> int:
        return len(self.lines) + len(self.changed) + len(self.gone)

    @property
    def cost(self) -> int:
        """Of the new lines."""
        return sum(line.cost for line in self.lines)

    @property
    def cost_after(self) -> int:
        changed = sum(cost_of(one.values) - one.line.cost for one in self.changed)
        return self.cost_before + self.cost + changed - sum(one.line.cost for one in self.gone)


def review(rows: Iterable[Read], plan: Plan, seen: int | None) -> Review:
    """Nothing is written (four queries, and those of the catalogue). ``seen``: see ``reading.Sent``."""
    present = list(plan.activities.all())
    held = held_lines(plan, seen) if seen is not None else {}
    found = Review(cost_before=sum(line.cost for line in present))
    known = {(line.objective, line.result, line.text): "déjà dans le plan" for line in present}
    above: Mapping[str, Any] = BLANK
    indicators = indicators_offered()
    tagged: dict[UUID, int] = {}
    for read in rows:
        row = row_of(read)
        kept = held.get(row.key) if row.key else None
        if (wrong := _wrong(row, kept, tagged)) or (kept and row.out):
            found.faults += wrong
            if kept and not wrong:
                _take_out(found, row, kept)
            continue
        line = line_of(kept.base) if kept else None
        form = WholeForm(row.data, indicators=indicators, above=above, line=line)
        faults = [*row.faults, *_faults(form, row)]
        said = form.cleaned_data
        above = {name: said.get(name) or above[name] for name in REPEATED}
        words = (str(said.get("objective", "")), str(said.get("result", "")), str(said.get("text", "")))
        if not faults and not kept and (where := known.get(words)):
            faults = [fault(row, "text", f"Cette activité est {where}.")]
        known.setdefault(words, f"déjà à la ligne {row.number}")
        found.faults += faults
        if kept and not faults:
            _compare(found, row, kept, form.values())
        elif not faults:
            found.lines.append(Line(row.number, form.values()))
    found.absent = sum(line.key not in tagged for line in present)
    if len(present) + len(found.lines) - len(found.gone) > MOST:
        found.faults.append(Fault(0, "", "", "", FULL))
    return found


def _wrong(row: Row, kept: Held | None, tagged: dict[UUID, int]) -> list[Fault]:
    """What is wrong with the tag of a row; a good one is remembered."""
    if row.key is None:
        return [fault(row, "out", NO_TAG)] if row.out else []
    if kept is None:
        return [fault(row, "tag", NO_LINE)]
    if row.key in tagged:
        return [fault(row, "tag", TWICE.format(tagged[row.key]))]
    tagged[row.key] = row.number
    return []


def _take_out(found: Review, row: Row, kept: Held) -> None:
    """Out of the plan, unless somebody changed it meanwhile; one that left has left."""
    if kept.now is None:
        found.same += 1
    elif kept.moved:
        for name, words, _, now in differences(kept.base, kept.stands or {}):
            found.faults.append(fault(row, name, _crossed(kept, words, now)))
    else:
        found.gone.append(Gone(row.number, kept.now))


def _compare(found: Review, row: Row, kept: Held, values: dict[str, Any]) -> None:
    """The sheet against the line as it took it; what others changed meanwhile is never written over."""
    values = as_held(values, kept.base)
    said = plain(values)
    changes = list(differences(kept.base, said))
    if not changes and kept.moved:
        found.passed.append((kept.base["text"], kept.by))
    elif not changes or kept.says(said):
        found.same += 1
    elif kept.now is None:
        found.faults.append(fault(row, "tag", LEFT.format(_by(kept))))
    elif kept.moved:
        for name, words, _, _ in changes:
            found.faults.append(fault(row, name, _crossed(kept, words, kept.in_words(name))))
    else:
        found.changed.append(Changed(row.number, kept.now, values, changes))


def _crossed(kept: Held, words: str, now: str) -> str:
    return CROSSED.format(_by(kept), f"{words}, maintenant «\u00a0{now}\u00a0»")


def _by(kept: Held) -> str:
    return f", par {kept.by}" if kept.by else ""


def _faults(form: WholeForm, row: Row) -> list[Fault]:
    form.is_valid()
    return [
        fault(row, name, str(sentence)) for name, sentences in form.errors.items() for sentence in sentences
    ]
