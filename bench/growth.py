"""Whether pages slow down as history and country grow: exponents of their cost."""

import math
from collections.abc import Mapping

from django.db import connection, models

from bench.country import settle
from bench.finding import Finding, Table, french
from bench.measure import Timed
from bench.pages import COUNTRY, MAYOR, REGION, UNIT, pages, timed
from bench.sizes import Size
from communes.models import Cercle, Commune, District, Region
from core.months import Month
from cscom.models import Aire, CommuneShare
from monitoring.models import MonthlyReport, Period, Total
from reports.demo.ground import load_periods

GOAL = 0.1
FAR = 1_000_000  # between the ids of a place and of its copies
WATCHED = (MAYOR, REGION, COUNTRY, "accueil du maire", "liste des rapports (25 lignes)", "un rapport mensuel")


def measure(size: Size) -> Finding:
    """The watched pages at three sizes: as built, with a long history, with a wide country besides."""
    rounds = max(size.rounds // 2, 3)
    found = [page for page in pages(size) if page.name in (UNIT, *WATCHED)]
    small = timed(found, rounds)
    lengthen(size)
    settle()
    long = timed(found, rounds)
    widen(size)
    settle()
    wide = timed(found, rounds)
    by_months = math.log(size.more_months / size.months)
    by_aires = math.log(size.more_aires)
    rows, finding = [], Finding("growth")
    for name in WATCHED:
        a, b, c = (_relative(run, name) for run in (small, long, wide))
        months, aires = math.log(b / a) / by_months, math.log(c / b) / by_aires
        rows.append((name, *(french(one, 2) for one in (a, b, c, months, aires))))
        if name in (MAYOR, REGION, COUNTRY):
            finding.most(f"{name}, exposant des mois", months, GOAL)
            finding.most(f"{name}, exposant des aires", aires, GOAL)
    aires = size.aires * size.more_aires
    head = (
        "page (× unité, processeur)",
        f"{size.months} mois",
        f"{size.more_months} mois",
        f"et {aires} aires",
        "exposant des mois",
        "exposant des aires",
    )
    note = "Les mois et les aires ajoutés sont des copies ; les aires ajoutées n’ont que des totaux."
    finding.tables.append(Table(f"Croissance, {connection.vendor}", head, rows, note))
    return finding


def _relative(run: dict[str, Timed], name: str) -> float:
    return run[name].cpu / run[UNIT].cpu


def lengthen(size: Size) -> None:
    """Months before the first one, copied from it and those after it: reports, totals."""
    had = list(Period.objects.order_by("year", "month"))[: size.months]
    first = had[0].calendar
    wanted = [first - i for i in range(1, size.more_months - size.months + 1)]
    load_periods(wanted)
    made = {period.calendar: period.pk for period in Period.objects.all()}
    for i, month in enumerate(wanted):
        _copy_month(had[-1 - i % len(had)].pk, made[Month(month.year, month.number)])


def _copy_month(source: int, target: int) -> None:
    for model in (MonthlyReport, Total):
        _copy(model, {"id": None, "period_id": str(target)}, f"period_id = {source}")


def widen(size: Size) -> None:
    """Other countries beside this one: their places, and the totals of the months first built."""
    months = sorted(Period.objects.values_list("year", "month", "pk"))[-size.months - 1 :]
    ids = ", ".join(str(pk) for _, _, pk in months)
    for copy in range(1, size.more_aires):
        far = copy * FAR
        named = {"code": f"'{copy}-' || code", "id": f"id + {far}"}
        _copy(Region, named)
        _copy(Cercle, named | {"region_id": f"region_id + {far}"})
        _copy(District, named | {"region_id": f"region_id + {far}"})
        _copy(Commune, named | {c: f"{c} + {far}" for c in ("cercle_id", "district_id")})
        _copy(Aire, named | {c: f"{c} + {far}" for c in ("host_commune_id", "district_id")})
        _copy(CommuneShare, {c: f"{c} + {far}" for c in ("id", "aire_id", "commune_id")}, f"aire_id < {FAR}")
        _copy(
            Total,
            {"id": None, "place_id": f"place_id + {far}"},
            f"place_kind <> 'pays' AND place_id < {FAR} AND period_id IN ({ids})",
        )


def _copy(model: type[models.Model], changed: Mapping[str, str | None], where: str = "") -> None:
    """Rows of a table written again with some columns changed; a column changed to None is left out."""
    table = model._meta.db_table
    columns = [f.column for f in model._meta.concrete_fields if changed.get(f.column, "") is not None]
    into = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(changed.get(column) or f'"{column}"' for column in columns)
    kept = where or f"id < {FAR}"
    with connection.cursor() as cursor:
        cursor.execute(f'INSERT INTO "{table}" ({into}) SELECT {values} FROM "{table}" WHERE {kept}')  # noqa: S608
