"""The essential sheet of a commune over some months: the same for the screen and for the paper."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from communes.models import Commune
from conventions.models import Cam, CamQuerySet
from core.access import Action, PlaceKind, Scope
from core.months import Month
from cscom.models import Aire
from cscom.tables import VillageRow, villages_of_commune
from monitoring import aggregates
from monitoring.aggregates import Figure, OnWhat, Place
from planning.aggregates import figures_at
from planning.models import Plan, PlanQuerySet
from reports.bonds import bonds, with_commune
from reports.essential.access import distance_items
from reports.essential.conventions import conventions_item
from reports.essential.drugs import Drug, drugs, tracers
from reports.essential.governance import decisions_block, governance_block
from reports.essential.items import Block, Item, of_figure
from reports.essential.means import Accounts, Book, books, means_block, read_accounts
from reports.essential.organs import Kept, kept_for, kept_on_paper, lived
from reports.essential.people import people_block
from reports.essential.sentences import sentence_of
from reports.partners import Partner, partners_of

OUTREACH, RECOVERY, STAFF = "I32", "I37", "I40"
USE = ("I01", "I11", "I13", "I18", "I25", "I26")
QUALITY = ("I27", "I28", "I29", "I14", "I21", "I36")
CODES = frozenset({OUTREACH, RECOVERY, STAFF, *USE, *QUALITY})
UNSEEN = "villages sans aucun contact depuis six mois"
NO_VILLAGE = "Aucun village connu\u00a0: aucune distance."
FLIGHT = "Distances à vol d’oiseau, de chaque village à son propre CSCOM."


@dataclass(frozen=True, slots=True)
class Reading:
    """As whom the sheet is read: on which figures, with which accounts, organs, plans."""

    on: OnWhat
    partners: Sequence[Partner]
    accounts: bool
    organs: Kept
    plans: PlanQuerySet
    conventions: CamQuerySet | None  # None: they are not read here
    history: bool = False
    link: Callable[[str], str] = aggregates.no_link


@dataclass(frozen=True, slots=True)
class Essential:
    """The sheet, ready to print."""

    blocks: Sequence[Block]
    drugs: Sequence[Drug]
    books: Sequence[Book]
    partners: Sequence[Partner]
    figures: Sequence[Figure]
    accounts: Accounts | None
    villages: int
    expected: int
    received: int
    validated: int

    @property
    def unread(self) -> list[Partner]:
        """The aires whose accounts are not shown; nothing when no account is."""
        return [p for p in self.partners if not p.readable] if self.accounts else []

    @property
    def provisional(self) -> bool:
        return any(figure.provisional for figure in self.figures)


def reading_of(scope: Scope, commune: Commune, link: Callable[[str], str]) -> Reading:
    """What this reader sees: accounts of the aires under whose management they look, organs. Five queries."""
    found = partners_of(commune)
    aires = Aire.objects.filter(pk__in=[p.aire.pk for p in found]).located()
    places = {aire.pk: aire.where() for aire in aires}
    partners = [
        Partner(p.aire, p.share, p.hosted, scope.may(Action.MANAGEMENT_SEE, places[p.aire.pk])) for p in found
    ]
    where = commune.where()
    return Reading(
        on=aggregates.on_what(scope, where),
        partners=partners,
        accounts=scope.may(Action.MANAGEMENT_SEE, where),
        organs=kept_for(scope, commune, found),
        plans=Plan.objects.visible_to(scope),
        conventions=Cam.objects.visible_to(scope) if scope.may(Action.CAM_SEE, where) else None,
        history=True,
        link=link,
    )


def paper_reading(commune: Commune) -> Reading:
    """What the paper shows: validated figures, the accounts, the organs of the commune. Three queries."""
    partners = partners_of(commune)
    return Reading(
        "final",
        partners,
        accounts=True,
        organs=kept_on_paper(commune, partners),
        plans=Plan.objects.all(),
        conventions=Cam.objects.all(),
    )


def essential(commune: Commune, months: Sequence[Month], read: Reading) -> Essential:
    """The sheet of ``commune`` (with its cercle and région) over consecutive ``months``."""
    place, year = Place(PlaceKind.COMMUNE, commune.pk), months[-1].year
    found = aggregates.figures(place, months, read.on, codes=CODES, history=read.history, link=read.link)
    known = {figure.code: figure for figure in found}
    villages = villages_of_commune(commune, year)
    accounts = read_accounts(read.partners, months) if read.accounts else None
    organs = lived(read.organs, months, timezone.localdate())
    plans = figures_at(commune, year, read.plans, until=months[-1].quarter.number)
    blocks = [
        people_block(commune, year, len(months), villages),
        _access_block(commune, villages, months, _items(known, [OUTREACH], read.on)),
        Block("C", "Utilisation", _items(known, USE, read.on), _absent(known, USE)),
        Block("D", "Couverture et qualité", _items(known, QUALITY, read.on), _absent(known, QUALITY)),
        means_block(accounts, _items(known, [STAFF], read.on), _items(known, [RECOVERY], read.on)),
        governance_block(read.organs, organs, _conventions(commune, read, year)),
        decisions_block(read.organs, organs, plans, months),
    ]
    names, former = tracers(months), [month - 12 for month in months]
    cells = aggregates.month_cells(place, [*former, *months], read.on, list(names))
    now = cells[len(former) :]
    return Essential(
        blocks,
        drugs(names, now, cells[: len(former)]),
        books(accounts),
        read.partners,
        found,
        accounts,
        len(villages),
        sum(month.expected for month in now),
        sum(month.received for month in now),
        sum(month.validated for month in now),
    )


def _conventions(commune: Commune, read: Reading, year: int) -> Item | None:
    """The line of conventions (two queries); None where they are not read."""
    if read.conventions is None:
        return None
    pairs = with_commune(commune, read.partners)
    return conventions_item(bonds(pairs, read.conventions, timezone.localdate(), year), year)


def _access_block(
    commune: Commune, villages: Sequence[VillageRow], months: Sequence[Month], outings: Sequence[Item]
) -> Block:
    items = distance_items(commune, villages, (months[-1] - 12).last_day)
    return Block("B", "Accès", [*items, *outings], (UNSEEN,), FLIGHT if villages else NO_VILLAGE)


def _items(known: Mapping[str, Figure], codes: Sequence[str], on: OnWhat) -> list[Item]:
    """The lines of these indicators, in this order; one that the catalogue lost is left out."""
    return [of_figure(known[code], sentence_of(known[code], on)) for code in codes if code in known]


def _absent(known: Mapping[str, Figure], codes: Collection[str]) -> tuple[str, ...]:
    """What the sheet would show and the catalogue of these months does not hold."""
    return tuple(f"indicateur {code}, absent du catalogue" for code in codes if code not in known)
