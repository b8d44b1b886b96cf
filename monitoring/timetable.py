"""The calendar of reporting months: what follows a month, what is refused, what a change of dates moves."""

from dataclasses import astuple, dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.access import PlaceKind
from core.formats import day, de, month
from core.months import Month
from monitoring.models import Period, Total
from monitoring.recent import opened
from monitoring.totals import open_period

# Usual dates, to be confirmed by the DRS: deposit by the 5th of the next month, validation by the 15th.
DUE_DAY, VALIDATION_DAY = 5, 15
MIDDLE = 15  # a reporting month holds the 15th of its month: two that are not neighbours cannot overlap
ONE_DAY = timedelta(days=1)
FAR = 5  # years after a month, or after today: a later day is a year typed wrong
REASON_LENGTH = 100  # what a row of history keeps


@dataclass(frozen=True, slots=True)
class Dates:
    """The calendar of one month. ``closes_on``: the last day of typing, None when it never closes."""

    starts_on: date
    ends_on: date
    due_on: date
    validation_due_on: date
    closes_on: date | None = None

    @classmethod
    def of(cls, period: Period) -> "Dates":
        return cls(
            period.starts_on, period.ends_on, period.due_on, period.validation_due_on, period.closes_on
        )


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a change. ``moved``: neighbours whose first or last day followed."""

    period: Period
    moved: tuple[Period, ...] = ()
    timely_before: int = 0
    timely_after: int = 0


class Untimely(ValueError):
    """Dates that cannot be: field → one French sentence."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(next(iter(faults.values())))
        self.faults = faults


def usual(calendar: Month) -> Dates:
    """A calendar month, due on the usual days of the next."""
    after = calendar + 1
    return Dates(
        calendar.first_day,
        calendar.last_day,
        date(after.year, after.number, DUE_DAY),
        date(after.year, after.number, VALIDATION_DAY),
    )


def following(previous: Period) -> Dates:
    """The month after ``previous``, on the same days: 28 → 27 follows 28 → 27."""
    starts = previous.ends_on + ONE_DAY
    ends = max(_a_month_later(previous.ends_on), starts + ONE_DAY)
    due = max(_a_month_later(previous.due_on), ends)
    validation = max(_a_month_later(previous.validation_due_on), due)
    closes = previous.closes_on and max(_a_month_later(previous.closes_on), validation)
    return Dates(starts, ends, due, validation, closes)


def _a_month_later(one: date) -> date:
    """The same day of the next month; the last day follows a last day."""
    here = Month.of(one)
    return (here + 1).last_day if one == here.last_day else (here + 1).day_at(one.day)


def proposed(calendar: Month) -> Dates:
    """The dates a month opens with: those of the month before, carried on; it ends where the next begins."""
    previous, after = opened(calendar - 1), opened(calendar + 1)
    dates = following(previous) if previous else usual(calendar)
    if after and dates.ends_on != after.starts_on - ONE_DAY:
        ends = after.starts_on - ONE_DAY
        due = max(dates.due_on, ends)
        validation = max(dates.validation_due_on, due)
        closes = dates.closes_on and max(dates.closes_on, validation)
        dates = Dates(dates.starts_on, ends, due, validation, closes)
    return dates


def next_to_open() -> Month:
    """The month after the last one that was opened; this month when none was. One query."""
    last = Period.objects.order_by("-year", "-month").first()
    return last.calendar + 1 if last else Month.of(timezone.localdate())


@transaction.atomic
def open_month(calendar: Month, dates: Dates) -> Changed:
    """Open one month; what is expected is counted everywhere. Raises Untimely."""
    return _set(Period(year=calendar.year, month=calendar.number), dates, "ouverture")


@transaction.atomic
def change(period: Period, dates: Dates) -> Changed:
    """Give a month that is not closed other dates; neighbours and timeliness follow. Raises Untimely."""
    held = _held_around(period.calendar)[1] or period  # with its neighbours at once: one order for everybody
    if held.shut(timezone.localdate()):
        raise Untimely(
            {"": f"Ce mois est clos depuis le {day(_closed_from(held))}\u00a0: rouvrez-le d’abord."}
        )
    return _set(held, dates, "changement de dates")


@transaction.atomic
def reopen(period: Period, closes_on: date | None, reason: str) -> Changed:
    """Let a closed month be typed in again, until ``closes_on`` (None: no end). Raises Untimely."""
    held = Period.objects.select_for_update(no_key=True).get(pk=period.pk)
    today = timezone.localdate()
    if not held.shut(today):
        raise Untimely({"": "Ce mois n’est pas clos\u00a0: il n’y a rien à rouvrir."})
    if closes_on is not None and closes_on < today:
        raise Untimely({"closes_on": "Écrivez aujourd’hui ou un jour à venir."})
    if closes_on is not None and (why := _too_far(closes_on, held.calendar)):
        raise Untimely({"closes_on": why})
    held.closes_on = closes_on
    _keep(held, reason)
    return Changed(held)


def _closed_from(period: Period) -> date:
    """The first day on which nobody types any more."""
    assert period.closes_on is not None  # noqa: S101 - asked of a month that closes
    return period.closes_on + ONE_DAY


def _set(period: Period, dates: Dates, why: str) -> Changed:
    previous, here, after = _held_around(period.calendar)
    if here and here.pk != period.pk:
        raise Untimely({"": f"{_named(here)} est déjà ouvert. Relisez la liste des mois."})
    faults = _faults(period.calendar, dates) or _against(dates, previous, after)
    if faults:
        raise Untimely(faults)
    before = _timely(period)
    moved = []
    if previous and previous.ends_on != dates.starts_on - ONE_DAY:
        previous.ends_on = dates.starts_on - ONE_DAY
        moved.append(previous)
    if after and after.starts_on != dates.ends_on + ONE_DAY:
        after.starts_on = dates.ends_on + ONE_DAY
        moved.append(after)
    names = ("starts_on", "ends_on", "due_on", "validation_due_on", "closes_on")
    for name, value in zip(names, astuple(dates), strict=True):
        setattr(period, name, value)
    try:
        with transaction.atomic():
            _keep(period, why)
    except IntegrityError as error:  # a month opened at the same instant had no row to be held
        raise Untimely({"": f"{_named(period)} vient d’être ouvert. Relisez la liste des mois."}) from error
    for neighbour in moved:
        _keep(neighbour, f"suit les dates {de(month(period.year, period.month))}")
    for one in (period, *moved):
        open_period(one)
    return Changed(period, tuple(moved), before, _timely(period))


def _keep(period: Period, why: str) -> None:
    """Save, with the reason in its row of history."""
    period._change_reason = why[:REASON_LENGTH]  # type: ignore[attr-defined]  # noqa: SLF001
    period.save()


def _held_around(calendar: Month) -> list[Period | None]:
    """The rows of the months before, this one, after, held until the end of the transaction."""
    around = [calendar - 1, calendar, calendar + 1]
    rows = Period.objects.filter(year__in={one.year for one in around}).order_by("year", "month")
    known = {period.calendar: period for period in rows.select_for_update(no_key=True)}
    return [known.get(one) for one in around]


def _faults(calendar: Month, dates: Dates) -> dict[str, str]:
    """What is wrong with these dates by themselves, by field."""
    before, middle, after = (date(m.year, m.number, MIDDLE) for m in (calendar - 1, calendar, calendar + 1))
    holds = f"Le rapport {de(month(calendar.year, calendar.number))} contient le {day(middle)}\u00a0:"
    found = {}
    if not before < dates.starts_on <= middle:
        found["starts_on"] = f"{holds} il commence ce jour-là ou avant, et après le {day(before)}."
    if not middle <= dates.ends_on < after:
        found["ends_on"] = f"{holds} il finit ce jour-là ou après, et avant le {day(after)}."
    elif dates.ends_on <= dates.starts_on:
        found["ends_on"] = "Le dernier jour suit le premier."
    if dates.due_on < dates.ends_on:
        found["due_on"] = "Le dépôt ne peut pas finir avant le dernier jour du mois de rapport."
    if dates.validation_due_on < dates.due_on:
        found["validation_due_on"] = "La validation ne peut pas finir avant le dépôt."
    if dates.closes_on and dates.closes_on < dates.validation_due_on:
        found["closes_on"] = "La saisie se clôt au plus tôt le dernier jour pour valider."
    for name in ("due_on", "validation_due_on", "closes_on"):
        if (one := getattr(dates, name)) and (why := _too_far(one, calendar)):
            found[name] = why
    return found


def _too_far(one: date, calendar: Month) -> str:
    """Why a day written for this month cannot be meant, or ""."""
    last = max(calendar.year, timezone.localdate().year) + FAR
    return f"Relisez l’année\u00a0: le {day(one)} est trop loin." if one.year > last else ""


def _against(dates: Dates, previous: Period | None, after: Period | None) -> dict[str, str]:
    """Why a neighbour cannot follow, by field: no hole, no day counted twice."""
    today, found = timezone.localdate(), {}
    if previous and (last := dates.starts_on - ONE_DAY) != previous.ends_on:
        name = _named(previous)
        if previous.shut(today):
            told = (
                f"{name} est clos et finit le {day(previous.ends_on)}\u00a0: ce mois commence le lendemain."
            )
            found["starts_on"] = told
        elif not previous.starts_on < last <= previous.due_on:
            told = f"{name} finirait le {day(last)}, après son dépôt\u00a0: changez d’abord ses dates."
            found["starts_on"] = told
    if after and (first := dates.ends_on + ONE_DAY) != after.starts_on:
        name = _named(after)
        if after.shut(today):
            told = f"{name} est clos et commence le {day(after.starts_on)}\u00a0: ce mois finit la veille."
            found["ends_on"] = told
        elif first >= after.ends_on:
            told = f"{name} commencerait le {day(first)}, après sa fin\u00a0: changez d’abord ses dates."
            found["ends_on"] = told
    return found


def _named(period: Period) -> str:
    """« Octobre 2026 »."""
    return month(period.year, period.month).capitalize()


def _timely(period: Period) -> int:
    """Reports received in time, over the whole country."""
    if period._state.adding:
        return 0
    row = Total.objects.filter(period=period, place_kind=PlaceKind.PAYS, place_id=0).first()
    return row.timely_count if row else 0
