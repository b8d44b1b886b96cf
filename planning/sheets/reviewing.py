"""The dry run of a sheet: each row as the line it would be, or what is wrong with its cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planning.enums import Group
from planning.line_forms import BLANK, REPEATED, WholeForm
from planning.lines import FULL, MOST, cost_of
from planning.models import Plan
from planning.numbers import indicators_offered
from planning.sheets.columns import COLUMNS, QUARTER_NAMES
from planning.sheets.reading import Read
from planning.wording import months_words

TICKED, UNTICKED = frozenset({"x", "oui", "o", "1", "✓", "✔"}), frozenset({"non", "n", "0", "-"})
NAMES = {field: title for title, field in reversed([*COLUMNS.items()])}


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be taken: where it stands in the file, what was typed, why."""

    row: int
    column: str
    title: str
    typed: str
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row that can be written; ``values``: every name of FIELDS."""

    row: int
    values: Mapping[str, Any]

    @property
    def cost(self) -> int:
        return cost_of(self.values)

    @property
    def months(self) -> str:
        return months_words(self.values["months"])


@dataclass(frozen=True, slots=True)
class Review:
    """All of a sheet, against the plan as it stands."""

    lines: Sequence[Line]
    faults: Sequence[Fault]

    @property
    def cost(self) -> int:
        return sum(line.cost for line in self.lines)


def review(rows: Iterable[Read], plan: Plan) -> Review:
    """Nothing is written (three queries, and those of the catalogue)."""
    lines: list[Line] = []
    faults: list[Fault] = []
    present = list(plan.activities.values_list("objective", "result", "text"))
    known = dict.fromkeys(present, "déjà dans le plan")
    above: Mapping[str, Any] = BLANK
    indicators = indicators_offered()
    for row in rows:
        data, odd = _data(row)
        form = WholeForm(data, indicators=indicators, above=above)
        found = [*odd, *_faults(form, row)]
        said = form.cleaned_data
        above = {name: said.get(name) or above[name] for name in REPEATED}
        words = (str(said.get("objective", "")), str(said.get("result", "")), str(said.get("text", "")))
        if not found and (where := known.get(words)):
            found = [_fault(row, "text", f"Cette activité est {where}.")]
        known.setdefault(words, f"déjà à la ligne {row.number}")
        faults += found
        if not found:
            lines.append(Line(row.number, form.values()))
    if len(present) + len(lines) > MOST:
        faults.append(Fault(0, "", "", "", FULL))
    return Review(lines, faults)


def _data(row: Read) -> tuple[dict[str, Any], list[Fault]]:
    """The cells as the form takes them; those that it could not be told of."""
    data: dict[str, Any] = {"quarters": [], "groups": []}
    faults: list[Fault] = []
    for column, title, text in row.cells:
        if not title:
            why = "Cette colonne n’a pas de titre\u00a0: effacez ce texte, ou mettez-le sous un titre."
            faults.append(Fault(row.number, column, "", text[:80], why))
        elif title in QUARTER_NAMES:
            if text.casefold() in TICKED:
                data["quarters"].append(str(QUARTER_NAMES[title]))
            elif text.casefold() not in UNTICKED:
                why = "Mettez x, ou laissez vide."
                faults.append(Fault(row.number, column, title, text[:80], why))
        elif title == NAMES["groups"]:
            data["groups"] = [_group(word) for word in text.replace(";", ",").split(",") if word.strip()]
        elif COLUMNS[title] in {"indicator", "component"}:
            data[COLUMNS[title]] = text.split()[0].upper()
        else:
            data[COLUMNS[title]] = text
    return data, faults


def _group(word: str) -> str:
    """Its code, whether the code or the words were typed."""
    bare = " ".join(word.split()).casefold()
    return next((code for code, label in Group.choices if bare in {code, label.casefold()}), bare)


def _faults(form: WholeForm, row: Read) -> list[Fault]:
    form.is_valid()
    return [
        _fault(row, name, str(sentence)) for name, sentences in form.errors.items() for sentence in sentences
    ]


def _fault(row: Read, name: str, why: str) -> Fault:
    title = NAMES.get(name, "")
    column, typed = next(((c, text) for c, said, text in row.cells if said == title), ("", ""))
    return Fault(row.number, column, title, typed[:80], why)
