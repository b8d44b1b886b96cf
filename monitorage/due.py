"""Which sessions an aire owes: one a semester, within the two months after its end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from core.months import Semester
from monitorage.models import Session, SessionState
from monitoring.models import Period

SHOWN = 4  # semesters of a page, when there are no older sessions
TAGS: Mapping[str, tuple[str, str]] = {
    SessionState.PREPARED: ("préparée", "on"),
    SessionState.HELD: ("tenue", "done"),
    SessionState.ARCHIVED: ("archivée", "done"),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A semester of an aire, with its session when there is one."""

    semester: Semester
    session: Session | None
    due_on: date
    late: bool

    @property
    def word(self) -> str:
        if self.session:
            return TAGS[self.session.state][0]
        return "en retard" if self.late else "à préparer"

    @property
    def tone(self) -> str:
        """The class of its tag."""
        if self.session:
            return TAGS[self.session.state][1]
        return "stop" if self.late else ""


def due_on(semester: Semester) -> date:
    """The last day to hold it: July and August for the first, January and February for the second."""
    return (semester.months[-1] + 2).last_day


def slots_of(sessions: Iterable[Session], today: date, since: Semester | None) -> list[Slot]:
    """The last semesters that are over, the latest first, down to the first session of the aire.

    Without sessions, the last one; those before it as far as reports go (``since``), four at most.
    """
    by_semester = {session.semester: session for session in sessions}
    semester = Semester.last_closed(today)
    found = [slot_of(semester, by_semester.get(semester), today)]
    oldest = min(by_semester, default=semester)
    while (since and semester > since and len(found) < SHOWN) or semester > oldest:
        semester = semester.before
        found.append(slot_of(semester, by_semester.get(semester), today))
    return found


def first_reported() -> Semester | None:
    """The semester of the first month the DRS opened (one query); None before that."""
    first = Period.objects.order_by("year", "month").first()
    return Semester(first.year, 1 if first.month <= 6 else 2) if first else None


def slot_of(semester: Semester, session: Session | None, today: date) -> Slot:
    """One semester: late when its last day is past and the session was not held."""
    last = due_on(semester)
    held = session is not None and session.state != SessionState.PREPARED
    return Slot(semester, session, last, not held and today > last)


def before(session: Session) -> Session | None:
    """The last session of the aire before this one (one query)."""
    earlier = Session.objects.filter(aire=session.aire_id).order_by(F("year").desc(), F("half").desc())
    return next((one for one in earlier if (one.year, one.half) < (session.year, session.half)), None)
