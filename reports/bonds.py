"""Where a commune, or an aire, stands with its conventions: what binds, until when, what is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from communes.models import Commune
from conventions.aggregates import Board, boards, total
from conventions.enums import STANDING, UNDERWAY
from conventions.models import Cam, CamQuerySet, Due
from conventions.pairs import Pair as Two
from conventions.words import Term, state_of, term_of
from core.access import Action, Scope
from cscom.models import Aire, CommuneShare
from reports.partners import Partner

Pair = tuple[int, int, str]  # aire, commune, what the line is called


@dataclass(frozen=True, slots=True)
class Bond:
    """One aire with one commune. ``cam`` None: nothing binds them; ``coming``: what is on its way."""

    name: str
    cam: Cam | None
    state: str
    term: Term | None
    coming: Cam | None
    board: Board

    @property
    def binds(self) -> bool:
        """In force, not over."""
        return self.term is not None and self.term.kind != "far"


def bonds(pairs: Sequence[Pair], cams: CamQuerySet, today: date, year: int) -> list[Bond]:
    """One a pair (aire, commune, name), in their order; of ``cams`` alone (two queries)."""
    wanted = Q(aire__in={aire for aire, _, _ in pairs}) & Q(commune__in={commune for _, commune, _ in pairs})
    found = cams.filter(wanted, state__in=(*STANDING, *UNDERWAY)).select_related("aire", "commune")
    held: dict[tuple[int, int], Cam] = {}
    coming: dict[tuple[int, int], Cam] = {}
    for cam in found:
        (held if cam.standing else coming)[cam.aire_id, cam.commune_id] = cam
    kept = boards(Due.objects.filter(year=year, commitment__cam__in=[one.pk for one in held.values()]))
    return [
        _bond(name, held.get((aire, commune)), coming.get((aire, commune)), kept, today, year)
        for aire, commune, name in pairs
    ]


def _bond(
    name: str,
    cam: Cam | None,
    coming: Cam | None,
    kept: Mapping[tuple[int, int], Board],
    today: date,
    year: int,
) -> Bond:
    if cam is None:
        return Bond(name, None, "", None, coming, Board())
    board = kept.get((cam.pk, year), Board())
    return Bond(name, cam, state_of(cam, today), term_of(cam, today), coming, board)


def board_of(found: Sequence[Bond]) -> Board:
    """What is kept of all of them, Σ / Σ. No query."""
    return total(bond.board for bond in found)


def with_commune(commune: Commune, partners: Sequence[Partner]) -> list[Pair]:
    """The aires of a commune, each with it, as its papers list them."""
    return [(one.aire.pk, commune.pk, one.label) for one in partners]


def of_aire(aire: Aire, scope: Scope | None = None) -> list[Pair]:
    """An aire with each commune it touches, its host first (one query).

    With ``scope``, those whose conventions it reads alone: of another, nothing is said, not even « none ».
    """
    shares = CommuneShare.objects.filter(aire=aire, ends_on=None).select_related("commune__cercle")
    found = sorted(shares, key=lambda one: (one.commune_id != aire.host_commune_id, one.commune.name))
    return [
        (aire.pk, one.commune_id, one.commune.name)
        for one in found
        if scope is None or scope.may(Action.CAM_SEE, Two(aire, one.commune).where())
    ]


def printed(found: Sequence[Bond]) -> list[list[str]]:
    """What a paper says of them, for its fingerprint."""
    return [
        [
            bond.name,
            bond.cam.number if bond.cam else "",
            bond.state,
            bond.term.words if bond.term else "",
            *(
                f"{party}:{who}:{tally.kept}/{tally.judged}"
                for (party, who), tally in bond.board.tallies.items()
            ),
        ]
        for bond in found
    ]
