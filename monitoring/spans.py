"""The stretch of months a page of figures speaks of: a few choices, all made of months already due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.html import format_html

from core.formats import MONTHS, MONTHS_SHORT, de, month, month_short, ordinal_html
from core.months import Month, Quarter
from monitoring.recent import due_before

PARAMETER = "periode"
YEAR, QUARTER, SEMESTER, TWELVE = "annee", "trimestre", "semestre", "douze-mois"


@dataclass(frozen=True, slots=True)
class Span:
    """Consecutive months and their words: ``choice`` names the link, ``head`` and ``before`` the columns."""

    code: str
    choice: str
    words: str  # « de janvier à août 2026 »
    head: str  # « 2026 »
    before: str  # « 2025 »
    months: tuple[Month, ...]

    @property
    def last(self) -> Month:
        return self.months[-1]

    @property
    def axis(self) -> str:
        """« Sept. à août », the head of the small curves: they show the twelve months up to the last."""
        first, last = MONTHS_SHORT[(self.last - 11).number - 1], MONTHS_SHORT[self.last.number - 1]
        return f"{first} à {last}".capitalize()

    @property
    def query(self) -> str:
        """What the links of the page carry, so that the choice holds: nothing for the usual one."""
        return "" if self.code == YEAR else f"?{PARAMETER}={self.code}"


def last_due(today: date | None = None) -> Month:
    """The latest month whose reports were due before ``today``. One query a page."""
    today = today or timezone.localdate()
    period = due_before(today)
    return period.calendar if period else Month.of(today) - 1


def spans(last: Month) -> tuple[Span, ...]:
    """The year up to ``last``, the last quarter and the last semester wholly due, the last twelve months."""
    quarter = Quarter.last_closed((last + 1).first_day)
    half = last - last.number % 6  # June or December
    first = 1 if half.number == 6 else 2
    year = Month(last.year, 1).until(last)
    return (
        _span(YEAR, str(last.year), year, str(last.year), str(last.year - 1)),
        _span(
            QUARTER,
            format_html("{} trimestre", ordinal_html(quarter.number)),
            quarter.months,
            f"T{quarter.number} {quarter.year}",
            f"T{quarter.number} {quarter.year - 1}",
        ),
        _span(
            SEMESTER,
            format_html("{} semestre", ordinal_html(first)),
            (half - 5).until(half),
            f"S{first} {half.year}",
            f"S{first} {half.year - 1}",
        ),
        _span(TWELVE, "12 mois", (last - 11).until(last), "12 mois", "12 mois avant"),
    )


def chosen(code: str, choices: Sequence[Span]) -> Span:
    """The choice of an address; the first one when the address names none, or one that does not exist."""
    return next((span for span in choices if span.code == code), choices[0])


def months_words(months: Sequence[Month]) -> str:
    """« de janvier à août 2026 », « d’octobre 2025 à septembre 2026 », « en janvier 2026 »."""
    first, last = months[0], months[-1]
    end = month(last.year, last.number)
    if first == last:
        return f"en {end}"
    start = MONTHS[first.number - 1] if first.year == last.year else month(first.year, first.number)
    return f"{de(start)} à {end}"


def short_labels(months: Sequence[Month]) -> list[str]:
    """« janv. 2025 », one a month."""
    return [month_short(m.year, m.number) for m in months]


def _span(code: str, choice: str, months: Sequence[Month], head: str, before: str) -> Span:
    return Span(code, choice, months_words(months), head, before, tuple(months))
