"""The meetings of the demonstration: minutes approved month after month, some that wait; all invented."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from django.db import transaction

from concertation.agenda import fill
from concertation.effects import after_closing, called_of
from concertation.enums import Attendance, ItemKind, MeetingState, Outcome, Part
from concertation.models import Decision, Interest, Item, Meeting, Presence, Restitution
from concertation.restituting import villages_of
from core.formats import day
from core.models import ActLog
from core.months import Month
from followup.models import Followup, State
from mandates.cumul.functions import held_by
from mandates.models import Organ
from mandates.organs.reading import organ_on
from reports.demo import story
from reports.demo.dice import Dice

COMMITTEES: Final = ("comite_gestion", "comite_transitoire")
MONTHS: Final = 8  # of meetings of each committee, up to the month before this one
SUBJECTS: Final = (
    ("Recettes et dépenses du mois", "Arrêter la caisse chaque vendredi", "trésorier", "cahier de caisse"),
    ("Stock de médicaments", "Passer la commande avant le 25", "gérant du dépôt", "bon de commande"),
    ("Propreté du centre", "Payer le manœuvre chaque mois", "trésorier", "reçu signé"),
    ("Sorties dans les hameaux", "Annoncer les sorties par le crieur", "chargé de l’organisation", ""),
)
QUESTIONS: Final = (
    ("À quelle heure le dépôt de médicaments ouvre-t-il ?", "De 8 h à 16 h, et la nuit pour les urgences."),
    ("Pourquoi le ticket a-t-il augmenté ?", "Il n’a pas changé\u00a0: il est affiché au guichet."),
    ("", ""),
)
INTEREST: Final = "siège au conseil communal, qui paie le crieur"  # of the last of these subjects
SAID: Final = "Les membres ont entendu le bureau, discuté les chiffres, puis décidé sans vote contraire."


@dataclass(frozen=True, slots=True)
class Told:
    """One meeting of an organ apart from the committees: how many days from today, in which state."""

    kind: str
    place: str
    days: int
    state: MeetingState
    subject: str


TOLD: Final = (
    Told("cadre_concertation", story.BANAMBA, -75, MeetingState.SENT, "Fiche essentielle du trimestre"),
    Told("cadre_concertation", story.BANAMBA, 9, MeetingState.CONVENED, "Quotes-parts de la référence"),
    Told("conseil_administration", story.CENTRAL, -12, MeetingState.CLOSED, "Budget de l’année qui vient"),
    Told("conseil_gestion_csref", story.DISTRICT, -5, MeetingState.HELD, "Compte d’emploi du CSRéf"),
    Told("comite_gestion", story.CENTRAL, 6, MeetingState.PREPARED, "Recrutement d’une matrone"),
)


@transaction.atomic
def load_meetings(today: date) -> int:
    """Write them once: how many were made now. None without organs."""
    if Meeting.objects.exists():
        return 0
    organs = Organ.objects.filter(fictitious=True).located()
    made = 0
    for organ in organs.open_on(today).filter(kind__code__in=COMMITTEES).order_by("pk"):
        made += _committee(organ, today)
    for told in TOLD:
        found = [one for one in organs.filter(kind__code=told.kind) if _code(one) == told.place]
        made += sum(_told(organ, told, today) for organ in found)
    return made


def _code(organ: Organ) -> str:
    return organ.place.code if organ.place else ""


def _committee(organ: Organ, today: date) -> int:
    """One meeting a month, approved in the next; the last one waits for its approval."""
    this = Month(today.year, today.month)
    months = [this - back for back in range(MONTHS, 0, -1)]
    days = [max(organ.opened_on, month.first_day + timedelta(days=24)) for month in months]
    kept = [on for on, month in zip(days, months, strict=True) if on <= month.last_day]
    before: Meeting | None = None
    for number, on in enumerate(kept):
        subject = SUBJECTS[number % len(SUBJECTS)]
        meeting = _held(organ, on, MeetingState.SENT, subject)
        if subject == SUBJECTS[-1]:
            _declared(meeting)
        if before:
            _approve(before, meeting)
            _done(before)
            _told_back(before)
        before = meeting
    return len(kept)


def _told(organ: Organ, told: Told, today: date) -> int:
    on = today + timedelta(days=told.days)
    if told.days > 0:
        meeting = _begun(organ, on)
        Item.objects.create(meeting=meeting, rank=0, title=told.subject, duration=30)
        fill(meeting)
        if told.state == MeetingState.CONVENED:
            Meeting.objects.filter(pk=meeting.pk).update(
                state=told.state, convened_on=today - timedelta(days=1), called=called_of(meeting)
            )
        return 1
    subject = (told.subject, "Rendre compte à la prochaine réunion", "secrétaire", "rapport")
    _held(organ, on, told.state, subject)
    return 1


def _begun(organ: Organ, on: date) -> Meeting:
    venue = "salle de réunion"
    return Meeting.objects.create(
        organ=organ, planned_on=on, starts_at=time(9, 0), venue=venue, fictitious=True
    )


def _held(organ: Organ, on: date, state: MeetingState, subject: Sequence[str]) -> Meeting:
    """A meeting that took place, with who came, one decision; its line of the follow-up when it is closed."""
    meeting = _begun(organ, on)
    there = organ_on(organ, on)
    meeting.state, meeting.held_on = MeetingState.HELD, on
    meeting.seats, meeting.quorum = len(there.lines), there.quorum
    meeting.convened_on, meeting.called = on - timedelta(days=7), called_of(meeting)
    meeting.save()
    _present(meeting)
    item = Item.objects.create(meeting=meeting, rank=0, title=subject[0], outcome=Outcome.DECIDED, notes=SAID)
    fill(meeting)
    if organ.transitional:  # shared with the neighbour commune, who would read its decisions
        return _closed(meeting, state)
    Decision.objects.create(
        meeting=meeting, item=item, number=1, text=subject[1], owner_words=subject[2],
        due_on=on + timedelta(days=45), proof_wanted=subject[3],
    )  # fmt: skip
    return _closed(meeting, state)


def _closed(meeting: Meeting, state: MeetingState) -> Meeting:
    """Closed, its minutes written, sent; left open when the story says so."""
    if state == MeetingState.HELD:
        return meeting
    meeting.items.filter(kind=ItemKind.MINUTES).update(outcome=Outcome.DECIDED)
    after_closing(meeting, ActLog(act="clore"))
    meeting.refresh_from_db()
    meeting.state, meeting.minutes = state, f"Réunion du {day(meeting.day)}. {SAID}"
    if state == MeetingState.SENT:
        meeting.sent_on = meeting.day + timedelta(days=2)
    meeting.save()
    return meeting


def _present(meeting: Meeting) -> None:
    """Four out of five come; a vacant seat is absent."""
    rows = []
    for rank, line in enumerate(organ_on(meeting.organ, meeting.day).lines, 1):
        dice = Dice("presence", str(meeting.organ_id), meeting.day.isoformat(), str(rank))
        person = line.hold.person if line.hold else None
        drawn = dice.whole(1, 10)
        status = Attendance.PRESENT if drawn <= 8 else Attendance.EXCUSED if drawn == 9 else Attendance.ABSENT
        rows.append(
            Presence(
                meeting=meeting, seat=line.seat, rank=rank, function=line.seat.words, person=person,
                name=str(person or ""), sex=person.sex if person else "",
                status=status if person else Attendance.ABSENT,
            )
        )  # fmt: skip
    Presence.objects.bulk_create(rows)


def _declared(meeting: Meeting) -> None:
    """Whoever sits for the commune too comes, says so, and takes no part in the vote."""
    rows = meeting.presences.filter(person__isnull=False).select_related("person")
    by_person = {row.person: row for row in rows if row.person}
    both = [held.person for held in held_by(by_person, meeting.day) if held.both]
    for decision in meeting.decisions.all() if both else ():
        for person in both:
            row = by_person[person]
            Presence.objects.filter(pk=row.pk).update(status=Attendance.PRESENT)
            Interest.objects.create(
                decision=decision, person=person, name=row.name, function=row.function, text=INTEREST,
                part=Part.APART,
            )  # fmt: skip


def _done(meeting: Meeting) -> None:
    """What was decided was done within the month."""
    Followup.objects.filter(origin_url=meeting.get_absolute_url()).update(
        state=State.DONE, settled_on=meeting.day + timedelta(days=20)
    )


def _approve(before: Meeting, meeting: Meeting) -> None:
    Meeting.objects.filter(pk=before.pk).update(
        state=MeetingState.APPROVED, approved_on=meeting.day, approved_in=meeting
    )


def _told_back(meeting: Meeting) -> None:
    """Two villages in three hear what was decided, within three weeks."""
    rows = []
    for place, village in enumerate(villages_of(meeting.organ, meeting.day)):
        dice = Dice("restitution", str(meeting.pk), village.code)
        if dice.whole(1, 3) > 2:
            continue
        asked = QUESTIONS[place % len(QUESTIONS)]
        rows.append(
            Restitution(
                meeting=meeting, village=village, held_on=meeting.day + timedelta(days=dice.whole(3, 20)),
                led_by="le président du comité, avec un relais", women=dice.whole(6, 40),
                men=dice.whole(8, 45), questions=asked[0], answers=asked[1], fictitious=True,
            )
        )  # fmt: skip
    Restitution.objects.bulk_create(rows)
