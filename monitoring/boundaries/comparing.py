"""What a change of boundaries would change, shown before it is confirmed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from communes.models import Cercle, Commune, District
from core.access import PlaceKind
from core.formats import month
from core.workflow import Refusal
from cscom.boundaries import writing
from cscom.boundaries.plans import NewDistrict, Plan, Touched
from cscom.models import Aire, CommuneShare, VillageAire
from cscom.shares import aire_populations
from cscom.tables import part_text
from mandates.models import Mandate
from monitoring.boundaries.months import months_from
from monitoring.models import MonthlyReport, Period, Total

ABSENT = "—"


@dataclass(frozen=True, slots=True)
class AireFacts:
    """How one aire stands at one moment."""

    name: str
    host: int
    district: int
    cercle: int
    people: int | None
    villages: int
    shares: dict[int, int]


@dataclass(frozen=True, slots=True)
class Months:
    """The months that are counted again: how many, how many are shut, what they hold."""

    first: str = ""
    last: str = ""
    count: int = 0
    shut: int = 0
    received: int = 0
    validated: int = 0
    totals: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """All that is shown before a change is confirmed; kept as it was shown (``as_json``)."""

    title: str
    basis: str
    shares: list[dict[str, Any]] = field(default_factory=list)
    aires: list[dict[str, Any]] = field(default_factory=list)
    reaches: list[dict[str, Any]] = field(default_factory=list)
    months: dict[str, Any] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        kept = asdict(self)
        kept.pop("basis")
        return kept


def compare(plan: Plan) -> Compared:
    """What ``plan`` would change. It is really written, read, then undone: what is shown is what will be.

    Raises Refusal.
    """
    with transaction.atomic():
        writing.hold(plan.region)
        found = _tried(plan)
        transaction.set_rollback(True)
    return found


def _tried(plan: Plan) -> Compared:
    if refusal := writing.refusal_of(plan):
        raise Refusal(refusal)
    touched, title, basis = plan.touched(), plan.title(), writing.basis_of(plan)
    before = _facts(touched, plan.on.year)
    districts = _communes_by_district(touched)
    writing.write(plan)
    after = _facts(touched, plan.on.year)
    names = _names(before, after)
    return Compared(
        title,
        basis,
        shares=_share_lines(before, after, names),
        aires=_aire_lines(before, after, names),
        reaches=_reach_lines(before, after, names),
        months=asdict(_months(plan.on, before, after)),
        words=_words(plan, before, after, districts),
    )


# ---- How the aires stand ----
def _facts(touched: Touched, year: int) -> dict[int, AireFacts]:
    """Aire → how it stands now (four queries)."""
    aires = list(
        Aire.objects.filter(pk__in=touched.aires).select_related("host_commune__cercle").order_by("name")
    )
    people = aire_populations(aires, year)
    shares: dict[int, dict[int, int]] = defaultdict(dict)
    for share in CommuneShare.objects.filter(aire__in=aires, ends_on=None, share__gt=0):
        shares[share.aire_id][share.commune_id] = share.share
    links = VillageAire.objects.filter(aire__in=aires, ends_on=None).values("aire")
    villages = dict(links.annotate(n=Count("pk")).values_list("aire", "n"))
    return {
        a.pk: AireFacts(
            a.name,
            a.host_commune_id,
            a.district_id,
            a.host_commune.cercle_id,
            people[a.pk],
            villages.get(a.pk, 0),
            shares[a.pk] or {a.host_commune_id: writing.WHOLE},
        )
        for a in aires
    }


Names = dict[tuple[PlaceKind, int], str]


def _names(*facts: dict[int, AireFacts]) -> Names:
    """The names of every place in play (three queries)."""
    every = [one for part in facts for one in part.values()]
    wanted: tuple[tuple[PlaceKind, Any, set[int]], ...] = (
        (PlaceKind.COMMUNE, Commune, {c for one in every for c in (one.host, *one.shares)}),
        (PlaceKind.DISTRICT, District, {one.district for one in every}),
        (PlaceKind.CERCLE, Cercle, {one.cercle for one in every}),
    )
    return {
        (kind, pk): name
        for kind, model, pks in wanted
        for pk, name in model.objects.filter(pk__in=pks).values_list("pk", "name")
    }


def _share_lines(
    before: dict[int, AireFacts], after: dict[int, AireFacts], names: Names
) -> list[dict[str, Any]]:
    """One line an aire × commune, of the aires whose shares change: the part before, the part after."""
    lines = []
    for pk, old in before.items():
        new = after[pk]
        if old.shares == new.shares:
            continue
        for commune in sorted(old.shares | new.shares, key=lambda c: names[PlaceKind.COMMUNE, c]):
            was, is_ = old.shares.get(commune, 0), new.shares.get(commune, 0)
            lines.append(
                {
                    "aire": old.name,
                    "commune": names[PlaceKind.COMMUNE, commune],
                    "before": part_text(was) if was else ABSENT,
                    "after": part_text(is_) if is_ else ABSENT,
                    "same": was == is_,
                }
            )
    return lines


def _aire_lines(
    before: dict[int, AireFacts], after: dict[int, AireFacts], names: Names
) -> list[dict[str, Any]]:
    """One line an aire: people, villages, and the places that change."""
    lines = []
    for pk, old in before.items():
        new = after[pk]
        moves = [
            {"what": what, "before": names[kind, was], "after": names[kind, now]}
            for what, kind, was, now in (
                ("commune d’accueil", PlaceKind.COMMUNE, old.host, new.host),
                ("cercle", PlaceKind.CERCLE, old.cercle, new.cercle),
                ("district", PlaceKind.DISTRICT, old.district, new.district),
            )
            if was != now
        ]
        lines.append(
            {
                "aire": old.name,
                "people": [old.people, new.people],
                "villages": [old.villages, new.villages],
                "moves": moves,
            }
        )
    return lines


# ---- Whose reach changes ----
def _reach_lines(
    before: dict[int, AireFacts], after: dict[int, AireFacts], names: Names
) -> list[dict[str, Any]]:
    """One line a place that gains or loses an aire, with how many people hold a mandate there today."""
    was, now = _readers(before), _readers(after)
    places = sorted(key for key in was.keys() | now.keys() if was.get(key) != now.get(key))
    people = _people_at({(kind, pk) for kind, pk, _ in places})
    lines = []
    for kind, pk, what in places:
        old, new = was.get((kind, pk, what), set()), now.get((kind, pk, what), set())
        lines.append(
            {
                "place": f"{kind.label} {names[kind, pk]}",
                "what": what,
                "gained": sorted(before[a].name for a in new - old),
                "lost": sorted(before[a].name for a in old - new),
                "people": people.get((kind, pk), 0),
            }
        )
    return lines


REPORTS, FIGURES = "rapports", "chiffres"


def _readers(facts: dict[int, AireFacts]) -> dict[tuple[PlaceKind, int, str], set[int]]:
    """(place, what it reads) → the aires it reads them of."""
    found: dict[tuple[PlaceKind, int, str], set[int]] = defaultdict(set)
    for pk, one in facts.items():
        for commune, share in {one.host: 0, **one.shares}.items():
            found[PlaceKind.COMMUNE, commune, FIGURES].add(pk)
            if commune == one.host or share >= settings.CELL_LEVEL_SHARE:
                found[PlaceKind.COMMUNE, commune, REPORTS].add(pk)
        found[PlaceKind.DISTRICT, one.district, REPORTS].add(pk)
        found[PlaceKind.CERCLE, one.cercle, FIGURES].add(pk)
    return found


def _people_at(places: Iterable[tuple[PlaceKind, int]]) -> dict[tuple[PlaceKind, int], int]:
    """Place → people with a mandate in force there (one query a kind)."""
    found: dict[tuple[PlaceKind, int], int] = {}
    for kind in {kind for kind, _ in places}:
        pks = [pk for k, pk in places if k == kind]
        held = Mandate.objects.in_force().filter(Q(**{f"{kind.value}__in": pks}))
        rows = held.order_by().values(kind.value).annotate(n=Count("person", distinct=True))
        found |= {(kind, row[kind.value]): row["n"] for row in rows}
    return found


# ---- What is counted again ----
def _months(on: date, before: dict[int, AireFacts], after: dict[int, AireFacts]) -> Months:
    """The months already open that end on or after that day (three queries)."""
    periods: list[Period] = list(months_from(on))
    if not periods:
        return Months()
    today = timezone.localdate()
    reports = MonthlyReport.objects.filter(period__in=periods, aire__in=list(before))
    states = dict(reports.order_by().values("state").annotate(n=Count("pk")).values_list("state", "n"))
    places = Q(place_kind=PlaceKind.AIRE, place_id__in=list(before))
    for part in (before, after):
        for one in part.values():
            communes = {one.host, *one.shares}
            places |= Q(place_kind=PlaceKind.COMMUNE, place_id__in=communes)
            places |= Q(place_kind=PlaceKind.DISTRICT, place_id=one.district)
            places |= Q(place_kind=PlaceKind.CERCLE, place_id=one.cercle)
    return Months(
        first=month(periods[0].year, periods[0].month),
        last=month(periods[-1].year, periods[-1].month),
        count=len(periods),
        shut=sum(period.shut(today) for period in periods),
        received=states.get("complet", 0) + states.get("valide", 0),
        validated=states.get("valide", 0),
        totals=Total.objects.filter(places, period__in=periods).count(),
    )


def _communes_by_district(touched: Touched) -> dict[int, str]:
    """The districts that hold what moves, by name."""
    held = Q(communes__in=touched.communes) | Q(aires__in=touched.aires)
    return dict(District.objects.filter(held).distinct().values_list("pk", "name"))


def _words(
    plan: Plan, before: dict[int, AireFacts], after: dict[int, AireFacts], districts: dict[int, str]
) -> list[str]:
    """What must be known before confirming, in sentences."""
    told = [
        f"L’aire de santé {new.name} n’aura plus aucun village\u00a0: elle comptera pour 0 habitant, "
        "tout entière dans sa commune d’accueil. Si son CSCOM ferme, fermez aussi l’aire."
        for pk, new in after.items()
        if before[pk].villages and not new.villages
    ]
    told += [
        f"L’aire de santé {new.name} est sans villages\u00a0: sa population n’est pas comptée."
        for pk, new in after.items()
        if not before[pk].villages and not new.villages
    ]
    kept = set(District.objects.filter(pk__in=districts, communes__isnull=False).values_list("pk", flat=True))
    told += [
        f"Le district {name} n’aura plus aucune commune\u00a0: ses totaux s’arrêtent ce jour-là."
        for pk, name in districts.items()
        if pk not in kept
    ]
    if isinstance(plan, NewDistrict):
        told.append(
            "Personne n’a encore de mandat dans ce district\u00a0: tant qu’un chargé du SIS n’y est pas "
            "nommé, les rapports de ses aires ne peuvent pas être validés."
        )
    return told
