"""What is lost or not: a month that Kadia types, twenty communes whose quarter is printed."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

from communes.models import Commune
from core.months import Quarter
from cscom.models import Aire, AirePopulation, CommuneShare
from monitoring.enums import ReportState
from monitoring.form import load_form
from monitoring.loading import load_catalogue
from monitoring.models import MonthlyReport
from monitoring.totals import open_period, rebuild
from tests.cast import Cast, cast
from tests.reporting import make_period
from tests.territory import SINCE, SOURCE, small_territory

MONTH = "2025-09"
QUARTER = Quarter(2025, 3)
COMMUNES = 20


@dataclass(frozen=True)
class Desk:
    """A person signed in, before a page where they type; ``cells``: those of its section."""

    session: str
    path: str
    cells: list[str]


def session_of(everybody: Cast, name: str) -> str:
    """The cookie of a browser where this person is signed in."""
    return str(everybody.client_of(name).cookies[settings.SESSION_COOKIE_NAME].value)


def make_desk() -> Desk:
    """Kadia in front of the vaccination of September."""
    load_catalogue()
    everybody = cast(small_territory())
    period = make_period(MONTH)
    section = load_form(period.starts_on).section("pev")
    assert section is not None
    path = f"/rapports/{everybody.territory.aire.code}/{MONTH}/{section.code}/"
    return Desk(session_of(everybody, "kadia"), path, [cell.key for cell in section.cells])


def make_communes(count: int = COMMUNES) -> tuple[Cast, list[Commune]]:
    """Communes of the région, each with an aire and one validated month of the quarter."""
    load_catalogue()
    territory = small_territory()
    everybody = cast(territory)
    # The two of the small territory have their own aires, and would be printed too.
    Commune.objects.filter(pk__in=[one.pk for one in territory.communes]).update(closed_on=SINCE)
    communes = Commune.objects.bulk_create(
        Commune(
            code=f"ML0209{n:03}",
            name=f"Commune {n}",
            cercle=territory.cercle,
            district=territory.district,
        )
        for n in range(1, count + 1)
    )
    period = make_period(QUARTER.months[0].code)
    at = datetime(2025, 8, 3, 9, tzinfo=UTC)
    for n, commune in enumerate(communes, 1):
        aire = Aire.objects.create(
            code=f"ML02-CSCOM-1{n:03}", name=f"Aire {n}", host_commune=commune, district=territory.district
        )
        AirePopulation.objects.create(aire=aire, year=2025, total=6_000, source=SOURCE, estimated=True)
        CommuneShare.objects.create(aire=aire, commune=commune, share=10_000, starts_on=SINCE)
        MonthlyReport.objects.create(
            aire=aire,
            period=period,
            values={"P3.fixe": n, "P3.avancee": 1},
            state=ReportState.VALIDATED,
            first_declared_at=at,
            declared_at=at,
            validated_at=at,
        )
    open_period(period)
    rebuild()
    return everybody, communes
