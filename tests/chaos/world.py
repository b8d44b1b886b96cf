"""Filling the site that is about to die: aires that type, aires that declare, communes to be printed."""

from datetime import date

from accounts.models import Person, User
from core.access import Role
from cscom.models import Aire, AirePopulation, CommuneShare
from mandates import tokens
from mandates.models import Mandate
from mandates.scopes import scope_of_person
from monitoring.form import load_form
from monitoring.models import MonthlyReport, Period
from monitoring.totals import open_period, rebuild
from tests.chaos.people import Desk, Office, World
from tests.loss.world import MONTH, QUARTER, browser_of, cells_of_devices, make_communes, session_of
from tests.reporting import make_period
from tests.territory import SINCE, SOURCE

DESKS, OFFICES = 5, 3
HELD = date(2020, 1, 1)


def make(communes: int) -> World:
    """The communes with one validated month each; in the first ones, a second aire that types or declares."""
    everybody, hosts = make_communes(communes)
    period = make_period(MONTH)
    section = load_form(period.starts_on).section("pev")
    assert section is not None
    cells = tuple(cell.key for cell in section.cells)
    carried = cells_of_devices(load_form(period.starts_on), but=section.code)
    aires = [
        Aire.objects.create(
            code=f"ML02-CSCOM-2{n:03}", name=f"Aire qui saisit {n}", host_commune=host, district=host.district
        )
        for n, host in enumerate(hosts[: DESKS + OFFICES], 1)
    ]
    for aire in aires:
        AirePopulation.objects.create(aire=aire, year=2025, total=9_000, source=SOURCE, estimated=True)
        CommuneShare.objects.create(aire=aire, commune=aire.host_commune, share=10_000, starts_on=SINCE)
    sis = token_of(everybody.user_of("salif"))
    users = {aire.pk: _secretary(aire) for aire in aires}
    secretaries = {pk: token_of(user) for pk, user in users.items()}
    desks = [
        Desk(_report(aire, period), secretaries[aire.pk], cells, browser_of(users[aire.pk]), carried)
        for aire in aires[:DESKS]
    ]
    offices = [Office(_report(aire, period), secretaries[aire.pk], sis) for aire in aires[DESKS:]]
    for n, aire in enumerate(aires[DESKS:], 1):
        MonthlyReport.objects.create(aire=aire, period=period, values={"P3.fixe": n, "P3.avancee": n})
    open_period(period)
    rebuild()
    return World(tuple(desks), tuple(offices), session_of(everybody, "nana"), QUARTER.code, communes)


def token_of(user: User) -> str:
    """What a program of this person shows."""
    return tokens.issue(user, "programme", scope_of_person(user.person))[0]


def _secretary(aire: Aire) -> User:
    person = Person.objects.create(first_name="Secrétaire", last_name=aire.name, sex="F", fictitious=True)
    Mandate.objects.create(person=person, role=Role.SECRETAIRE, starts_on=HELD, aire=aire)
    return User.objects.create(username=aire.code.lower(), person=person, password="!")


def _report(aire: Aire, period: Period) -> str:
    return f"{aire.code}/{period.code}"
