"""What is lost or not: a month that Kadia types, twenty communes whose quarter is printed."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.test import Client

from accounts.models import User
from communes.models import Commune
from core.months import Quarter
from cscom.models import Aire, AirePopulation, CommuneShare
from monitoring.enums import ReportState, ValueType
from monitoring.form import Form, load_form
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
    report: str  # « aire/mois »
    carried: tuple[str, ...]  # those that devices type


def browser_of(user: User) -> str:
    """The cookie of a browser where this user is signed in."""
    browser = Client()
    browser.force_login(user)
    return str(browser.cookies[settings.SESSION_COOKIE_NAME].value)


def cells_of_devices(form: Form, *, but: str = "") -> tuple[str, ...]:
    """Every cell that takes any number, one section left to others."""
    sections = [section for section in form.sections if section.code != but]
    return tuple(c.key for section in sections for c in section.cells if c.type != ValueType.YES_NO)


def session_of(everybody: Cast, name: str) -> str:
    """The cookie of a browser where this person is signed in."""
    return browser_of(everybody.user_of(name))


def make_desk() -> Desk:
    """Kadia in front of the vaccination of September."""
    load_catalogue()
    everybody = cast(small_territory())
    period = make_period(MONTH)
    section = load_form(period.starts_on).section("pev")
    assert section is not None
    report = f"{everybody.territory.aire.code}/{MONTH}"
    path = f"/rapports/{report}/{section.code}/"
    cells = [cell.key for cell in section.cells]
    carried = cells_of_devices(load_form(period.starts_on))
    return Desk(session_of(everybody, "kadia"), path, cells, report, carried)


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
