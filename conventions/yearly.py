"""One year of a convention: each line with what every party said of it, why it can no longer change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from conventions.enums import ONCE_IN_FORCE, CamParty, Mark
from conventions.late import days_late, settled
from conventions.models import Cam, Commitment, Due, Review, Score
from core.formats import day

TONES = {Mark.KEPT: "ok", Mark.PARTLY: "near", Mark.UNKEPT: "far", Mark.VOID: "nil"}
NOT_IN_FORCE = "Cette convention n’est pas entrée en vigueur\u00a0: rien n’y est à dire."
ELSEWHERE = "Une des lignes envoyées n’est pas de cette convention\u00a0: rien n’est enregistré."


@dataclass(frozen=True, slots=True)
class Word:
    """What one party says of a line; ``score`` None: nothing."""

    party: CamParty
    score: Score | None

    @property
    def tone(self) -> str:
        return TONES[Mark(self.score.mark)] if self.score else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One commitment in the year, what each party said of it."""

    due: Due
    scores: Mapping[str, Score]

    @property
    def commitment(self) -> Commitment:
        return self.due.commitment

    @property
    def said(self) -> list[Word]:
        """Every party, always in the same order."""
        return [Word(party, self.scores.get(party)) for party in CamParty]

    @property
    def marks(self) -> list[str]:
        return [score.mark for score in self.scores.values()]

    @property
    def contested(self) -> bool:
        """Do those who spoke say different things?"""
        return len(set(self.marks)) > 1

    @property
    def settled(self) -> bool:
        return settled(self.marks)

    @property
    def days_late(self) -> int:
        return days_late(self.due.due_on, self.marks, timezone.localdate())

    @property
    def above(self) -> bool:
        """More was paid than called: a reason says why."""
        return (self.due.paid or 0) > (self.due.called or 0)


def lines_of(cam: Cam, year: int) -> list[Line]:
    """The binding lines of a year: those of the commune, of the ASACO, of the State (two queries)."""
    scores = Prefetch("scores", Score.objects.select_related("person", "evidence").order_by("pk"))
    dues = (
        Due.objects.binding()
        .filter(commitment__cam=cam, year=year)
        .select_related("commitment", "followup", "saved_by")
        .prefetch_related(scores)
    )
    rank = {party: n for n, party in enumerate(CamParty)}
    found = [Line(due, {score.party: score for score in due.scores.all()}) for due in dues]
    for line in found:
        line.commitment.cam = cam
    return sorted(
        found, key=lambda one: (rank[CamParty(one.commitment.party)], one.commitment.rank, one.due.pk)
    )


def by_party(lines: Sequence[Line]) -> list[tuple[CamParty, list[Line]]]:
    """The lines of each party that promised something."""
    found = [(party, [one for one in lines if one.commitment.party == party]) for party in CamParty]
    return [(party, mine) for party, mine in found if mine]


def years_of(cam: Cam) -> list[int]:
    """The years in which something binds, the first first (one query)."""
    dues = Due.objects.binding().filter(commitment__cam=cam)
    return list(dues.order_by("year").values_list("year", flat=True).distinct())


def current_year(cam: Cam) -> int | None:
    """The last of them that has begun, else the first; None: nothing ever binds (one query)."""
    years = years_of(cam)
    begun = [year for year in years if year <= timezone.localdate().year]
    return begun[-1] if begun else next(iter(years), None)


def review_of(cam: Cam, year: int) -> Review | None:
    """The review of that year, if somebody began it (one query)."""
    return Review.objects.filter(cam=cam, year=year).select_related("closed_by", "saved_by").first()


def why_not(cam: Cam, year: int, review: Review | None, today: date) -> str:
    """Why nothing is written of this year now; "" when it may be. No query."""
    if cam.state not in ONCE_IN_FORCE:
        return NOT_IN_FORCE
    if year > today.year:
        return f"L’année {year} n’a pas commencé\u00a0: rien n’y est à dire."
    if review and review.closed_on:
        return (
            f"La revue de {year} est close depuis le {day(review.closed_on)}\u00a0: "
            "ce qui a été dit de cette année ne change plus."
        )
    return ""
