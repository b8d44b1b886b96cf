"""How many people live in a place: what was counted, what is estimated for this year, and which is which."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from communes.models import Cercle, Commune, Population, Village
from communes.populations import in_year, rounded
from cscom.models import Aire, AirePopulation


@dataclass(frozen=True, slots=True)
class Inhabitants:
    """A population as a page shows it; ``estimated`` is said beside it, always."""

    total: int
    year: int
    source: str
    estimated: bool


def counted(rows: Iterable[Population | AirePopulation]) -> list[Inhabitants]:
    """What the database holds of one place, the latest first."""
    latest = sorted(rows, key=lambda row: -row.year)
    return [Inhabitants(row.total, row.year, row.source, row.estimated) for row in latest]


def estimate(rows: Sequence[Population], year: int, rate: Decimal) -> Inhabitants | None:
    """Inhabitants in ``year``: the row of that year when there is one, else a projection, which says so."""
    same = next((row for row in rows if row.year == year), None)
    if same:
        return Inhabitants(same.total, year, same.source, same.estimated)
    total = in_year(rows, year, rate)
    return None if total is None else Inhabitants(rounded(total), year, "projeté", estimated=True)


def of_communes(communes: Iterable[Commune], year: int) -> dict[int, Inhabitants | None]:
    """Commune → its inhabitants in ``year`` (one query; the communes come with their cercle)."""
    communes = list(communes)
    rows = _by_place(Population.objects.filter(commune__in=communes), "commune_id")
    return {c.pk: estimate(rows[c.pk], year, c.cercle.growth_rate) for c in communes}


def of_cercles(cercles: Iterable[Cercle], year: int) -> dict[int, Inhabitants | None]:
    """Cercle → its inhabitants in ``year`` (one query)."""
    cercles = list(cercles)
    rows = _by_place(Population.objects.filter(cercle__in=cercles), "cercle_id")
    return {c.pk: estimate(rows[c.pk], year, c.growth_rate) for c in cercles}


def of_villages(villages: Iterable[Village], year: int) -> dict[int, Inhabitants | None]:
    """Village → its inhabitants in ``year`` (one query; the villages come with their cercle)."""
    villages = list(villages)
    rows = _by_place(Population.objects.filter(village__in=villages), "village_id")
    return {v.pk: estimate(rows[v.pk], year, v.commune.cercle.growth_rate) for v in villages}


def of_aires(aires: Iterable[Aire], year: int) -> dict[int, AirePopulation]:
    """Aire → its row of ``year`` (one query)."""
    return {p.aire_id: p for p in AirePopulation.objects.filter(aire__in=aires, year=year)}


def sum_of_aires(aires: Iterable[Aire], year: int) -> int | None:
    """The inhabitants of these aires together; None when none is known."""
    total = AirePopulation.objects.filter(aire__in=aires, year=year).aggregate(total=Sum("total"))["total"]
    return None if total is None else int(total)


def _by_place(rows: Iterable[Population], place: str) -> dict[int, list[Population]]:
    found: dict[int, list[Population]] = defaultdict(list)
    for row in rows:
        found[getattr(row, place)].append(row)
    return found
