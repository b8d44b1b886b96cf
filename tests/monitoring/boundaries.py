"""Boundary changes as a person of the DRS asks for them: the form, the comparison, the confirmation."""

import html
import re
from datetime import date
from typing import Any

from django.test import Client

from accounts.models import Person, User
from communes.models import Cercle, Commune, District
from core.access import Role
from cscom.models import BoundaryChange
from mandates.models import Mandate
from monitoring.models import MonthlyReport, Period
from monitoring.totals import open_period
from tests.cast import Cast
from tests.reporting import complete_report, make_period
from tests.territory import SmallTerritory

LIST = "/decoupage/"
VILLAGES, AIRE, COMMUNE, DISTRICT = (f"{LIST}{name}/" for name in ("villages", "aire", "commune", "district"))
REASON = "Décret n° 2026-12"
Body = dict[str, Any]


def ask(client: Client, address: str, body: Body) -> Any:
    """The page of before and after."""
    return client.post(address, body | {"etape": "apercu"})


def basis_of(page: Any) -> str:
    """The print of what a page showed."""
    found = re.search(r'name="basis" value="(\w+)"', page.content.decode())
    assert found, html.unescape(page.content.decode())
    return found[1]


def confirm(client: Client, address: str, body: Body, reason: str = REASON, basis: str = "") -> Any:
    """Confirm what was just shown, or what ``basis`` was shown."""
    seen = basis or basis_of(ask(client, address, body))
    return client.post(address, body | {"etape": "confirmer", "basis": seen, "reason": reason})


def done(client: Client, address: str, body: Body) -> BoundaryChange:
    """The change, confirmed."""
    answer = confirm(client, address, body)
    assert answer.status_code == 302, html.unescape(answer.content.decode())
    return BoundaryChange.objects.latest("pk")


def villages_body(t: SmallTerritory, on: str, *names: int, aire: str = "second_aire") -> Body:
    """These villages of the small territory join an aire."""
    codes = [t.villages[i].code for i in names]
    return {"villages": codes, "aire": getattr(t, aire).code, "starts_on": on}


def neighbours(t: SmallTerritory) -> tuple[Cercle, District, Commune]:
    """Another cercle, district and commune of the same région."""
    cercle = Cercle.objects.create(code="ML0206", name="Kolokani", region=t.region, growth_rate="0.03")
    district = District.objects.create(
        code="ML02-CSREF-2", name="Kolokani", region=t.region, csref_name="CSRéf de Kolokani"
    )
    commune = Commune.objects.create(code="ML020602", name="Massantola", cercle=cercle, district=district)
    return cercle, district, commune


def counted_months(cast: Cast, *codes: str) -> list[Period]:
    """Months opened, each with the report of the first aire, complete."""
    periods = [make_period(code) for code in codes]
    for period in periods:
        open_period(period)
        complete_report(cast, period)
    return periods


def second_officer(cast: Cast) -> Client:
    """Another person of the same DRS."""
    person = Person.objects.create(first_name="Mariam", last_name="Samaké", sex="F")
    user = User.objects.create(username="mariam", person=person, password="!")
    Mandate.objects.create(
        person=person, role=Role.DRS, region=cast.territory.region, starts_on=date(2020, 1, 1)
    )
    client = Client()
    client.force_login(user)
    return client


def state_of(*tables: Any) -> list[tuple[Any, ...]]:
    """Every row of these tables, without their numbers: equal before a change and after its undoing."""
    return sorted(
        (
            (table.__name__, *(str(value) for name, value in sorted(row.items()) if name != "id"))
            for table in tables
            for row in table.objects.values()
        ),
        key=str,
    )


def reported(period: Period) -> MonthlyReport:
    return MonthlyReport.objects.get(period=period)
