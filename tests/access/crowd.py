"""Many more rows of everything a page lists, around the world of the access tests."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from accounts.models import Person, User
from asaco.models import Asaco
from communes.models import Commune, Population, Village
from concertation.models import Ballot, Decision, Dissent, Interest, Item, Meeting, Presence, Restitution
from conventions.models import Cam, CamFile, CamPaper, Commitment, Due, Score
from core.access import Action, PlaceKind, Role
from core.models import ActLog
from cscom.models import Aire, AirePopulation, BoundaryChange, CommuneShare, Cscom, VillageAire
from files.models import StoredFile
from files.store import store
from followup.models import Followup, Mark, Postponement
from followup.promising import Origin, Promise, promise
from jobs.models import Job
from mandates import tokens
from mandates.models import Mandate, Organ, Seat, SeatHold
from mandates.scopes import scope_of_user
from monitorage.models import Measure, Session, Why
from monitoring.enums import ReportState
from monitoring.models import (
    CellNote,
    Interpretation,
    MonthlyReport,
    Period,
    ReportDiff,
    RuleComment,
    Section,
    Stamp,
)
from monitoring.totals import rebuild
from notices.models import Means, Notice, NoticeChoice, NoticeKind
from planning.lines import snapshot
from planning.models import Activity, Attachment, Execution, LineDiff, Opinion, Plan, Pledge
from reports.models import Document
from reports.voices import Divergence, Narrative
from tests.access.agreed import add_line
from tests.access.crowd_asaco import crowd_asaco
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
        _lines(n, world)
        _executed(n, world)
        _plans(n, world)
        _organs(n, world)
        _conventions(n, world)
        _meetings(n, world)
        Cscom.objects.create(code=f"FOULE-S{n}", name=f"Sans aire {n}")
        salif = world.cast.user_of("salif")
        tokens.issue(salif, f"Programme {n}", scope_of_user(salif))
        for name in PARTS:
            person = world.cast.person_of(name)
            Job.objects.create(kind="essai", title=f"Travail {n}", asked_by=person)
            Notice.objects.create(person=person, fact=f"foule:{n}", text=f"Avis {n}", url="/mes-droits/")
            NoticeChoice.objects.create(person=person, kind=NoticeKind.values[n - 1], means=Means.SCREEN)
    _acts(world)
    _plan_acts(world)
    _boundaries(world)
    _comments(world)
    _texts(world)
    crowd_asaco(world)
    rebuild()


def _texts(world: World) -> None:
    """Every party of one report wrote, twice; each diverges."""
    host = world.cast.territory.host
    for aire in Aire.objects.filter(host_commune=host):
        signed: dict[str, Any] = {
            "commune": host, "quarter": QUARTER, "party": "asaco", "aire": aire, "mandate_id": 1,
            "person": world.cast.person_of("moussa"), "role": Role.PRESIDENT, "place_name": aire.name,
        }  # fmt: skip
        said = Narrative.objects.create(progress="Foule.", **signed)
        Divergence.objects.create(text="Foule.", **signed)
        Divergence.objects.create(text="Foule.", about=said, about_version=1, **signed)


def _comments(world: World) -> None:
    """Many words on the figure that every probe opens, at every level."""
    place = world.cast.territory
    spots = {"aire": place.aire, "commune": place.host, "district": place.district}
    for kind, thing in (spots | {"cercle": place.cercle, "region": place.region}).items():
        for n, name in enumerate(PARTS):
            Interpretation.objects.create(
                code="I11",
                place_kind=kind,
                place_id=thing.pk,
                first_month="2026-01",
                last_month=f"2026-{n % 10 + 1:02}",
                text=f"Mot {n}",
                person=world.cast.person_of(name),
                mandate_id=0,
                role=PARTS[name].role,
                place_name="Foule",
            )


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
    CellNote.objects.create(report=report, key="CPN1.25p", text="Foire.", flag=True, person=person)
    MonthlyReport.objects.create(aire=aire, period=begun, values={"CPN2": 3})


def _lines(n: int, world: World) -> None:
    """More that was promised, in an aire, in a commune; the line that every probe opens moved often."""
    for place in (world.cast.territory.aire, world.cast.territory.host):
        said = Promise(f"Mesure {n}", date(2026, 10, n), date(2026, 7, 20), world.presidents["aire1"])
        promise(said, place, Origin("essai", "Foule"), by=None)
    line, person = world.followups["aire1"], world.cast.person_of("awa")
    aire = world.cast.territory.aire
    session = Session.objects.create(
        aire=aire,
        year=2020 - n,
        half=2,
        catalogue=1,
        state="tenue",
        held_on=date(2021 - n, 1, 20),
        women=1,
        men=1,
    )
    for year, half in ((2020 - n, 2), (2026, 1)):  # left open by an earlier session, decided by this one
        session = Session.objects.get(aire=aire, year=year, half=half)
        said = Promise(f"Mesure {n}", date(2026, 10, n), date(2020 - n, 7, 20), world.presidents["aire1"])
        decided = promise(said, aire, Origin("monitorage", "Foule"), by=None)
        Measure.objects.create(session=session, intervention="cpn", followup=decided, source="asaco", cost=n)
    if n > 1:
        Why.objects.create(session=session, intervention="pev", rank=n - 1, text=f"Cause {n}")
    Mark.objects.create(followup=line, before="non_fait", after="en_cours", word=f"Mot {n}", person=person)
    Postponement.objects.create(
        followup=line, before=date(2026, 8, n), after=date(2026, 9, n), reason="Pluies", person=person
    )


def _meetings(n: int, world: World) -> None:
    """More meetings, before and after; in the one that every probe opens more items, decisions, people."""
    for name in ("aire1", "banamba", "district", "region"):
        decision, organ = world.decisions[name], world.organs[name]
        before = Meeting.objects.create(
            organ=organ,
            planned_on=date(2026, 1, n),
            state="close",
            held_on=date(2026, 1, n),
            seats=2,
            quorum=1,
        )
        there = decision.meeting
        for meeting in (before, there):
            seat = Seat.objects.create(
                organ=organ,
                rank=n + 80,
                function=f"présence {n} {meeting.pk}",
                group="asaco",
                opened_on=SINCE,
            )
            person = Person.objects.create(first_name="Foule", last_name=f"Présente {meeting.pk} {n}")
            Presence.objects.create(
                meeting=meeting, seat=seat, rank=n, function="membre", name=f"Foule {n}", status="present",
                person=person,
            )  # fmt: skip
            SeatHold.objects.create(seat=seat, person=person, starts_on=SINCE, act="election", act_on=SINCE)
        line = world.followups.get(name) or world.followups["banamba"]
        item = Item.objects.create(meeting=before, rank=1, title="Foule", outcome="decide")
        said = {"text": f"Foule {n}", "due_on": date(2026, 12, n), "owner_words": "bureau"}
        followed = Followup.objects.create(
            **said, taken_on=date(2026, 1, n), aire=line.aire, commune=line.commune, origin_kind="reunion",
            origin_label="Réunion", owner=world.cast.person_of("awa"),
        )  # fmt: skip
        Decision.objects.create(meeting=before, item=item, number=1, followup=followed, **said)
        more = Item.objects.create(
            meeting=there, rank=n + 1, title=f"Foule {n}", about=before, kind="pv", paper=decision.item.paper
        )
        Dissent.objects.create(meeting=there, item=more, whose="Foule", text="Foule")
        Ballot.objects.create(meeting=there, item=more, ayes=n, noes=0, abstentions=0)
        Restitution.objects.create(
            meeting=there, spot=f"Foule {n}", held_on=date(2026, 10, 9), led_by="Foule", women=1, men=n,
            paper=decision.item.paper,
        )  # fmt: skip
        last = Decision.objects.create(
            meeting=there, item=more, number=n + 1, owner=world.presidents["aire1"], **said
        )
        who = Person.objects.create(first_name="Foule", last_name=f"Déclarante {name} {n}")
        for one in (decision, last):
            Interest.objects.create(decision=one, person=who, name=str(who), text="Foule", part="vote")


def _conventions(n: int, world: World) -> None:
    """Lines, acts, files, papers more in the two editions that every probe opens; others stand, or wait."""
    aire, host = world.cast.territory.aire, world.cast.territory.host
    first, draft = Cam.objects.filter(aire=aire, commune=host).order_by("edition")
    for cam, party in ((first, "asaco"), (draft, "etat")):
        Commitment.objects.create(cam=cam, key=uuid4(), rank=n + 1, party=party, text=f"Foule {n}")
    add_line(first, UUID(int=100 + n), n + 1, f"foule {n}")
    due = Due.objects.get(commitment__cam=first, commitment__key=UUID(int=100 + n), year=2026)
    kadia, evidence = world.cast.person_of("kadia"), world.decisions["aire1"].item.paper
    Score.objects.create(due=due, party="asaco", mark="tenu", person=kadia, evidence=evidence)
    person, mandate = world.cast.person_of("moussa"), world.cast.mandate_of("moussa")
    log = ActLog.objects.create(
        kind="cam", object_id=str(first.pk), act="conseiller", from_state="vigueur", to_state="vigueur",
        version=n + 1, person_name="Foule", comment=f"Mot {n}", mandate_id=mandate.pk,
    )  # fmt: skip
    paper = StoredFile.objects.create(
        name=f"Avis {n}", mime="application/pdf", size=1, path=f"foule/cam/{n}", action="cam_see",
        place_kind="aire",
    )  # fmt: skip
    CamFile.objects.create(cam=first, log=log, file=paper, label="avis", person=person)
    CamPaper.objects.create(
        cam=first, log=log, signatory=person, recorded_by=person, acted_on=SINCE, scan=paper
    )
    other = Aire.objects.get(code=f"FOULE-{n}")
    states = ("brouillon", "deposee", "avisee", "deliberee", "deposee", "avisee")
    advised = date(2026, 1, 5) if n % 6 in (3, 4, 0) else None
    Cam.objects.create(
        aire=other, commune=host, state=states[n - 1], advised_on=advised,
        deliberated_on=advised if states[n - 1] == "deliberee" else None,
    )  # fmt: skip


def _organs(n: int, world: World) -> None:
    """More organs; in the one that every probe opens more seats, ended mandates, an empty one."""
    one = world.organs["aire1"]
    Organ.objects.create(
        kind=one.kind, aire=one.aire, name=f"Foule {n}", opened_on=SINCE, quorum="moitie", source="essai"
    )
    Seat.objects.create(organ=one, rank=n + 50, function=f"libre {n}", group="jeunes", opened_on=SINCE)
    for organ in (one, world.organs["banamba"], world.organs["district"]):
        seat = Seat.objects.create(
            organ=organ, rank=n + 2, function=f"membre {n}", group="asaco", opened_on=SINCE
        )
        for first in (date(2015, 1, 1), date(2024, 1, 1)):
            last = date(first.year + 3, 1, 1)
            SeatHold.objects.create(
                seat=seat, person=world.presidents["aire1"], starts_on=first, ends_on=last,
                act="election", act_on=first,
            )  # fmt: skip


def _executed(n: int, world: World) -> None:
    """Lines more in the plan that every probe opens, with what was said of each in its first quarter."""
    plan = Plan.objects.get(aire=world.cast.territory.aire, year=2027)
    line = Activity.objects.create(
        plan=plan, key=UUID(int=n), rank=n + 1, objective="Objectif", text=f"Ligne {n}"
    )
    Execution.objects.create(
        activity=line, quarter=1, version=1, physical=n, person=world.presidents["aire1"]
    )


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
        edition=n + 2,
        file=kept,
        sha256=kept.sha256,
        data_cutoff_at=datetime(2026, 10, 20, tzinfo=UTC),
    )


def _boundaries(world: World) -> None:
    """As many other changes to come as there are of each thing."""
    for n in range(1, MANY + 1):
        BoundaryChange.objects.create(
            region=world.cast.territory.region,
            kind=BoundaryChange.Kind.COMMUNE,
            starts_on=date(2041, n, 1),
            title=f"Foule {n}",
            reason="Foule",
            state=BoundaryChange.State.COMING,
            asked_by=world.cast.person_of(list(PARTS)[n]),
        )


def _acts(world: World) -> None:
    """The report every probe opens was also corrected many times, by many."""
    report = MonthlyReport.objects.get(aire=world.cast.territory.aire, period__month=9)
    for n, name in enumerate(PARTS):
        person = world.cast.person_of(name)
        ReportDiff.objects.create(
            report=report, version=n + 1, person=person, before={"CPN2": n}, after={"CPN2": n + 1}
        )
        ReportDiff.objects.create(
            report=report, version=n + 1, person=person, before={"REC_ACT": n}, after={"REC_ACT": n + 1}
        )
        for key in ("REC_ACT", "CPN2"):
            CellNote.objects.create(report=report, key=key, text=f"Mot {n}", flag=True, person=person)
        Mandate.objects.create(
            person=world.presidents["aire1"],
            role=Role.TRESORIER,
            aire=world.cast.territory.aire,
            starts_on=date(2001 + n, 1, 1),
            ends_on=date(2001 + n, 6, 1),
        )


def _plan_acts(world: World) -> None:
    """The plan every probe opens was argued about by many; others wait, for long, of every function."""
    plan = Plan.objects.get(aire=world.cast.territory.aire, year=2027)
    said = {"kind": "plan", "object_id": str(plan.pk), "from_state": "adopte", "to_state": "adopte"}
    for n, name in enumerate(PARTS):
        mandate = world.cast.mandate_of(name)
        log = ActLog.objects.create(
            act="avis_touche", version=n + 2, person_name=name, comment="Non.", mandate_id=mandate.pk,
            details={"kind": "reserves"}, **said,
        )  # fmt: skip
        commune = Commune.objects.order_by("pk")[n % 3]
        opinion = Opinion.objects.create(plan=plan, commune=commune, log=log, kind="reserves", text="Non.")
        Pledge.objects.create(opinion=opinion, key=uuid4(), text=f"Ligne {n}", planned=5, amount=4)
    states = ("brouillon", "adopte", "avis", "valide", "adopte", "avis")
    for state, aire in zip(
        states, Aire.objects.filter(code__startswith="FOULE-").order_by("pk"), strict=True
    ):
        waits = Plan.objects.create(
            aire=aire, year=2028, state=state, moved_at=datetime(2026, 3, 2, tzinfo=UTC)
        )
        Activity.objects.create(plan=waits, key=uuid4(), rank=1, objective="Objectif", text="Activité")


def _plans(n: int, world: World) -> None:
    """More plans of the first aire; in the one being written, more lines, lines that left, papers."""
    aire, person = world.cast.territory.aire, world.cast.person_of("kadia")
    draft = Plan.objects.get(aire=aire, year=2028)
    for plan in (draft, Plan.objects.create(aire=aire, year=2020 - n, state="cloture")):
        origin = Followup.objects.filter(aire=aire, text=f"Mesure {n}").first() if plan == draft else None
        line = Activity.objects.create(
            plan=plan, key=uuid4(), rank=n + 1, objective="Objectif", text=f"Activité {n}", unit_cost=n,
            cost=n, sought=n, origin=origin,
        )  # fmt: skip
    LineDiff.objects.create(plan=draft, key=uuid4(), version=n, before=snapshot(line), person=person)
    paper = StoredFile.objects.create(
        name=f"Devis {n}",
        mime="application/pdf",
        size=1,
        path=f"foule/{n}",
        action="plan_see",
        place_kind="aire",
    )
    Attachment.objects.create(plan=draft, file=paper, label=f"Devis {n}", person=person)
