"""The conventions a page lists: one line an aire with a commune, those that have none too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from communes.models import Commune
from conventions.enums import STANDING, UNDERWAY, CamState
from conventions.models import Cam, CamQuerySet
from conventions.models.cam import between
from conventions.terms import STAGES
from conventions.words import Term, state_of, term_of, title_of
from core.access import Action, Scope
from cscom.models import CommuneShare

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "vigueur": "en vigueur",
        "echeance": "échéance dans 180 jours",
        "echue": "échue",
        "denoncee": "dénoncée",
        "chemin": "en chemin",
        "aucune": "pas de convention",
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; what it asks wrongly is as if it did not."""

    state: str
    place: str
    commune: str
    aire: str

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Asked":
        state = query.get("etat", "")
        return cls(
            state if state in KINDS else "",
            query.get("lieu", "").strip()[:60],
            query.get("commune", "")[:40],
            query.get("aire", "")[:40],
        )

    @property
    def narrows(self) -> bool:
        return bool(self.state or self.place or self.commune or self.aire)

    @property
    def states(self) -> list[tuple[str, str]]:
        return list(KINDS.items())


@dataclass(frozen=True, slots=True)
class Row:
    """One aire with one commune: what binds them, what is on its way."""

    share: CommuneShare
    held: Cam | None
    state: str
    term: Term | None
    coming: Cam | None
    coming_words: str


def pairs(scope: Scope, asked: Asked, today: date) -> QuerySet[CommuneShare]:
    """The aires with each commune they touch, or signed with, of one's reach; as the address asks."""
    later = CommuneShare.objects.filter(
        aire=OuterRef("aire"), commune=OuterRef("commune"), starts_on__gt=OuterRef("starts_on")
    )
    signed = _of_pair(Cam.objects.visible_to(scope))
    found = CommuneShare.objects.filter(between(scope.reach(Action.CAM_SEE)), ~Exists(later))
    still = Q(ends_on=None) & (Q(aire__closed_on=None) | Q(aire__closed_on__gt=today))
    found = found.filter(still | Q(Exists(signed)))
    if asked.state:
        found = found.filter(_in_state(asked.state, signed, today))
    if asked.place:
        found = found.filter(Q(aire__name__icontains=asked.place) | Q(commune__name__icontains=asked.place))
    if asked.commune:
        found = found.filter(commune__code=asked.commune)
    if asked.aire:
        found = found.filter(aire__code=asked.aire)
    return found.select_related("aire", "commune").order_by("commune__name", "aire__name", "pk")


def _of_pair(cams: CamQuerySet) -> QuerySet[Cam]:
    return cams.filter(aire=OuterRef("aire"), commune=OuterRef("commune")).exclude(state=CamState.WITHDRAWN)


def _in_state(state: str, signed: QuerySet[Cam], today: date) -> Q:
    held = signed.filter(state__in=STANDING)
    match state:
        case "vigueur":
            return Q(Exists(held.filter(ends_on__gte=today)))
        case "echeance":
            last = today + timedelta(days=max(STAGES))
            return Q(Exists(held.filter(ends_on__range=(today, last))))
        case "echue":
            return Q(Exists(held.filter(ends_on__lt=today)))
        case "denoncee":
            return Q(Exists(signed.filter(state=CamState.NOTICE)))
        case "chemin":
            return Q(Exists(signed.filter(state__in=UNDERWAY)))
    return ~Q(Exists(held))


def rows_of(shares: Sequence[CommuneShare], scope: Scope, today: date) -> list[Row]:
    """Each with its conventions (one query)."""
    cams = (
        Cam.objects.visible_to(scope)
        .filter(state__in=(*STANDING, *UNDERWAY), aire__in=[one.aire_id for one in shares])
        .select_related("aire", "commune")
    )
    held: dict[tuple[int, int], Cam] = {}
    coming: dict[tuple[int, int], Cam] = {}
    for cam in cams:
        (held if cam.standing else coming)[cam.aire_id, cam.commune_id] = cam
    return [_row(share, held, coming, today) for share in shares]


def _row(
    share: CommuneShare,
    held: Mapping[tuple[int, int], Cam],
    coming: Mapping[tuple[int, int], Cam],
    today: date,
) -> Row:
    key = share.aire_id, share.commune_id
    cam, other = held.get(key), coming.get(key)
    return Row(
        share=share,
        held=cam,
        state=state_of(cam, today) if cam else "",
        term=term_of(cam, today) if cam else None,
        coming=other,
        coming_words=f"{title_of(other).partition(' ')[0]}\u00a0: {other.get_state_display()}"
        if other
        else "",
    )


def editions(scope: Scope, aire_id: int, commune: Commune) -> list[Cam]:
    """The conventions of two parties that this reader sees, the latest first (one query)."""
    cams = Cam.objects.visible_to(scope).filter(aire=aire_id, commune=commune)
    return list(cams.select_related("aire", "commune").order_by("-edition"))
