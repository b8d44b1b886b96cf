"""The measures of a session, of those before it: as they are now, or as they were seen the day it closed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.formats import counted
from followup.models import OPEN, State
from monitorage.models import Measure, Session, SessionState, Source

OWN, EARLIER = "mesures", "avant"


@dataclass(frozen=True, slots=True)
class Line:
    """A measure in words; dates as « 2026-10-15 »: what an archive keeps as it stands."""

    intervention: str
    number: str
    text: str
    owner: str
    function: str
    due: str
    state: str
    late: int  # days, on the day it was read
    cost: int | None
    source: str
    session: str  # « 1er semestre 2026 »
    url: str

    @property
    def due_on(self) -> date:
        return date.fromisoformat(self.due)

    @property
    def state_words(self) -> str:
        return State(self.state).label

    @property
    def source_words(self) -> str:
        return Source(self.source).label

    @property
    def late_words(self) -> str:
        return f"{counted(self.late, 'jour', 'jours')} de retard" if self.late else ""

    @property
    def open(self) -> bool:
        return self.state in OPEN


def own_lines(session: Session) -> list[Line]:
    """The measures that the session decided (one query, none when archived)."""
    if session.state == SessionState.ARCHIVED:
        return _read(session.seen.get(OWN, ()))
    return _lines(session.measures.all())


def earlier_lines(session: Session) -> list[Line]:
    """What earlier sessions of the aire decided, still open: the first page (one query; none, archived)."""
    if session.state == SessionState.ARCHIVED:
        return _read(session.seen.get(EARLIER, ()))
    before = Q(session__year__lt=session.year) | Q(session__year=session.year, session__half__lt=session.half)
    return _lines(Measure.objects.filter(before, session__aire=session.aire_id, followup__state__in=OPEN))


def snapshot(session: Session) -> dict[str, Any]:
    """What an archive keeps: both lists, as they are now."""
    return {
        OWN: [asdict(line) for line in own_lines(session)],
        EARLIER: [asdict(line) for line in earlier_lines(session)],
    }


def by_intervention(lines: Iterable[Line]) -> Mapping[str, list[Line]]:
    """Code of an intervention → its measures."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.intervention, []).append(line)
    return found


def _lines(measures: Any) -> list[Line]:
    today = timezone.localdate()
    rows = measures.select_related("followup__owner", "session").order_by("followup__due_on", "pk")
    return [_line(row, today) for row in rows]


def _line(row: Measure, today: date) -> Line:
    promised = row.followup
    return Line(
        row.intervention,
        promised.number,
        promised.text,
        promised.owner_name,
        promised.owner_words if promised.owner else "",
        promised.due_on.isoformat(),
        promised.state,
        promised.days_late(today),
        row.cost,
        row.source,
        row.session.semester.words,
        reverse("followup_show", args=[promised.pk]),
    )


def _read(rows: Sequence[Mapping[str, Any]]) -> list[Line]:
    return [Line(**row) for row in rows]
