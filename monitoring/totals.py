"""The only writer of totals: moved by acts, rebuilt when boundaries change, verified against reports."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Case, IntegerField, Q, QuerySet, When

from core.access import PlaceKind
from core.memory import without_collector
from monitoring.contribution import Recipe
from monitoring.enums import COUNTED
from monitoring.models import MonthlyReport, Period, Total
from monitoring.places import COUNTRY, Place, Territory
from monitoring.tallies import COUNTS, FIELDS, Tally, brought, computed

CHILD_TO_ROOT = (
    PlaceKind.AIRE,
    PlaceKind.COMMUNE,
    PlaceKind.DISTRICT,
    PlaceKind.CERCLE,
    PlaceKind.REGION,
    PlaceKind.PAYS,
)
_RANK = Case(
    *(When(place_kind=kind, then=rank) for rank, kind in enumerate(CHILD_TO_ROOT)),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A total that does not say what the reports say."""

    place: Place
    period: Period
    what: str
    stored: object
    computed: object


def move(report: MonthlyReport, before_state: str, after_state: str) -> None:
    """Bring the totals from one state of ``report`` to the next, by the exact difference, child to root.

    Runs in the transaction of the act. What is taken away is what the total of the aire says was brought, so
    that a population changed meanwhile takes nothing else with it.
    """
    if not {before_state, after_state} & set(COUNTED):
        return
    # Its dates as they now are, held: a change of calendar recounts who was in time.
    period = Period.objects.select_for_update(no_key=True).get(pk=report.period_id)
    if not Total.objects.filter(place_kind=COUNTRY.kind, place_id=COUNTRY.id, period=period).exists():
        open_period(period)  # reads the report in its new state: the difference below is then nothing
    territory = Territory([report.aire_id])
    places = territory.places(report.aire_id, period.ends_on)
    rows = _locked(period, [place for place, _ in places])
    difference = brought(
        report.values,
        after_state,
        report.first_declared_at,
        period=period,
        home=territory.home(report.aire_id, period.ends_on),
        recipe=Recipe.of(period),
        pop=territory.pop(report.aire_id, period.year, period.ends_on),
    ).tally()
    difference.add(Tally.stored(rows[places[0][0]]), 1, sign=-1)
    for place, weight in places:
        tally = Tally.stored(rows[place])
        tally.add(difference, weight)
        tally.write(rows[place])
    _save(rows.values())


def _order(place: Place) -> tuple[int, int]:
    return CHILD_TO_ROOT.index(place.kind), place.id


def _locked(period: Period, places: Sequence[Place]) -> dict[Place, Total]:
    """The rows of ``places``, made when absent, locked in one order for everybody."""
    _make(period, places)
    wanted = Q()
    for place in places:
        wanted |= Q(place_kind=place.kind, place_id=place.id)
    return _hold(Total.objects.filter(wanted, period=period))


def _make(period: Period, places: Iterable[Place]) -> None:
    Total.objects.bulk_create(
        [Total(place_kind=place.kind, place_id=place.id, period=period) for place in places],
        ignore_conflicts=True,
    )


def _save(rows: Iterable[Total]) -> None:
    """Held rows: an upsert writes them four times faster than bulk_update, which spells a CASE a row."""
    Total.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["id"], update_fields=FIELDS
    )


def _hold(rows: QuerySet[Total]) -> dict[Place, Total]:
    held = rows.select_for_update().order_by(_RANK, "place_id")
    return {Place(PlaceKind(row.place_kind), row.place_id): row for row in held}


def open_period(period: Period) -> None:
    """Count what is expected everywhere in a month; again when its dates change or aires open or close."""
    _rebuild_one(period, Territory())


def rebuild(
    periods: Iterable[Period] | None = None,
    aires: Iterable[int] | None = None,
    progress: Callable[[Period], None] | None = None,
) -> int:
    """Recompute totals from reports; the number of rows that changed.

    ``aires``: only the months in which these aires count somewhere; each such month is recomputed whole, so
    that the communes which lost a share lose their part. One transaction a month.
    """
    months = list(Period.objects.order_by("year", "month") if periods is None else periods)
    if aires is not None:
        mine = Total.objects.filter(place_kind=PlaceKind.AIRE, place_id__in=list(aires))
        touched = set(mine.values_list("period", flat=True))
        months = [period for period in months if period.pk in touched]
    territory = Territory()
    changed = 0
    for period in months:
        if progress:
            progress(period)
        changed += _rebuild_one(period, territory)
    return changed


@without_collector()
def _rebuild_one(period: Period, territory: Territory) -> int:
    with transaction.atomic():
        # Made and locked before the reports are read: an act waiting for these rows finds them up to date.
        _make(period, _expected_places(period, territory))
        rows = _hold(Total.objects.filter(period=period))
        now = computed(period, territory)
        changed = [
            tally.write(rows[place])
            for place, tally in now.items()
            if place in rows and Tally.stored(rows[place]) != tally
        ]
        new = [
            tally.write(Total(place_kind=place.kind, place_id=place.id, period=period))
            for place, tally in now.items()
            if place not in rows
        ]
        gone = [row.pk for place, row in rows.items() if place not in now]
        Total.objects.filter(pk__in=gone).delete()
        _save(changed)
        Total.objects.bulk_create(new, batch_size=500)
    return len(changed) + len(new) + len(gone)


def _expected_places(period: Period, territory: Territory) -> list[Place]:
    day = period.ends_on
    expected = (aire for aire, home in territory.homes.items() if home.open_on(day))
    return sorted({place for aire in expected for place, _ in territory.places(aire, day)}, key=_order)


def verify(
    periods: Iterable[Period] | None = None, progress: Callable[[Period], None] | None = None
) -> list[Difference]:
    """What stored totals say otherwise than the reports. Nothing is written; must be empty."""
    months = list(Period.objects.order_by("year", "month") if periods is None else periods)
    territory = Territory()
    found: list[Difference] = []
    for period in months:
        if progress:
            progress(period)
        found += _verify_one(period, territory)
    return found


@without_collector()
def _verify_one(period: Period, territory: Territory) -> list[Difference]:
    rows = Total.objects.filter(period=period)
    stored = {Place(PlaceKind(r.place_kind), r.place_id): Tally.stored(r) for r in rows.iterator()}
    now = computed(period, territory)
    if not stored and all(not tally.received_count for tally in now.values()):
        return []  # a month that nobody opened yet
    return [
        difference
        for place in sorted(stored.keys() | now.keys())
        for difference in _differences(place, period, stored.get(place, Tally()), now.get(place, Tally()))
    ]


def _differences(place: Place, period: Period, stored: Tally, computed: Tally) -> list[Difference]:
    found = [
        Difference(place, period, name, getattr(stored, name), getattr(computed, name))
        for name in COUNTS
        if getattr(stored, name) != getattr(computed, name)
    ]
    for name in ("received", "validated"):
        left, right = getattr(stored, name), getattr(computed, name)
        found += [
            Difference(place, period, f"{name} {key}", left.get(key), right.get(key))
            for key in sorted(left.keys() | right.keys())
            if left.get(key) != right.get(key)
        ]
    return found
