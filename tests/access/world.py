"""A world with a neighbour on every side: own place, sibling, parent, child, another région; and canaries everywhere.

Places of the first région: communes Banamba (two aires) and Ben Kadi (40 % of the first), Kiban (one aire, of which
10 % live in Banamba) in the same district; Kolokani with one aire in another cercle and district. A second région
stands apart. Each place holds texts that nobody outside its readers may ever meet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from accounts.models import Person, User
from asaco.models import Asaco
from communes.models import Cercle, Commune, District
from core.access import Action, PlaceKind, Role
from core.months import Quarter
from cscom.models import Aire, AirePopulation, CommuneShare, Cscom
from files.models import StoredFile
from jobs.models import Job
from mandates.models import Mandate
from monitoring.enums import ReportState
from monitoring.form import load_form
from monitoring.loading import load_catalogue
from monitoring.models import MonthlyReport, Period, RuleComment, Stamp
from monitoring.totals import open_period, rebuild
from notices.models import Notice
from reports.models import Document
from tests.cast import Cast, cast
from tests.territory import YEARS, SmallTerritory, small_territory

MONTH = date(2026, 9, 1)
QUARTER = Quarter(2026, 3)
AIRES = ("aire1", "aire2", "aire3", "aire4", "aire_z")
COMMUNES = ("banamba", "ben_kadi", "kiban", "kolokani", "commune_z")
DISTRICTS = ("district", "district2", "district_z")
REGIONS = ("region", "region_z")


@dataclass(frozen=True)
class World:
    """Everything the matrix asks for, by the names of the tables in ``expected.py``."""

    cast: Cast
    codes: Mapping[str, str]  # place name → code in URLs
    documents: Mapping[str, Document]  # commune name → its document
    people: Mapping[str, Person]  # aire name → its president, known to nobody else
    canaries: Mapping[str, Mapping[str, str]]  # kind of secret → place name → text


def _far(territory: SmallTerritory) -> tuple[Commune, Aire, Commune, Aire, District]:
    """Kiban with its aire (10 % in Banamba), and Kolokani with its own, in another cercle and district."""
    cercle2 = Cercle.objects.create(code="ML0206", name="Kolokani", region=territory.region)
    district2 = District.objects.create(
        code="ML02-CSREF-2", name="Kolokani", region=territory.region, csref_name="CSRéf de Kolokani"
    )
    kiban = Commune.objects.create(
        code="ML020204", name="Kiban", cercle=territory.cercle, district=territory.district
    )
    kolokani = Commune.objects.create(code="ML020601", name="Kolokani", cercle=cercle2, district=district2)
    aire3 = _aire("ML02-CSCOM-3", "Kiban", kiban, ((kiban, 9000), (territory.host, 1000)))
    aire4 = _aire("ML02-CSCOM-4", "Kolokani", kolokani, ((kolokani, 10000),))
    return kiban, aire3, kolokani, aire4, district2


def _aire(code: str, name: str, host: Commune, shares: tuple[tuple[Commune, int], ...]) -> Aire:
    aire = Aire.objects.create(code=code, name=name, host_commune=host, district=host.district)
    Cscom.objects.create(code=code, name=name, aire=aire)
    for commune, share in shares:
        CommuneShare.objects.create(aire=aire, commune=commune, share=share, starts_on=date(2009, 1, 1))
    AirePopulation.objects.bulk_create(
        AirePopulation(aire=aire, year=year, total=8000, source="essai") for year in YEARS
    )
    return aire


def _period() -> Period:
    period = Period.objects.create(
        year=MONTH.year,
        month=MONTH.month,
        starts_on=MONTH,
        ends_on=date(2026, 9, 30),
        due_on=date(2026, 10, 5),
        validation_due_on=date(2026, 10, 15),
    )
    open_period(period)
    return period


def _report(aire: Aire, period: Period, number: int) -> None:
    """A complete report, stamped, whose clinical and management cells hold numbers nobody else has."""
    at = datetime(2026, 10, 3, 9, tzinfo=UTC)
    report = MonthlyReport.objects.create(
        aire=aire,
        period=period,
        state=ReportState.COMPLETE,
        first_declared_at=at,
        declared_at=at,
        values={"CPN1.25p": 710000 + number, "REC_ACT": 820000 + number},
    )
    RuleComment.objects.create(report=report, rule_code="V03b", text=f"CANARI commentaire {number}")
    president = Person.objects.create(first_name="Canari", last_name=f"Président{number}", sex="M", fictitious=True)
    Mandate.objects.create(person=president, role=Role.PRESIDENT, aire=aire, starts_on=date(2020, 1, 1))
    User.objects.create(username=f"canari{number}", person=president, password="!")
    Stamp.objects.bulk_create(
        Stamp(report=report, section_id=section_id, person=president, mandate_id=0)
        for section_id in sections
    )
    Asaco.objects.create(aire=aire, name=f"ASACO CANARI{number}", receipt_number=f"CANARI-{number}")


