"""What an aire was until a day: kept before it moves, so that the months before go on counting by it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Max

from communes.models import Commune
from cscom.models import Aire, AirePast, AirePopulation, BoundaryChange


def remember(aires: Iterable[Aire], on: date) -> None:
    """Keep where ``aires`` stand, and their people of that year, as what held until ``on``.

    Asked twice for one day, the first answer stays: a day has one eve. To be called before anything changes.
    """
    rows = list(Aire.objects.filter(pk__in=[aire.pk for aire in aires]).select_related("host_commune"))
    known: dict[int, list[tuple[int, int]]] = defaultdict(list)
    pops = AirePopulation.objects.filter(aire__in=rows).order_by("year")
    for aire, year, total in pops.values_list("aire", "year", "total"):
        known[aire].append((year, total))
    AirePast.objects.bulk_create(
        [
            AirePast(
                aire=aire,
                ends_on=on,
                host_commune_id=aire.host_commune_id,
                cercle_id=aire.host_commune.cercle_id,
                district_id=aire.district_id,
                population=people_in(known[aire.pk], on.year),
            )
            for aire in rows
        ],
        ignore_conflicts=True,
    )


def people_in(known: Sequence[tuple[int, int]], year: int) -> int | None:
    """Of (year, inhabitants) in order: that year, else the nearest year before, else the first one known."""
    before = [total for known_year, total in known if known_year <= year]
    if before:
        return before[-1]
    return known[0][1] if known else None


def first_years(aires: Iterable[Aire]) -> dict[int, int]:
    """Aire → the year of its last move: populations of the years before are not to be reckoned again."""
    last = (
        AirePast.objects.filter(aire__in=[aire.pk for aire in aires]).values("aire").annotate(Max("ends_on"))
    )
    return {row["aire"]: row["ends_on__max"].year for row in last}


def communes_moved() -> set[str]:
    """The codes of the communes that a change of boundaries moved: files of before do not bring them back."""
    made = BoundaryChange.objects.filter(state=BoundaryChange.State.DONE)
    moved: set[int] = set()
    for params in made.values_list("params", flat=True):
        moved |= {*params.get("communes", ()), params.get("commune", 0)}
    return set(Commune.objects.filter(pk__in=moved).values_list("code", flat=True))
