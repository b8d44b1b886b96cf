"""A territory filled with invented reports, to measure totals on it."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

from django.db import connection, transaction

from communes.models import Cercle, Coefficient, Commune, District, Region
from core.access import PlaceKind
from core.months import Month
from cscom.models import Aire, AirePopulation, CommuneShare
from monitoring import totals
from monitoring.aggregates import Place, figures, series, table
from monitoring.form import Value, load_form
from monitoring.loading import load_catalogue
from monitoring.models import MonthlyReport, Period
from monitoring.periods import open_months

Timed = Callable[..., AbstractContextManager[None]]
DICE = random.Random(20261103)
DECLARED = datetime(2024, 1, 1, tzinfo=UTC)
ACTS = 200


def measure(aires: int, months: int, timed: Timed) -> None:
    """Fill, then measure rebuild, verify, one act, the pages' readings."""
    load_catalogue()
    region = _territory(aires)
    last = Month(2026, 9)
    spans = (last - (months - 1)).until(last)
    with timed(f"open {months} months, {aires} aires", months, "month"):
        periods = open_months(spans)
    with timed(f"insert {aires * months} reports", aires * months, "report"):
        cells = _reports(periods)
    print(f"{cells} cells a report, {connection.vendor}")
    with timed("rebuild all totals", months, "month"):
        totals.rebuild(periods)
    with timed("rebuild again (nothing to change)", months, "month"):
        totals.rebuild(periods)
    with timed("verify all totals", months, "month"):
        found = totals.verify(periods)
    print(f"{len(found)} differences")
    reports = list(MonthlyReport.objects.filter(period=periods[-1]).select_related("aire", "period")[:ACTS])
    with timed(f"move {len(reports)} reports out of totals", len(reports), "act"):
        for report in reports:
            with transaction.atomic():
                totals.move(report, "valide", "renvoye")
    place = Place(PlaceKind.REGION, region.pk)
    with timed("ten figures of the région, a quarter", 10, "page"):
        for _ in range(10):
            figures(place, spans[-3:], "final", mayor=True)
    with timed("all figures of the région, a quarter", 10, "page"):
        for _ in range(10):
            figures(place, spans[-3:], "final")
    with timed("a curve of 24 months", 10, "curve"):
        for _ in range(10):
            series("I13", place, spans[-24:], "final")
    ids = list(Aire.objects.values_list("pk", flat=True))
    with timed(f"one indicator of {len(ids)} aires, a quarter", 10, "table"):
        for _ in range(10):
            table("I13", PlaceKind.AIRE, ids, spans[-3:], "final")


def _territory(aires: int) -> Region:
    """One région, a cercle for 20 aires, a commune for two; one aire in six straddles two communes."""
    region = Region.objects.create(code="B", name="Banc")
    communes = []
    for c in range(max(1, aires // 20)):
        cercle = Cercle.objects.create(code=f"B{c}", name=f"Cercle {c}", region=region)
        district = District.objects.create(
            code=f"BD{c}", name=f"District {c}", region=region, csref_name="CSRéf"
        )
        communes += Commune.objects.bulk_create(
            Commune(code=f"B{c}-{k}", name=f"Commune {c}-{k}", cercle=cercle, district=district)
            for k in range(10)
        )
    hosts = [communes[i % len(communes)] for i in range(aires)]
    made = Aire.objects.bulk_create(
        Aire(code=f"BA{i}", name=f"Aire {i}", host_commune=host, district_id=host.district_id)
        for i, host in enumerate(hosts)
    )
    shares = []
    for i, aire in enumerate(made):
        host, other = communes[i % len(communes)], communes[(i + 1) % len(communes)]
        parts = [(host, 6_300), (other, 3_700)] if i % 6 == 0 and host != other else [(host, 10_000)]
        shares += [CommuneShare(aire=aire, commune=c, share=s, starts_on=date(2009, 1, 1)) for c, s in parts]
    CommuneShare.objects.bulk_create(shares)
    AirePopulation.objects.bulk_create(
        AirePopulation(aire=a, year=y, total=DICE.randrange(4_000, 20_000), source="banc")
        for a in made
        for y in range(2015, 2027)
    )
    Coefficient.objects.bulk_create(
        Coefficient(key=k, label=k, share=s, from_year=2009, source="banc")
        for k, s in (("FE", "0.05"), ("ACCA", "0.05"), ("E011", "0.04"))
    )
    return region


def _reports(periods: list[Period]) -> int:
    """One validated report for nine aires in ten, every month; the number of cells of one."""
    aires = list(Aire.objects.all())
    cells = 0
    for period in periods:
        keys = [key for key in load_form(period.starts_on).cells if not key.endswith(".nd")]
        cells = len(keys)
        MonthlyReport.objects.bulk_create(
            MonthlyReport(
                aire=aire,
                period=period,
                values=_values(keys),
                state="valide",
                declared_at=DECLARED,
                first_declared_at=DECLARED,
                validated_at=DECLARED,
            )
            for aire in aires
            if DICE.random() < 0.9
        )
    return cells


def _values(keys: list[str]) -> dict[str, Value]:
    return {key: DICE.randrange(0, 300) for key in keys if DICE.random() < 0.97}
