"""Many more rows of everything a page lists, around the world of the access tests."""

from datetime import UTC, date, datetime

from accounts.models import Person, User
from asaco.models import Asaco
from communes.models import Commune, Population, Village
from core.access import Action, PlaceKind, Role
from cscom.models import Aire, AirePopulation, CommuneShare, Cscom, VillageAire
from files.store import store
from jobs.models import Job
from mandates import tokens
from mandates.models import Mandate
from mandates.scopes import scope_of_user
from monitoring.enums import ReportState
from monitoring.models import MonthlyReport, Period, ReportDiff, RuleComment, Section, Stamp
from monitoring.totals import rebuild
from notices.models import Notice
from reports.models import Document
from tests.access.world import QUARTER, World
from tests.cast import PARTS

SINCE = date(2009, 1, 1)
MANY = 6


def crowd(world: World) -> None:
    """Six of each: communes, aires and what stands in them, papers, jobs, notices, acts on one report."""
    host = world.cast.territory.host
    for n in range(1, MANY + 1):
        Commune.objects.create(
            code=f"FOULE-C{n}", name=f"Foule {n}", cercle=host.cercle, district=host.district
        )
        _aire(n, host)
        _paper(n, host)
        Cscom.objects.create(code=f"FOULE-S{n}", name=f"Sans aire {n}")
        salif = world.cast.user_of("salif")
        tokens.issue(salif, f"Programme {n}", scope_of_user(salif))
        for name in PARTS:
            person = world.cast.person_of(name)
            Job.objects.create(kind="essai", title=f"Travail {n}", asked_by=person)
            Notice.objects.create(person=person, fact=f"foule:{n}", text=f"Avis {n}", url="/mes-droits/")
    _acts(world)
    rebuild()


def _aire(n: int, host: Commune) -> None:
    """An aire with its village, its ASACO, its president, a report that waits, another begun."""
    aire = Aire.objects.create(
        code=f"FOULE-{n}", name=f"Foule {n}", host_commune=host, district=host.district
    )
    Cscom.objects.create(code=aire.code, name=aire.name, aire=aire)
    CommuneShare.objects.create(aire=aire, commune=host, share=10_000, starts_on=SINCE)
    AirePopulation.objects.create(aire=aire, year=2026, total=5_000, source="essai")
    village = Village.objects.create(code=f"FOULE-V{n}", name=f"Foule {n}", commune=host)
    Population.objects.create(village=village, year=2026, total=5_000, source="essai")
    VillageAire.objects.create(village=village, aire=aire, starts_on=SINCE, distance_km=6)
    Asaco.objects.create(aire=aire, name=f"ASACO de Foule {n}")
    for role in (Role.PRESIDENT, Role.CPM):
        person = Person.objects.create(first_name=f"{role.label} {n}", last_name="Foule", sex="F")
        User.objects.create(username=f"foule.{role}.{n}", person=person, password="!")
        Mandate.objects.create(person=person, role=role, aire=aire, starts_on=date(2020, 1, 1))
    waits, begun = Period.objects.filter(month__in=(9, 10)).order_by("month")
    at = datetime(2026, 10, 2, 9, tzinfo=UTC)
    report = MonthlyReport.objects.create(
        aire=aire,
        period=waits,
        state=ReportState.COMPLETE,
        values={"CPN1.25p": 7, "DM.cscom": 1},
        first_declared_at=at,
        declared_at=at,
    )
    Stamp.objects.create(report=report, section=Section.objects.all()[0], person=person, mandate_id=0)
    RuleComment.objects.create(report=report, rule_code="V13", text="Audit fait.", person=person)
    MonthlyReport.objects.create(aire=aire, period=begun, values={"CPN2": 3})


def _paper(n: int, commune: Commune) -> None:
    kept = store(
        f"%PDF-1.7 foule {n}".encode(),
        name=f"foule-{n}.pdf",
        mime="application/pdf",
        action=Action.DOCUMENT_SEE,
        place_kind=PlaceKind.COMMUNE,
        where=Document(commune=commune).where(),
        created_by=None,
    )
    Document.objects.create(
        number=f"FOULE-{n}",
        title=f"Document {n}",
        commune=commune,
        quarter=QUARTER,
        edition=n + 1,
        file=kept,
        sha256=kept.sha256,
        data_cutoff_at=datetime(2026, 10, 20, tzinfo=UTC),
    )


def _acts(world: World) -> None:
    """The report every probe opens was also corrected many times, by many."""
    report = MonthlyReport.objects.get(aire=world.cast.territory.aire, period__month=9)
    for n, name in enumerate(PARTS):
        person = world.cast.person_of(name)
        ReportDiff.objects.create(
            report=report, version=n + 1, person=person, before={"CPN2": n}, after={"CPN2": n + 1}
        )
        Mandate.objects.create(
            person=world.presidents["aire1"],
            role=Role.TRESORIER,
            aire=world.cast.territory.aire,
            starts_on=date(2001 + n, 1, 1),
            ends_on=date(2001 + n, 6, 1),
        )
