"""What became of each report: deposited in time or late, signed, validated, returned, never sent."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Final

from django.utils import timezone

from core.months import Month
from monitoring.enums import ReportState, SectionKind
from reports.demo import story
from reports.demo.dice import Dice
from reports.demo.profile import Profile
from reports.demo.story import Moment

DUE_DAY: Final = 5  # of the month after
VALIDATION_DAY: Final = 15


class Signed(Enum):
    """Which stamps a deposited report bears."""

    NOBODY = ()
    CPM = (SectionKind.CLINICAL,)
    PRESIDENT = (SectionKind.MANAGEMENT,)
    BOTH = (SectionKind.CLINICAL, SectionKind.MANAGEMENT)


@dataclass(frozen=True, slots=True)
class Fate:
    """The life of one report: moments in order, None for what did not happen."""

    state: ReportState
    typed_at: datetime
    declared_at: datetime | None = None
    signed: Signed = Signed.NOBODY
    signed_at: datetime | None = None
    closed_at: datetime | None = None  # validated or returned, as ``state`` says


def due_on(month: Month) -> date:
    """The default calendar: the report of a month is due on the 5th of the next."""
    return (month + 1).first_day.replace(day=DUE_DAY)


def validation_due_on(month: Month) -> date:
    return (month + 1).first_day.replace(day=VALIDATION_DAY)


def fate_of(profile: Profile, month: Month, moment: Moment) -> Fate | None:
    """The report of the aire of ``profile`` for a past ``month``; None: nothing was sent."""
    code, months_ago = profile.code, _distance(month, moment.current)
    if (code, months_ago) in {(story.OULENY, 1), (story.OULENY, 2)}:
        return None
    if months_ago <= 2 and code in TOLD and (told := TOLD[code].get(months_ago)):
        return _told(month, moment, *told)
    return _drawn(profile, month, moment, months_ago)


# Aire → months ago → state, stamps: what awaits the cast, whatever the day.
TOLD: Final[dict[str, dict[int, tuple[ReportState, Signed]]]] = {
    story.CENTRAL: {
        1: (ReportState.RETURNED, Signed.NOBODY),
        2: (ReportState.COMPLETE, Signed.NOBODY),
    },
    story.KIBAN: {1: (ReportState.COMPLETE, Signed.PRESIDENT)},
    story.SAMAKELE: {1: (ReportState.COMPLETE, Signed.BOTH)},
    story.BAO: {1: (ReportState.COMPLETE, Signed.BOTH)},
}


def _told(month: Month, moment: Moment, state: ReportState, signed: Signed) -> Fate:
    """Deposited two days before the term; all of it earlier when the term is still to come."""
    declared = _at(due_on(month) - timedelta(days=2), 9)
    closed = declared + timedelta(hours=6)
    late = max(closed - _at(moment.today, 0) + timedelta(hours=1), timedelta(0))
    return Fate(
        state=state,
        typed_at=declared - timedelta(hours=1) - late,
        declared_at=declared - late,
        signed=signed,
        signed_at=declared + timedelta(hours=3) - late if signed != Signed.NOBODY else None,
        closed_at=closed - late if state == ReportState.RETURNED else None,
    )


def _drawn(profile: Profile, month: Month, moment: Moment, months_ago: int) -> Fate | None:
    dice = Dice("fate", profile.code, month.code)
    sent = not dice.happens(profile.misses)
    delay = dice.whole(1, 17) if dice.happens(profile.lags) else -dice.whole(0, 3)
    declared = _at(due_on(month) + timedelta(days=delay), dice.whole(8, 16))
    signed_at = declared + timedelta(hours=dice.whole(1, 40))
    term = _at(validation_due_on(month) - timedelta(days=dice.whole(0, 6)), dice.whole(8, 16))
    validated = max(term, signed_at + timedelta(hours=dice.whole(3, 30)))
    if not sent:
        return None
    if months_ago > 1:
        return _life(ReportState.VALIDATED, declared, Signed.BOTH, signed_at, validated)
    return _recent(dice, _at(moment.today, 0), declared, signed_at, validated)


def _recent(
    dice: Dice, now: datetime, declared: datetime, signed_at: datetime, validated: datetime
) -> Fate | None:
    """Last month: what had time to happen. Most wait for the chargé SIS."""
    luck = dice.between(0, 1)
    if declared > now:
        return Fate(ReportState.DRAFT, min(declared, now) - timedelta(hours=2)) if luck < 0.4 else None
    if luck < 0.12:
        return Fate(ReportState.DRAFT, declared)
    if luck < 0.30 and validated <= now:
        return _life(ReportState.VALIDATED, declared, Signed.BOTH, signed_at, validated)
    signed = Signed.BOTH if luck < 0.75 else (Signed.CPM if luck < 0.87 else Signed.NOBODY)
    if signed_at > now:
        signed = Signed.NOBODY
    return _life(ReportState.COMPLETE, declared, signed, signed_at, None)


def _life(
    state: ReportState, declared: datetime, signed: Signed, signed_at: datetime, closed: datetime | None
) -> Fate:
    stamped = signed_at if signed != Signed.NOBODY else None
    return Fate(state, declared - timedelta(hours=2), declared, signed, stamped, closed)


def _distance(month: Month, current: Month) -> int:
    return (current.year - month.year) * 12 + current.number - month.number


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
