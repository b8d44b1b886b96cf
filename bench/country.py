"""The fictitious country as a database: its places, its people, its months of reports, its totals."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Person, User
from bench import territory
from bench.sizes import Size
from communes.models import Commune, District, Region
from core.access import Role
from core.memory import without_collector
from core.months import Month
from cscom.models import Aire
from mandates.models import PLACE_OF_ROLE, Mandate
from monitoring import totals
from monitoring.form import load_form
from monitoring.loading import load_catalogue
from monitoring.models import Period, Section
from reports.demo.ground import load_periods
from reports.demo.sites import load_sites
from reports.demo.story import Moment
from reports.demo.writing import Sheet, write_month

Tell = Callable[[str], None]
HELD = date(2015, 1, 1)
OFFICES: tuple[tuple[Role, type[Aire] | type[Commune] | type[District] | type[Region]], ...] = (
    (Role.SECRETAIRE, Aire),
    (Role.PRESIDENT, Aire),
    (Role.CPM, Aire),
    (Role.MAIRE, Commune),
    (Role.CHARGE_SIS, District),
    (Role.DRS, Region),
)
NATION = "nation"  # holds the office of DRS in every région: the widest reach there is over figures


@dataclass(frozen=True, slots=True)
class Built:
    """How long each part took, in seconds."""

    places: float
    reports: float
    totals: float
    count: int


def build(size: Size, tell: Tell) -> Built:
    """Fill an empty database; everything is invented, the same on every machine on the same day."""
    moment = Moment(timezone.localdate(), size.months)
    start = time.perf_counter()
    with transaction.atomic(), without_collector():
        load_catalogue()
        territory.make(size, range(moment.months[0].year, moment.today.year + 2))
        people()
        load_periods([*moment.months, moment.current])
    placed = time.perf_counter()
    tell(f"lieux et personnes : {placed - start:.0f} s")
    count = _write(moment)
    written = time.perf_counter()
    tell(f"{count} rapports : {written - placed:.0f} s")
    totals.rebuild()
    settle()
    done = time.perf_counter()
    tell(f"totaux : {done - written:.0f} s")
    return Built(placed - start, written - placed, done - written, count)


def settle() -> None:
    """Let the database know its own tables, as it does by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def people() -> None:
    """A holder for every office that acts or reads; accounts without a password."""
    offices = [
        (role, kind, pk, code)
        for role, kind in OFFICES
        for pk, code in kind.objects.order_by("code").values_list("pk", "code")
    ]
    found = Person.objects.bulk_create(
        Person(first_name="Prénom", last_name=f"Nom {i}", sex="FM"[i % 2], fictitious=True)
        for i in range(len(offices) + 1)
    )
    *holders, nation = found
    User.objects.bulk_create(
        [
            User(username=f"{role.value}-{code}".lower(), person=person, password="!")  # noqa: S106
            for (role, _, _, code), person in zip(offices, holders, strict=True)
        ]
        + [User(username=NATION, person=nation, password="!")]  # noqa: S106
    )
    mandates = [
        Mandate(person=person, role=role, starts_on=HELD, **{f"{PLACE_OF_ROLE[role].value}_id": pk})
        for (role, _, pk, _), person in zip(offices, holders, strict=True)
    ]
    mandates += [
        Mandate(person=nation, role=Role.DRS, starts_on=HELD, region=region)
        for region in Region.objects.order_by("code")
    ]
    Mandate.objects.bulk_create(mandates)


def user_of(role: Role, code: str) -> User:
    """Who holds an office at the place of ``code``."""
    return User.objects.select_related("person").get(username=f"{role.value}-{code}".lower())


def _write(moment: Moment) -> int:
    sites = load_sites()
    periods = {period.calendar: period for period in Period.objects.all()}
    sections = list(Section.objects.all())
    count = 0
    for month in moment.months:
        period = periods[month]
        with transaction.atomic(), without_collector():
            count += write_month(sites, Sheet(period, load_form(period.starts_on), sections, moment))
    return count


def month_before(months: int = 1) -> Month:
    """The month ``months`` before today's."""
    return Month.of(timezone.localdate()) - months
