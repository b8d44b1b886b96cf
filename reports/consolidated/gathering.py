"""All that a consolidated report reads, in a number of queries that no number of communes changes."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from communes.models import Commune
from concertation.record import Record, records_of
from core.access import PlaceKind, PlaceSet
from core.months import Quarter
from mandates.models import Organ
from mandates.models.mandate import standing_in
from monitoring import aggregates
from monitoring.aggregates import Figure, OnWhat
from monitoring.league import KEY_FIGURES, RECEIVED
from monitoring.places import place_of
from planning.aggregates import EXECUTED, Figures, at, figures_of, total
from planning.models import Plan
from reports.consolidated.money import Purse, lines_of, purse_of, read_accounts
from reports.consolidated.wide import Inside, Part, Tally, Wide, by_part, inside, tallies, tally_of
from reports.models import Document, DocumentKind

FINAL: OnWhat = "final"
TIMELY = "I44"
COMPARED = (*KEY_FIGURES, RECEIVED, TIMELY)
ITSELF = 0  # the key of what is of the place itself, not of one of its parts


@dataclass(frozen=True, slots=True)
class Line:
    """One part of the place: its figures in the order of ``Gathered.compared``, its sums, its own report."""

    part: Part
    figures: Sequence[Figure]
    tally: Tally
    purse: Purse
    plans: Figures
    record: Record
    paper: Document | None


@dataclass(frozen=True, slots=True)
class Gathered:
    """``own``: what the organs of no part did; ``papers``: commune → its report in force."""

    within: Inside
    figures: Sequence[Figure]
    compared: Sequence[Figure]  # the place's, one a column
    lines: Sequence[Line]
    tally: Tally
    purse: Purse
    money: Sequence[tuple[str, list[tuple[str, float | None]], float | None]]
    plans: Figures
    own: Record
    organs: int
    papers: Mapping[int, Document]

    @property
    def record(self) -> Record:
        """Of all the organs."""
        return sum((line.record for line in self.lines), self.own)

    @property
    def without(self) -> list[Commune]:
        """The communes whose own report of the quarter is not issued."""
        return [commune for commune in self.within.communes if commune.pk not in self.papers]


def gathered(place: Wide, quarter: Quarter, today: date) -> Gathered:
    """Everything, validated figures alone."""
    within, months = inside(place), quarter.months
    ids, here = [part.pk for part in within.parts], place_of(place)
    figures = aggregates.figures(here, months, FINAL, mayor=True)
    compared = aggregates.tables(COMPARED, here.kind, [here.id], months, FINAL)
    parts = aggregates.tables(COMPARED, within.kind, ids, months, FINAL) if ids else {}
    books = read_accounts(within.aires, quarter)
    accounts = by_part((within.part_of_aire(account.partner.aire), account) for account in books)
    plans, records = _plans(within, quarter), _records(within, quarter, today)
    counts, papers = tallies(within.kind, ids, quarter), _papers(within, quarter)
    lines = [
        Line(
            part,
            [parts[code][part.pk] for code in compared if code in parts],
            counts.get(part.pk, Tally()),
            purse_of(accounts.get(part.pk, [])),
            total(plans.get(part.pk, [])),
            sum(records.get(part.pk, []), Record()),
            papers.get((within.kind, part.pk)),
        )
        for part in within.parts
    ]
    known = {part.pk for part in within.parts}
    return Gathered(
        within,
        figures,
        [by_id[here.id] for by_id in compared.values()],
        lines,
        tally_of(place, quarter),
        purse_of(books),
        lines_of(books),
        total(one for found in plans.values() for one in found),
        sum((one for key, found in records.items() if key not in known for one in found), Record()),
        sum(len(found) for found in records.values()),
        {pk: paper for (kind, pk), paper in papers.items() if kind == PlaceKind.COMMUNE},
    )


def _plans(within: Inside, quarter: Quarter) -> Mapping[Hashable, list[Figures]]:
    """The plans of the year, done by the end of the quarter, under the part of their aire. Three queries."""
    plans = at(Plan.objects.all(), within.place).filter(year=quarter.year, state__in=EXECUTED)
    figures = figures_of(plans, until=quarter.number)
    part = "aire__district" if within.region else "aire__host_commune"
    rows = plans.order_by().values_list("pk", part)
    return by_part((key, figures.get(pk, Figures(plans=1))) for pk, key in rows)


def _records(within: Inside, quarter: Quarter, today: date) -> Mapping[Hashable, list[Record]]:
    """What organs did, under the part they stand in; ``ITSELF`` for those of wider places. Four queries."""
    here = frozenset({within.place.pk})
    places = PlaceSet(regions=here) if within.region else PlaceSet(districts=here)
    organs = Organ.objects.filter(standing_in(places)).select_related("commune", "aire").order_by("pk")
    first, last = quarter.months[0].first_day, quarter.months[-1].last_day
    return by_part(
        (_part_of(within, organ), found) for organ, found in records_of(organs, first, last, today)
    )


def _part_of(within: Inside, organ: Organ) -> int:
    if organ.commune:
        return within.part_of_commune(organ.commune)
    if organ.aire:
        return within.part_of_aire(organ.aire)
    return (organ.district_id if within.region else None) or ITSELF


def _papers(within: Inside, quarter: Quarter) -> dict[tuple[PlaceKind, int], Document]:
    """The reports of this quarter in force, of its communes and of its districts. One query."""
    asked = Document.objects.filter(quarter=quarter.code).order_by("edition")
    communes = asked.filter(kind=DocumentKind.QUARTERLY, commune__in=[one.pk for one in within.communes])
    if within.region:
        communes |= asked.filter(
            kind=DocumentKind.CONSOLIDATED, district__in=[one.pk for one in within.parts]
        )
    found = {}
    for paper in communes:
        kind = PlaceKind.COMMUNE if paper.commune_id else PlaceKind.DISTRICT
        found[kind, paper.commune_id or paper.district_id or ITSELF] = paper
    return found
