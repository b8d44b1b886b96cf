"""The parties of a quarterly report: the commune, the ASACO of each aire that it hosts, its CSRéf."""

from dataclasses import dataclass

from django.http import Http404

from asaco.models import Asaco
from communes.models import Commune
from core.access import Action, Scope, Where
from core.formats import de
from core.months import Quarter
from cscom.models import Aire
from reports.models import Document
from reports.partners import the_asaco
from reports.reach import load_commune, quarter_of
from reports.voices import PartyKind

YEARS = range(2000, 2100)  # of which a quarter may be asked for


@dataclass(frozen=True, slots=True)
class Party:
    """One of them. ``aire``: of an ASACO alone; ``words``: « l’ASACO de Boron »."""

    kind: PartyKind
    commune: Commune
    words: str
    aire: Aire | None = None

    @property
    def key(self) -> str:
        """As an address, a form says it: « commune », « csref », the code of the aire."""
        return self.aire.code if self.aire else str(self.kind)

    @property
    def aire_id(self) -> int | None:
        return self.aire.pk if self.aire else None

    def where(self) -> Where:
        """Who writes for it: its own place alone. The commune does not speak for an ASACO, nor the CSRéf."""
        match self.kind:
            case PartyKind.COMMUNE:
                here = frozenset({self.commune.pk})
                return Where(communes=here, hosts=here)
            case PartyKind.CSREF:
                return Where(district=self.commune.district_id)
        return Where(aires=frozenset({self.aire.pk} if self.aire else ()))


@dataclass(frozen=True, slots=True)
class Speaking:
    """A party in the report of one quarter: what one writes for."""

    party: Party
    quarter: Quarter

    @property
    def commune(self) -> Commune:
        return self.party.commune

    def where(self) -> Where:
        """Who writes there."""
        return self.party.where()


def parties_of(commune: Commune) -> list[Party]:
    """Those who write in its report, in the order of the paper. ``commune`` comes with its district."""
    hosted = list(Aire.objects.open_on().filter(host_commune=commune).order_by("name", "pk"))
    names = dict(Asaco.objects.filter(aire__in=hosted).values_list("aire", "name"))
    return [
        Party(PartyKind.COMMUNE, commune, f"la commune {de(commune.name)}"),
        *(Party(PartyKind.ASACO, commune, the_asaco(names.get(a.pk, ""), a.name), a) for a in hosted),
        Party(PartyKind.CSREF, commune, f"le {commune.district.csref_name}"),
    ]


def written_for(scope: Scope, parties: list[Party]) -> list[Party]:
    """Those of ``parties`` for whom this reader writes."""
    return [party for party in parties if scope.may(Action.NARRATIVE_WRITE, party.where())]


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one report: read by whoever reads the report."""

    commune: Commune
    quarter: Quarter

    def where(self) -> Where:
        """The commune, the aires touching it. One query."""
        return Document(commune=self.commune).where()


def load_texts(scope: Scope, code: str, quarter: str) -> Texts:
    """The texts of a report that this reader may see; 404 otherwise."""
    return Texts(load_commune(scope, code), written_quarter(quarter))


def load_speaking(scope: Scope, code: str, quarter: str, party: str) -> Speaking:
    """A party of a report that this reader may see; 404 otherwise."""
    commune = load_commune(scope, code)
    found = next((one for one in parties_of(commune) if one.key == party), None)
    if found is None:
        raise Http404("Cette partie n’écrit pas dans ce rapport.")
    return Speaking(found, written_quarter(quarter))


def written_quarter(code: str) -> Quarter:
    """« 2026-T3 », of an address. Raises 404, also for a year out of use."""
    quarter = quarter_of(code, Quarter(YEARS[0], 1))
    if quarter.year not in YEARS:
        raise Http404(f"« {code} » n’est pas un trimestre de ce siècle.")
    return quarter
