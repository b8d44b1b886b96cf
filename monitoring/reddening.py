"""The ten figures that are far from their target two months running, at an aire or in a commune."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from communes.models import Commune
from core.access import Action, PlaceKind, Where
from core.formats import de, month
from core.months import Month
from cscom.models import Aire
from mandates.receivers import Roll
from monitoring.aggregates import tables
from monitoring.figures import FAR, Figure
from monitoring.measure import known_indicators
from monitoring.models import Total
from monitoring.recent import due_before
from notices.models import NoticeKind
from notices.send import Fact


@dataclass(frozen=True, slots=True)
class _Level:
    """A kind of place; who reads a figure as that of their own place."""

    kind: PlaceKind
    model: type[Aire] | type[Commune]
    words: str
    home: Callable[[int], Where]


LEVELS = (
    _Level(PlaceKind.AIRE, Aire, "aire de santé", lambda pk: Where(aires=frozenset({pk}))),
    _Level(PlaceKind.COMMUNE, Commune, "commune", lambda pk: Where(communes=frozenset({pk}))),
)


def red_facts(today: date, roll: Roll) -> Iterator[Fact]:
    """What turned red with the last month due: red then and the month before, not red the month before that.

    A figure that stays red is told once, not each month. Provisional figures, as the people of the place read
    them. Its queries do not depend on the number of places.
    """
    period = due_before(today)
    if period is None:
        return
    for level in LEVELS:
        yield from _of_level(level, period.calendar, today, roll)


def _of_level(level: _Level, last: Month, today: date, roll: Roll) -> Iterator[Fact]:
    received = Total.objects.filter(
        place_kind=level.kind, period__year=last.year, period__month=last.number, received_count__gt=0
    )
    places = level.model._default_manager.filter(pk__in=received.values("place_id"))
    known = {pk: (code, name) for pk, code, name in places.values_list("pk", "code", "name")}
    indicators = known_indicators([last])
    # A state changes once a year, or when a seat does: told month after month it would turn red by the
    # calendar alone (vide in January, counted in March).
    ten = [code for code, one in indicators.items() if one.row.on_mayor_page and not one.of_day]
    if not known or not ten:
        return
    before, first, second = (
        tables(ten, level.kind, list(known), [m], "provisional", today=today)
        for m in (last - 2, last - 1, last)
    )
    months = f"{month((last - 1).year, (last - 1).number)} et {month(last.year, last.number)}"
    for code in ten:
        for pk, (place, name) in known.items():
            if not (_red(second, code, pk) and _red(first, code, pk)) or _red(before, code, pk):
                continue
            short, where = indicators[code].row.short, f"{level.words} {de(name)}"
            text = f"{short}, {where}\u00a0: loin de la cible deux mois de suite, {months}."
            key, url = f"rouge:{code}:{level.kind}:{pk}:{last.code}", f"indicator_{level.kind}"
            people = frozenset(roll.people(Action.TOTALS_PROVISIONAL, level.home(pk)))
            yield Fact(NoticeKind.RED, key, text, reverse(url, args=[place, code]), people)


def _red(found: dict[str, dict[int, Figure]], code: str, pk: int) -> bool:
    figure = found.get(code, {}).get(pk)
    return figure is not None and figure.status == FAR
