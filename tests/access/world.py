"""A world with a neighbour on every side, and canaries everywhere.

First région: Banamba (two aires) and Ben Kadi (40 % of the first), Kiban (one aire, of which 10 % live in
Banamba) in the same district; Kolokani with one aire in another cercle and district. A second région stands
apart. Each place holds numbers and names that nobody but its readers may ever meet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from accounts.models import Person, User
from asaco.models import Appeal, Asaco
from communes.models import Cercle, Commune, District, Region
from concertation.models import Decision
from core.access import Action, PlaceKind, Role
from core.models import ActLog
from cscom.models import Aire, AirePopulation, BoundaryChange, CommuneShare, Cscom
from files.store import store
from followup.models import Followup
from followup.promising import Origin, Promise, promise
from jobs.models import Job
from mandates.models import Mandate, Organ, Seat
from monitorage.models import Session, Why
from monitoring.enums import ReportState
from monitoring.models import (
    CellNote,
    Interpretation,
    MonthlyReport,
    ReportDiff,
    RuleComment,
    Section,
    SheetUpload,
    Stamp,
    Target,
)
from monitoring.places import place_of
from monitoring.sheets.contents import Content, Figure, Kind, Spot
from monitoring.totals import open_period, rebuild
from notices.models import Notice
from planning.models import Activity, Opinion, Plan, Pledge
from reports.models import Document
from reports.voices import Divergence, Narrative
from tests.access.agreed import agreed
from tests.access.contested import budget_of, crisis_of
from tests.access.convened import dissent_of, dossier_of, interest_of, meeting_of, organs_at, restitution_of
from tests.access.expected import PAIRS
from tests.cast import PARTS, Cast, cast
from tests.reporting import make_period
from tests.territory import YEARS, SmallTerritory, small_territory

QUARTER = "2026-T3"
# What the papers of the communes bear; whoever holds one may ask about it.
CODES = MappingProxyType(
    {
        "banamba": "CANARB222222", "ben_kadi": "CANARC333333", "kiban": "CANARD444444",
        "kolokani": "CANARF555555", "commune_z": "CANARG666666",
        "district": "CANARH777777", "district2": "CANARJ888888", "district_z": "CANARK999999",
        "region": "CANARM222222", "region_z": "CANARN333333",
    }
)  # fmt: skip
PLAN_LINE = UUID(int=27)  # of every plan


@dataclass(frozen=True)
class World:
    """Everything the matrix asks for, by the names of the tables in ``expected.py``."""

    cast: Cast
    codes: Mapping[str, str]  # place → its code in an address
    dissents: Mapping[str, int]  # place → a divergent opinion in that meeting
    interests: Mapping[str, int]  # place → an interest declared in that decision
    restitutions: Mapping[str, int]  # place → the restitution of the meeting of its organ
    documents: Mapping[str, Document]  # commune, district, région → its document
    dossiers: Mapping[str, Document]  # place → the dossier of the meeting of its organ
    presidents: Mapping[str, Person]  # aire → a president known to its readers only
    jobs: Mapping[str, Job]  # player → a job of theirs
    notices: Mapping[str, Notice]  # player → a notice of theirs
    sheets: Mapping[str, SheetUpload]  # player → a sheet they sent, which waits
    boundaries: Mapping[str, BoundaryChange]  # région → a change of boundaries to come
    followups: Mapping[str, Followup]  # aire or commune → a line that stands there
    organs: Mapping[str, Organ]  # a place of any level → the organ that stands there
    seats: Mapping[str, int]  # the same → its seat, by its number
    decisions: Mapping[str, Decision]  # the same → what was decided in a meeting that is held
    cam_acts: Mapping[str, int]  # an aire with a commune → the opinion on their convention
    plan_acts: Mapping[str, int]  # aire → the adoption of its plan, by its number in the log
    crises: Mapping[str, Appeal]  # aire → the appeal against the act that dissolved its organ

    def acts_of(self, aire: str, parts: Mapping[str, object]) -> dict[str, object]:
        """The numbers of the act against its organ; of the appeal, where an address asks for it."""
        found = self.crises[aire]
        return {"pk": found.crisis_id, **({"appeal": found.pk} if "appeal" in parts else {})}


CLINICAL = MappingProxyType(
    {a: 710_000_001 + i for i, a in enumerate(("aire1", "aire2", "aire3", "aire4", "aire_z"))}
)
MANAGEMENT = MappingProxyType({aire: number + 110_000_000 for aire, number in CLINICAL.items()})

# The day of September on which a mother died; said of no other event.
DEATHS = MappingProxyType({aire: 11 + i for i, aire in enumerate(CLINICAL)})


def build_world() -> World:
    """Everything in the database, once for a whole module of tests."""
    here, there = small_territory(), small_territory("ML09", "Ailleurs")
    cercle2 = Cercle.objects.create(code="ML0206", name="Kolokani", region=here.region)
    district2 = District.objects.create(
        code="ML02-CSREF-2", name="Kolokani", region=here.region, csref_name="CSRéf de Kolokani"
    )
    kiban = Commune.objects.create(code="ML020204", name="Kiban", cercle=here.cercle, district=here.district)
    kolokani = Commune.objects.create(code="ML020602", name="Kolokani", cercle=cercle2, district=district2)
    aires = {
        "aire1": here.aire,
        "aire2": here.second_aire,
        "aire3": _aire("ML02-CSCOM-3", "Kiban", kiban, ((kiban, 9000), (here.host, 1000))),
        "aire4": _aire("ML02-CSCOM-4", "Kolokani", kolokani, ((kolokani, 10000),)),
        "aire_z": there.aire,
    }
    communes = {
        "banamba": here.host,
        "ben_kadi": here.neighbour,
        "kiban": kiban,
        "kolokani": kolokani,
        "commune_z": there.host,
    }
    Target.objects.create(pk=4001, code="I06", from_year=2020, low=95, source="essai")
    others = {
        "district": here.district, "district2": district2, "district_z": there.district,
        "cercle": here.cercle, "cercle2": cercle2, "cercle_z": there.cercle,
        "region": here.region, "region_z": there.region,
    }  # fmt: skip
    players = cast(here)
    presidents = _reports(aires)
    for name, aire in aires.items():
        _session(aire, name)
    plan_acts = {name: _plans(aire, name) for name, aire in aires.items()}
    organs = organs_at({**aires, **communes, **others})
    for name, commune in communes.items():
        _texts(players, commune, name)
    followups = {name: _followup(aire, name) for name, aire in aires.items()}
    followups |= {name: _followup(commune, name) for name, commune in communes.items()}
    decisions = {name: meeting_of(organ, name, followups.get(name)) for name, organ in organs.items()}
    return World(
        cast=players,
        plan_acts=plan_acts,
        crises={name: crisis_of(organs[name], name, players.person_of("fanta")) for name in aires},
        cam_acts=_conventions(aires, communes, players),
        organs=organs,
        decisions=decisions,
        dissents={name: dissent_of(decision, name) for name, decision in decisions.items()},
        interests={name: interest_of(decision, name) for name, decision in decisions.items()},
        restitutions={name: restitution_of(decision, name) for name, decision in decisions.items()},
        dossiers={name: dossier_of(decision, name) for name, decision in decisions.items()},
        seats=dict(Seat.objects.values_list("function", "pk")),
        codes={name: place.code for name, place in {**aires, **communes, **others}.items()},
        documents={
            name: _document(place, name)
            for name, place in {**communes, **others}.items()
            if isinstance(place, Commune | District | Region)
        },
        presidents=presidents,
        jobs={
            name: Job.objects.create(
                kind="essai", title=f"CANARI travail de {name}", asked_by=players.person_of(name)
            )
            for name in PARTS
        },
        notices={
            name: Notice.objects.create(
                person=players.person_of(name),
                fact="essai",
                text=f"CANARI avis de {name}",
                url="/mes-droits/",
            )
            for name in PARTS
        },
        sheets={name: _sheet(players, name, here.aire) for name in PARTS},
        boundaries={
            name: _boundary(players, name, territory)
            for name, territory in (("region", here), ("region_z", there))
        },
        followups=followups,
    )


def _conventions(aires: Mapping[str, Aire], communes: Mapping[str, Commune], players: Cast) -> dict[str, int]:
    """Each aire with each commune that it touches."""
    return {
        pair: agreed(aires[aire], communes[commune], pair.replace(":", "-"), players)
        for pair in PAIRS
        for aire, _, commune in [pair.partition(":")]
    }


def _boundary(players: Cast, name: str, territory: SmallTerritory) -> BoundaryChange:
    """A commune that will move, decided for a day far ahead."""
    host, there = territory.host, territory.district
    params = {"commune": host.pk, "cercle": host.cercle_id, "district": there.pk}
    return BoundaryChange.objects.create(
        region=territory.region,
        kind=BoundaryChange.Kind.COMMUNE,
        starts_on=date(2040, 1, 1),
        title=f"CANARI découpage {name}",
        params=params,
        reason=f"CANARI décret {name}",
        state=BoundaryChange.State.COMING,
        asked_by=players.person_of("nana"),
    )


def _session(aire: Aire, name: str) -> None:
    """A session that was held after another, with a cause only its readers may meet."""
    held = {"catalogue": 1, "state": "tenue", "women": 5, "men": 7}
    Session.objects.create(aire=aire, year=2025, half=2, held_on=date(2026, 1, 20), **held)
    session = Session.objects.create(aire=aire, year=2026, half=1, held_on=date(2026, 7, 20), **held)
    Why.objects.create(session=session, intervention="cpn", rank=1, text=f"CANARI cause {name}.")


def _plans(aire: Aire, name: str) -> int:
    """A plan that waits for its commune, others for the CSRéf, the DRS; one approved, one being written.

    The number of the act that adopted the first.
    """
    waits = datetime(2026, 9, 1, 9, tzinfo=UTC)
    for year, state, words in (
        (2027, "adopte", "plan"), (2026, "approuve", "approuvé"), (2028, "brouillon", "projet"),
        (2025, "avis", "plan"), (2024, "valide", "plan"),
    ):  # fmt: skip
        plan = Plan.objects.create(aire=aire, year=year, state=state, moved_at=waits)
        Activity.objects.create(
            plan=plan, key=PLAN_LINE, rank=1, objective="Objectif", text=f"CANARI {words} {name}.",
            quantity=2, unit_cost=500_000, cost=1_000_000, by_asaco=600_000, by_commune=400_000, months=0b111,
        )  # fmt: skip
        if state == "adopte":
            log = ActLog.objects.create(
                kind="plan", object_id=str(plan.pk), act="adopter", from_state="brouillon", to_state=state,
                version=1, person_name=f"CANARI adopte {name}.", mandate_id=1,
            )  # fmt: skip
            said = Opinion.objects.create(plan=plan, commune=aire.host_commune, log=log, kind="favorable")
            Pledge.objects.create(opinion=said, key=PLAN_LINE, text="Ligne", planned=2, amount=1)
    return log.pk


def _followup(place: Aire | Commune, name: str) -> Followup:
    """Something promised at a place, by a function: nobody owns it, none is told."""
    said = Promise(f"CANARI suivi {name}.", date(2026, 10, 31), date(2026, 7, 20), owner_words="le bureau")
    return promise(said, place, Origin("essai", "Monitorage d’essai"), by=None)


def _sheet(players: Cast, name: str, aire: Aire) -> SheetUpload:
    """A sheet that fills a cell of the first aire, and one of an aire that is nowhere."""
    spots = (Spot(aire.code, "2026-10", 7, "E"), Spot("CANARI-NULLE-PART", "2026-10", 7, "F"))
    figures = (Figure(40, 0, "CPN3", "4"), Figure(41, 0, "REC_ACT", "douze"), Figure(40, 1, "CPN3", "5"))
    content = Content(Kind.SHEET, spots, figures).as_json()
    return SheetUpload.objects.create(
        person=players.person_of(name), name=f"CANARI feuille de {name}", content=content
    )


def _aire(code: str, name: str, host: Commune, shares: tuple[tuple[Commune, int], ...]) -> Aire:
    aire = Aire.objects.create(code=code, name=name, host_commune=host, district=host.district)
    Cscom.objects.create(code=code, name=name, aire=aire)
    for commune, share in shares:
        CommuneShare.objects.create(aire=aire, commune=commune, share=share, starts_on=date(2009, 1, 1))
    AirePopulation.objects.bulk_create(
        AirePopulation(aire=aire, year=year, total=8000, source="essai") for year in YEARS
    )
    return aire


def _reports(aires: Mapping[str, Aire]) -> dict[str, Person]:
    """A complete report in each aire, stamped by its president, with figures only its readers may meet."""
    period, drafts = make_period("2026-09"), make_period("2026-10")
    open_period(period)
    open_period(drafts)
    sections = list(Section.objects.all())
    presidents = {}
    for name, aire in aires.items():
        Aire.objects.filter(pk=aire.pk).update(name=f"Lieu-{name}")  # a name of its own, for the lists
        at = datetime(2026, 10, 3, 9, tzinfo=UTC)
        person = Person.objects.create(first_name="Canari", last_name=f"Président-{name}", sex="M")
        Mandate.objects.create(person=person, role=Role.PRESIDENT, aire=aire, starts_on=date(2020, 1, 1))
        User.objects.create(username=f"canari.{name.replace('_', '-')}", person=person, password="!")
        report = MonthlyReport.objects.create(
            aire=aire, period=period, state=ReportState.COMPLETE, first_declared_at=at, declared_at=at,
            values={
                "CPN1.lt15": 0, "CPN1.15-19": 0, "CPN1.20-24": 0, "CPN1.25p": CLINICAL[name],
                "DM.cscom": 1, "DM.domicile": 1, "DM.trajet": 0, "REC_ACT": MANAGEMENT[name],
                "P3.fixe": 9, "P3.avancee": 0, "PCV3.fixe": 1, "PCV3.avancee": 0,  # asks for a comment
            },
        )  # fmt: skip
        report.deaths.create(
            died_on=date(2026, 9, DEATHS[name]), place="domicile", person=person, audit_on=date(2026, 11, 20)
        )
        RuleComment.objects.create(
            report=report, rule_code="V15a", text=f"CANARI commentaire {name}", person=person
        )
        for key, section in (("CPN1.25p", "clinique"), ("REC_ACT", "gestion")):
            text = f"CANARI mot {section} {name}"
            CellNote.objects.create(report=report, key=key, text=text, flag=True, person=person)
        Interpretation.objects.create(
            code="I11", place_kind=PlaceKind.AIRE, place_id=aire.pk, first_month="2026-01",
            last_month="2026-09", text=f"CANARI dit {name}", person=person, mandate_id=0,
            role=Role.PRESIDENT, place_name=name,
        )  # fmt: skip
        ReportDiff.objects.create(report=report, version=0, person=person, after=report.values)
        Stamp.objects.bulk_create(
            Stamp(report=report, section=section, person=person, mandate_id=0) for section in sections
        )
        asaco = Asaco.objects.create(aire=aire, name=f"ASACO CANARI {name}", receipt_number=f"CANARI {name}")
        budget_of(asaco, name)
        presidents[name] = person
        MonthlyReport.objects.create(aire=aire, period=drafts, values={"CPN2": 5, "REC_MED": 5})
    rebuild()
    return presidents


def _texts(players: Cast, commune: Commune, name: str) -> None:
    """What a commune says of its quarter, what is said of its figures: signed by whoever it may be."""
    signed: dict[str, Any] = {
        "commune": commune, "quarter": QUARTER, "party": "commune", "person": players.person_of("fanta"),
        "mandate_id": 1, "role": Role.MAIRE, "place_name": "Banamba",
    }  # fmt: skip
    Narrative.objects.create(progress=f"CANARI avance {name}.", **signed)
    Divergence.objects.create(text=f"CANARI diverge {name}.", **signed)


def _document(place: Commune | District | Region, name: str) -> Document:
    """A quarterly report; of a wider place, one that consolidates."""
    kind = place_of(place).kind
    document = Document(
        number=f"RTP-{QUARTER}-{place.code}-2", title=f"CANARI document {name}",
        kind="rapport_trimestriel" if kind == PlaceKind.COMMUNE else "rapport_consolide",
        quarter=QUARTER, edition=2, reissue_reason=f"CANARI motif {name}.",
        code=CODES[name], fingerprint="0123456789abcdef" * 4,
        data_cutoff_at=datetime(2026, 10, 20, tzinfo=UTC), **{kind.value: place},
    )  # fmt: skip
    touching = CommuneShare.objects.filter(commune=document.commune_id, ends_on=None).values_list(
        "aire", flat=True
    )
    kept = store(
        f"%PDF-1.7 CANARI document {name}".encode(),
        name=f"canari-{name}.pdf",
        mime="application/pdf",
        action=Action.DOCUMENT_SEE,
        place_kind=kind,
        where=document.where(),
        created_by=None,
    )
    assert set(kept.aire_ids) == set(touching)
    document.file, document.sha256 = kept, kept.sha256
    document.save()
    return document
