"""A world with a neighbour on every side, and canaries everywhere.

First région: Banamba (two aires) and Ben Kadi (40 % of the first), Kiban (one aire, of which 10 % live in
Banamba) in the same district; Kolokani with one aire in another cercle and district. A second région stands
apart. Each place holds numbers and names that nobody but its readers may ever meet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType

from accounts.models import Person, User
from asaco.models import Asaco
from communes.models import Cercle, Commune, District
from core.access import Action, PlaceKind, Role
from cscom.models import Aire, AirePopulation, CommuneShare, Cscom
from files.store import store
from jobs.models import Job
from mandates.models import Mandate
from monitoring.enums import ReportState
from monitoring.models import MonthlyReport, ReportDiff, RuleComment, Section, Stamp
from monitoring.totals import open_period, rebuild
from notices.models import Notice
from reports.models import Document
from tests.cast import PARTS, Cast, cast
from tests.reporting import make_period
from tests.territory import YEARS, small_territory

QUARTER = "2026-T3"


@dataclass(frozen=True)
class World:
    """Everything the matrix asks for, by the names of the tables in ``expected.py``."""

    cast: Cast
    codes: Mapping[str, str]  # place → its code in an address
    documents: Mapping[str, Document]  # commune → its document
    presidents: Mapping[str, Person]  # aire → a president known to its readers only
    jobs: Mapping[str, Job]  # player → a job of theirs
    notices: Mapping[str, Notice]  # player → a notice of theirs


CLINICAL = MappingProxyType(
    {a: 710_000_001 + i for i, a in enumerate(("aire1", "aire2", "aire3", "aire4", "aire_z"))}
)
MANAGEMENT = MappingProxyType({aire: number + 110_000_000 for aire, number in CLINICAL.items()})


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
    others = {
        "district": here.district, "district2": district2, "district_z": there.district,
        "cercle": here.cercle, "cercle2": cercle2, "cercle_z": there.cercle,
        "region": here.region, "region_z": there.region,
    }  # fmt: skip
    players = cast(here)
    presidents = _reports(aires)
    return World(
        cast=players,
        codes={name: place.code for name, place in {**aires, **communes, **others}.items()},
        documents={name: _document(commune, name) for name, commune in communes.items()},
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
                "DM.cscom": 1, "DM.domicile": 0, "DM.trajet": 0, "REC_ACT": MANAGEMENT[name],
            },
        )  # fmt: skip
        RuleComment.objects.create(
            report=report, rule_code="V13", text=f"CANARI commentaire {name}", person=person
        )
        ReportDiff.objects.create(report=report, version=0, person=person, after=report.values)
        Stamp.objects.bulk_create(
            Stamp(report=report, section=section, person=person, mandate_id=0) for section in sections
        )
        Asaco.objects.create(aire=aire, name=f"ASACO CANARI {name}", receipt_number=f"CANARI {name}")
        presidents[name] = person
        MonthlyReport.objects.create(aire=aire, period=drafts, values={"CPN2": 5, "REC_MED": 5})
    rebuild()
    return presidents


def _document(commune: Commune, name: str) -> Document:
    touching = CommuneShare.objects.filter(commune=commune, ends_on=None).values_list("aire", flat=True)
    kept = store(
        f"%PDF-1.7 CANARI document {name}".encode(),
        name=f"canari-{name}.pdf",
        mime="application/pdf",
        action=Action.DOCUMENT_SEE,
        place_kind=PlaceKind.COMMUNE,
        where=Document(commune=commune).where(),
        created_by=None,
    )
    assert set(kept.aire_ids) == set(touching)
    return Document.objects.create(
        number=f"RTP-{QUARTER}-{commune.code}-1", title=f"CANARI document {name}",
        commune=commune, quarter=QUARTER,
        file=kept, sha256=kept.sha256, data_cutoff_at=datetime(2026, 10, 20, tzinfo=UTC),
    )  # fmt: skip
