"""What became of the promises of the demonstration: what each party says, amounts, reviews, what is late.

Words and amounts are drawn, then written at once; reviews and late lines go through the code of the site.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from django.db import transaction

from conventions import reviewing
from conventions.effects import KIND
from conventions.enums import SIGNATORIES, CamParty, Frequency, Mark
from conventions.late import follow_late, followed
from conventions.models import Cam, Due, Review, Score
from conventions.parties import HEADS
from core.models import ActLog
from mandates.models import Mandate
from reports.demo import story
from reports.demo.conventions import at, holder, mandate_of
from reports.demo.dice import Dice

KEPT, PARTLY, UNKEPT, VOID = Mark.KEPT, Mark.PARTLY, Mark.UNKEPT, Mark.VOID
BETTER: Final = {UNKEPT: PARTLY, PARTLY: KEPT}  # how a party may see what it promised
WORDS: Final[Mapping[Mark, Sequence[str]]] = {
    PARTLY: ("Fait la moitié de l’année.", "Commencé\u202f; le reste est prévu au budget.", ""),
    UNKEPT: ("Rien n’a été fait cette année.", "Reporté\u00a0: le crédit n’a pas été ouvert.", ""),
    VOID: ("Un partenaire s’en est chargé cette année.",),
}
IN_PART: Final = "Versé en partie\u00a0: les recettes sont rentrées en retard."
GOES_ON: Final = (Frequency.ALWAYS, Frequency.MONTHLY, Frequency.QUARTERLY)
CLOSED: Final = (story.CENTRAL, story.BAO)  # the review of last year; elsewhere dice say
ROOM: Final = "salle du conseil communal"
MONEY: Final = ("announced", "called", "paid", "reason", "saved_by", "saved_at", "version")
AT_ONCE: Final = 50  # lines of one order: a longer one costs more than two
HELD: Final = 9  # days ago at least, for a review of last year


@dataclass(frozen=True, slots=True)
class Told:
    """One promise of the story: the marks of the commune, of the ASACO, of the State (None: nothing said)."""

    marks: tuple[Mark | None, Mark | None, Mark | None]
    paid: int = 0  # in hundredths of what was called
    reason: str = ""


# By aire, years before this one, who promised, how the line begins.
TOLD: Final[Mapping[tuple[str, int, CamParty, str], Told]] = {
    (story.CENTRAL, 1, CamParty.COMMUNE, "Verser une subvention"): Told((PARTLY, UNKEPT, PARTLY), 40),
    (story.CENTRAL, 1, CamParty.ASACO, "Entretenir le petit"): Told((UNKEPT, UNKEPT, None)),
    (story.CENTRAL, 0, CamParty.COMMUNE, "Constituer le stock"): Told((VOID, VOID, VOID)),
    (story.CENTRAL, 0, CamParty.ASACO, "Verser sa quote-part"): Told(
        (KEPT, KEPT, KEPT), 120, "L’arriéré de l’année d’avant a été versé en même temps."
    ),
    (story.CENTRAL, 0, CamParty.COMMUNE, "Verser sa quote-part"): Told((PARTLY, UNKEPT, None), 50),
    (story.OULENY, 1, CamParty.COMMUNE, "Verser une subvention"): Told((PARTLY, UNKEPT, None), 35),
    (story.OULENY, 0, CamParty.COMMUNE, "Verser une subvention"): Told((None, UNKEPT, None)),
}


@transaction.atomic
def load_keeping(today: date) -> int:
    """Write them once, for last year and this one: how many words of parties were written now."""
    if Score.objects.exists() or Review.objects.exists() or Due.objects.exclude(version=0).exists():
        return 0  # told already, or somebody began to
    dues = Due.objects.binding().filter(
        year__in=(today.year - 1, today.year), commitment__cam__fictitious=True
    )
    rows = followed(dues).order_by("commitment__cam", "year", "commitment__rank")
    found = list(_by_cam(rows, today))
    scores: list[Score] = []
    funded: list[Due] = []
    for voices, mine in found:
        for due in mine:
            told = _told(voices, due)
            scores += _words(voices, due, told)
            funded += _funded(voices, due, told)
    Score.objects.bulk_create(scores)
    Due.objects.bulk_update(funded, MONEY, batch_size=AT_ONCE)
    for voices, mine in found:
        _review(voices, {due.year for due in mine})
    follow_late(today)
    return Score.objects.count()


@dataclass(frozen=True, slots=True)
class Voices:
    """Who speaks for the parties of one convention, who keeps silent this year, is last year closed."""

    cam: Cam
    today: date
    heads: Mapping[CamParty, Mandate]
    silent: Sequence[CamParty]
    closed: bool

    def spoke(self, due: Due) -> date:
        """The day its parties speak of a line: before the review of last year, or these days."""
        began = self.cam.starts_on or self.today
        if due.year < self.today.year:
            return max(began, review_day(self.today) - timedelta(days=2))
        days = Dice("dit", self.cam.number, str(due.commitment.rank)).whole(2, 40)
        return max(began, date(due.year, 1, 1), self.today - timedelta(days=days))


def review_day(today: date) -> date:
    """When the reviews of last year were held: in February, or lately."""
    return min(date(today.year, 2, 12), today - timedelta(days=HELD))


def _by_cam(dues: Iterable[Due], today: date) -> Iterable[tuple[Voices, list[Due]]]:
    """The lines of each convention, with who speaks of them."""
    for _, found in groupby(dues, key=lambda due: due.commitment.cam_id):
        mine = list(found)
        yield _voices(mine[0].commitment.cam, today), mine


def _voices(cam: Cam, today: date) -> Voices:
    """Elsewhere than in the story, one in six says nothing this year, two leave the other alone to speak."""
    dice = Dice("parties", cam.number)
    drawn, closed = dice.whole(1, 6), dice.happens(0.4)
    silent = {1: tuple(CamParty), 2: (CamParty.ASACO,), 3: (CamParty.COMMUNE,)}.get(drawn, ())
    if cam.aire.district.code == story.DISTRICT:
        silent, closed = (), cam.aire.code in CLOSED
    heads = {party: mandate_of(cam, role) for party, role in HEADS.items()}
    return Voices(cam, today, heads, silent, closed)


def _told(voices: Voices, due: Due) -> Told:
    """What the story says of a line, else what the dice say."""
    line, code = due.commitment, voices.cam.aire.code
    for (aire, ago, party, start), told in TOLD.items():
        same = (aire, voices.today.year - ago, party) == (code, due.year, line.party)
        if same and line.text.startswith(start):
            return told
    dice = Dice("tenu", voices.cam.number, str(due.year), str(line.rank))
    drawn, paid = dice.whole(1, 100), dice.whole(8, 15) * 5
    truth = KEPT if drawn <= 82 else PARTLY if drawn <= 92 else UNKEPT if drawn <= 97 else VOID
    if truth == VOID and line.frequency in GOES_ON:
        truth = KEPT
    past = due.year < voices.today.year
    chance = (
        1.0 if past else 0.92 if due.due_on < voices.today else 0.6 if line.frequency in GOES_ON else 0.25
    )
    spoken = dice.happens(chance)
    marks: list[Mark | None] = []
    for party in CamParty:
        heard = dice.happens(1.0 if past and party in SIGNATORIES else 0.9 if party in SIGNATORIES else 0.6)
        kinder = dice.happens(0.4) and party == line.party
        heard = heard and spoken and (past or party not in voices.silent)
        marks.append((BETTER.get(truth, truth) if kinder else truth) if heard else None)
    return Told((marks[0], marks[1], marks[2]), {KEPT: 100, PARTLY: paid}.get(truth, 0))


def _words(voices: Voices, due: Due, told: Told) -> Iterable[Score]:
    """One row a party that spoke."""
    day = voices.spoke(due)
    for party, mark in zip(CamParty, told.marks, strict=True):
        if mark:
            held = voices.heads[party]
            yield Score(
                due=due, party=party, mark=mark, words=_said(due, party, mark), version=1,
                person_id=held.person_id, mandate_id=held.pk, at=at(day),
            )  # fmt: skip


def _said(due: Due, party: CamParty, mark: Mark) -> str:
    """Whoever promised names the proof, the others what they saw of it."""
    line = due.commitment
    if mark == KEPT:
        return f"Pièces montrées\u00a0: {line.evidence}." if line.evidence and party == line.party else ""
    if mark == PARTLY and line.amount:
        return IN_PART if party == line.party else ""
    return Dice("mots", str(due.year), str(line.rank), party).one_of(WORDS[mark])


def _funded(voices: Voices, due: Due, told: Told) -> Iterable[Due]:
    """Announced for the year, called once due, paid as it was kept; nothing of what is void."""
    amount = due.commitment.amount
    if not amount or VOID in told.marks:
        return
    due.announced = amount
    if due.due_on < voices.today and any(told.marks):
        due.called, due.paid, due.reason = amount, amount * told.paid // 100, told.reason
    due.saved_by_id = voices.heads[CamParty(due.commitment.party)].person_id
    due.saved_at, due.version = at(voices.spoke(due)), 1
    yield due


def _review(voices: Voices, years: Collection[int]) -> None:
    """Last year’s, held together: closed, or left open. This year’s has its room, its day is not chosen."""
    cam, last = voices.cam, voices.today.year - 1
    if last in years and (voices.closed or cam.aire.code == story.SAMAKELE):
        _held(voices, last)
    if cam.aire.code == story.CENTRAL:
        said = reviewing.Said(place=ROOM, words="À l’ordre du jour\u00a0: la subvention du personnel.")
        reviewing.prepare(cam, last + 1, said, holder(cam, HEADS[CamParty.ASACO]), version=0)


def _held(voices: Voices, year: int) -> None:
    cam, day, dice = voices.cam, review_day(voices.today), Dice("revue", voices.cam.number)
    scope = holder(cam, HEADS[CamParty.COMMUNE])
    said = reviewing.Said(
        day, ROOM, dice.whole(4, 12), dice.whole(8, 20),
        "Les parties ont relu chaque engagement, pièces en main. Elles se revoient dans un an.",
    )  # fmt: skip
    review = reviewing.prepare(cam, year, said, scope, version=0)
    Review.objects.filter(pk=review.pk).update(saved_at=at(day))
    if voices.closed:
        reviewing.close(cam, year, scope, version=review.version)
        Review.objects.filter(pk=review.pk).update(closed_on=day)
        acts = ActLog.objects.filter(kind=KIND, object_id=str(cam.pk), act=reviewing.ACT)
        acts.update(done_at=at(day))
