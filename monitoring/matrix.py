"""Who sent what, when: the matrix of completeness made ready to be read, and who is missing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from communes.models import District
from core.access import Action, Role, Scope
from core.formats import MONTHS, MONTHS_SHORT, join_and, month
from core.months import Month
from cscom.models import Aire
from mandates.models import Mandate
from monitoring.aggregates import Matrix, MatrixRow, Slot
from monitoring.indicators import indicator_rows

CLOSED, NOT_DUE, VALIDATED, RECEIVED, RETURNED, MISSING = (
    "ferme",
    "pas_du",
    "valide",
    "recu",
    "renvoye",
    "non_recu",
)
ARRIVED = (VALIDATED, RECEIVED)
LACKING = (MISSING, RETURNED)
DRESS: Mapping[str, tuple[str, str]] = {  # state → class of the cell, mark
    VALIDATED: ("lock", "✓"),
    RECEIVED: ("rcv", "●"),
    RETURNED: ("bck", ""),
    MISSING: ("mis", ""),
    NOT_DUE: ("", "·"),
    CLOSED: ("", ""),
}
UNASKED = (NOT_DUE, CLOSED)
READ = (Action.CLINICAL_SEE, Action.MANAGEMENT_SEE)
RECEIVED_CODE, TIMELY_CODE = "I45", "I44"
CALLED = (Role.PRESIDENT, Role.SECRETAIRE)


@dataclass(frozen=True, slots=True)
class Head:
    """One month of the head: ``year`` only where it changes."""

    short: str
    year: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One aire, one month, as it is drawn; ``words`` is what a screen reader says."""

    css: str
    mark: str
    late: bool
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class MarkRow:
    aire: Aire
    marks: tuple[Mark, ...]
    done: int  # reports validated, of those that were due
    due: int

    @property
    def validated(self) -> str:
        """« 10 / 11 »."""
        return f"{self.done} / {self.due}"


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of the reports of one month, in percent; None: none was due. ``open``: the month still runs."""

    value: float | None
    status: str
    word: str
    open: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """An aire whose last report due did not come: the months lacking in a row, who may be called."""

    aire: Aire
    months: str
    count: int
    people: tuple[Mandate, ...]


@dataclass(frozen=True, slots=True)
class DistrictLine:
    """A district in the summary: what arrived month by month, what arrived on time over the year."""

    district: District
    aires: int
    rates: tuple[Rate, ...]
    timely: Rate
    missing: int


def targets(on: date) -> tuple[float, float]:
    """What should arrive, what should arrive in time, in percent: the targets of the catalogue. One query."""
    rows = sorted((row for row in indicator_rows() if row.holds_on(on)), key=lambda row: row.valid_from)
    known = {row.code: float(row.target) for row in rows if row.target is not None}
    return known.get(RECEIVED_CODE, 100), known.get(TIMELY_CODE, 100)


def heads(months: Sequence[Month]) -> list[Head]:
    return [
        Head(MONTHS_SHORT[m.number - 1], str(m.year) if i == 0 or m.number == 1 else "")
        for i, m in enumerate(months)
    ]


def mark_rows(matrix: Matrix, scope: Scope) -> list[MarkRow]:
    """Every aire with its twelve cells; a cell leads to the report when the reader may open it."""
    return [_mark_row(row, matrix.months, scope) for row in matrix.rows]


def _mark_row(row: MatrixRow, months: Sequence[Month], scope: Scope) -> MarkRow:
    where = row.aire.where()
    readable = any(scope.may(action, where) for action in READ)
    marks = tuple(
        _mark(row.aire, m, slot, readable=readable) for m, slot in zip(months, row.slots, strict=True)
    )
    due = [slot for slot in row.slots if slot.state not in UNASKED]
    done = sum(slot.state == VALIDATED for slot in due)
    return MarkRow(row.aire, marks, done, len(due))


def _mark(aire: Aire, calendar: Month, slot: Slot, *, readable: bool) -> Mark:
    css, mark = DRESS[slot.state]
    late = slot.timely is False and slot.state in ARRIVED
    words = f"{aire.name}, {MONTHS[calendar.number - 1]}, {slot.word}"
    linked = readable and slot.state not in UNASKED
    url = reverse("report_show", args=[aire.code, calendar.code]) if linked else ""
    return Mark(css, mark, late, words, url)


def rates(
    rows: Iterable[MatrixRow],
    months: Sequence[Month],
    due: Month,
    good: Sequence[str],
    *,
    timely: bool,
    target: float,
) -> tuple[Rate, ...]:
    """Month by month, the share of reports that arrived (``timely``: in time), against ``target`` percent.

    Past ``due`` the month still runs: every aire is counted as expected, and no judgement is passed.
    """
    columns = zip(*(row.slots for row in rows), strict=True)
    return tuple(
        _rate(column, good, timely=timely, target=target, running=m > due)
        for m, column in zip(months, columns, strict=True)
    )


def _rate(slots: Sequence[Slot], good: Sequence[str], *, timely: bool, target: float, running: bool) -> Rate:
    expected = [slot for slot in slots if slot.state not in ((CLOSED,) if running else UNASKED)]
    if not expected:
        return Rate(None, "", "", running)
    arrived = [slot for slot in expected if slot.state in good and (not timely or slot.timely)]
    value = 100 * len(arrived) / len(expected)
    if running:
        return Rate(value or None, "", "provisoire", running)
    status, word = judged(value, target)
    return Rate(value, status, word, running)


def judged(value: float, target: float) -> tuple[str, str]:
    """The house's three steps: reached, at least 80 % of the target, below."""
    value = round(value)  # judged as it is printed
    if value >= target:
        return "ok", "Atteint"
    return ("near", "Proche") if value >= 0.8 * target else ("far", "Loin")


def missing(matrix: Matrix, due: Month, scope: Scope) -> list[Missing]:
    """Aires whose report of ``due`` did not come, the longest silent first. One query, for people."""
    back = [(row.aire, _silence(row, matrix.months, due)) for row in matrix.rows]
    people = _people([aire for aire, silence in back if silence], scope)
    found = [
        Missing(aire, _silence_words(silence), len(silence), tuple(people[aire.pk]))
        for aire, silence in back
        if silence
    ]
    return sorted(found, key=lambda one: (-one.count, one.aire.name))


def _silence(row: MatrixRow, months: Sequence[Month], due: Month) -> list[tuple[Month, str]]:
    """The months lacking in a row up to ``due``, oldest first, each with its state."""
    found: list[tuple[Month, str]] = []
    for calendar, slot in zip(reversed(months), reversed(row.slots), strict=True):
        if calendar > due:
            continue
        if slot.state not in LACKING:
            break
        found.append((calendar, slot.state))
    return found[::-1]


def _silence_words(silence: Sequence[tuple[Month, str]]) -> str:
    """« août et septembre (renvoyé) »; beyond three months, where it began."""
    if len(silence) > 3:
        first, _ = silence[0]
        return f"depuis {month(first.year, first.number)}"
    said = [f"{MONTHS[m.number - 1]}{' (renvoyé)' if state == RETURNED else ''}" for m, state in silence]
    return join_and(said)


def _people(aires: Sequence[Aire], scope: Scope) -> dict[int, list[Mandate]]:
    """The president and the secretary of each aire where the reader may see mandates."""
    seen = [aire.pk for aire in aires if scope.may(Action.MANDATE_SEE, aire.where())]
    found: dict[int, list[Mandate]] = defaultdict(list)
    if seen:
        held = Mandate.objects.in_force().filter(aire__in=seen, role__in=CALLED).select_related("person")
        for mandate in held.order_by("role", "person__last_name"):
            found[mandate.aire_id or 0].append(mandate)
    return found


def district_lines(matrix: Matrix, due: Month, targets: tuple[float, float]) -> list[DistrictLine]:
    """One line a district, the one whose last month is the least complete first."""
    grouped: dict[int, list[MatrixRow]] = defaultdict(list)
    for row in matrix.rows:
        grouped[row.aire.district_id].append(row)
    lines = [_district_line(rows, matrix.months, due, targets) for rows in grouped.values()]
    return sorted(lines, key=lambda line: (-line.missing / line.aires, line.district.name))


def _district_line(
    rows: Sequence[MatrixRow], months: Sequence[Month], due: Month, targets: tuple[float, float]
) -> DistrictLine:
    arrived, in_time = targets
    slots = [slot for row in rows for m, slot in zip(months, row.slots, strict=True) if m <= due]
    return DistrictLine(
        rows[0].aire.district,
        len(rows),
        rates(rows, months, due, ARRIVED, timely=False, target=arrived),
        _rate(slots, ARRIVED, timely=True, target=in_time, running=False),
        sum(bool(_silence(row, months, due)) for row in rows),
    )
