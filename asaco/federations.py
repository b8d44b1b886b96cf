"""The federations of ASACO that a reader reads: their seats, who holds them, whom they gather."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from asaco.loaders import asaco_of
from communes.models import Cercle, Region
from core.access import Action, PlaceKind, Scope
from core.formats import counted, day
from core.tabular import Value
from cscom.models import Aire
from mandates.models import Organ, OrganQuerySet
from mandates.organs.lines import SeatLine
from mandates.organs.reading import OrganOn, organs_on

FELASCOM, FERASCOM, FENASCOM = KINDS = ("felascom", "ferascom", "fenascom")
HEAD: Sequence[Value] = (
    "Fédération", "Lieu", "Siège", "Représente", "Titulaire", "Téléphone", "Depuis le", "Dernier jour",
    "État",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """Whom a federation gathers: an ASACO; of a wider one, a cercle or a région with so many ASACO."""

    name: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Federation:
    """One of them on a day; ``called``: may its reader see telephone numbers there?"""

    on: OrganOn
    members: Sequence[Member]
    called: bool

    @property
    def seats(self) -> list[tuple[SeatLine, str]]:
        """Each seat, with the telephone of who holds it when it may be seen."""
        return [(line, line.hold.person.phone if self.called and line.hold else "") for line in self.on.lines]


def federations_seen(scope: Scope, today: date) -> OrganQuerySet:
    """Those in place that this reader reads: the country's, the régions', the cercles'."""
    seen = Organ.objects.visible_to(scope).open_on(today).filter(kind__code__in=KINDS)
    return seen.located().order_by("-kind__rank", "region__name", "cercle__name", "name", "pk")


def federations(organs: Iterable[Organ], scope: Scope, today: date) -> list[Federation]:
    """Each with its seats, its members. Six queries, however many federations."""
    found = list(organs)
    near, wide = _of_cercles(found, scope), _of_wider(found)
    return [
        Federation(
            on,
            near.get(on.organ.cercle_id, ()) if on.organ.cercle_id else wide.get(on.organ.region_id, ()),
            scope.may(Action.MANDATE_SEE, on.organ.where()),
        )
        for on in organs_on(found, today)
    ]


def _of_cercles(organs: Iterable[Organ], scope: Scope) -> dict[int | None, list[Member]]:
    """Cercle → its ASACO, by commune: by their own name where the register is read. Two queries."""
    cercles = {organ.cercle_id for organ in organs if organ.cercle_id}
    inside = Aire.objects.open_on().filter(host_commune__cercle__in=cercles)
    read = set(inside.within(scope.reach(Action.ASACO_SEE)).values_list("pk", flat=True))
    found: dict[int | None, list[Member]] = {}
    for aire in inside.select_related("host_commune", "asaco").order_by("host_commune__name", "name", "pk"):
        found.setdefault(aire.host_commune.cercle_id, []).append(_member(aire, read=aire.pk in read))
    return found


def _member(aire: Aire, *, read: bool) -> Member:
    asaco = asaco_of(aire) if read else None
    url = reverse("asaco_show" if read else "aire_show", args=[aire.code])
    return Member(asaco.name if asaco else f"ASACO de {aire.name}", aire.host_commune.name, url)


def _of_wider(organs: Iterable[Organ]) -> dict[int | None, list[Member]]:
    """Région → its cercles; None, the country → its régions: each with so many ASACO. Two queries."""
    wider = {organ.region_id for organ in organs if organ.cercle_id is None}
    if not wider:
        return {}
    places = Aire.objects.open_on().values_list("host_commune__cercle__region", "host_commune__cercle")
    by_region, by_cercle = Counter[int](), Counter[int]()
    for region, cercle in places:
        by_region[region] += 1
        by_cercle[cercle] += 1
    found: dict[int | None, list[Member]] = {None: []}
    regions: dict[int, Region] = {}
    for cercle in Cercle.objects.open_on().select_related("region").order_by("region__name", "name", "pk"):
        regions[cercle.region_id] = cercle.region
        found.setdefault(cercle.region_id, []).append(_place(cercle, by_cercle[cercle.pk]))
    found[None] = [_place(region, by_region[region.pk]) for region in regions.values()]
    return found


def _place(place: Cercle | Region, count: int) -> Member:
    kind = PlaceKind.CERCLE if isinstance(place, Cercle) else PlaceKind.REGION
    return Member(
        place.name, counted(count, "ASACO", "ASACO"), reverse(f"{kind.value}_show", args=[place.code])
    )


def rows(found: Iterable[Federation]) -> list[Sequence[Value]]:
    """One line a seat, for a file."""
    return [HEAD, *(_row(one, line, phone) for one in found for line, phone in one.seats)]


def _row(one: Federation, line: SeatLine, phone: str) -> Sequence[Value]:
    organ, hold = one.on.organ, line.hold
    who = (str(hold.person), phone, day(hold.starts_on)) if hold else ("", "", "")
    last = day(hold.last_day) if hold and hold.last_day else ""
    return (
        organ.name,
        organ.place_name,
        line.seat.words,
        line.seat.get_group_display(),
        *who,
        last,
        line.state.word,
    )
