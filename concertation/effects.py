"""What an act on a meeting writes besides its state: attendance, lines of the follow-up, notices."""

from typing import Any

from django.db import models

from concertation.agenda import fill, open_lines, row_of
from concertation.enums import Attendance, ItemKind, Outcome
from concertation.models import Decision, Item, Meeting, Presence
from concertation.news import subject_of, tell_approvers, tell_members, when_words
from core.formats import day
from core.models import ActLog
from core.workflow import Refusal
from followup.promising import Origin, Promise, promise
from mandates.organs.lines import SeatLine
from mandates.organs.reading import organ_on

ORIGIN = "reunion"
NO_PLACE = "Dites où se suit la décision {code}\u00a0: une commune ou un district."


# ---- Convocation, a new day ----
def called_of(meeting: Meeting) -> list[dict[str, Any]]:
    """Who is called: every seat of that day, held or not."""
    return [
        {"seat": line.seat.pk, "words": line.seat.words, "name": str(line.hold.person) if line.hold else ""}
        for line in organ_on(meeting.organ, meeting.planned_on).lines
    ]


def after_convening(meeting: Meeting, log: ActLog) -> None:
    """The agenda is filled once more, everybody who sits is told."""
    fill(meeting)
    text = f"Convocation\u00a0: {meeting.organ}, {when_words(meeting)}."
    tell_members(meeting, f"convoquee:{log.version}", text, but=log.person_id)


def after_putting_off(meeting: Meeting, log: ActLog) -> None:
    """Whoever had been called is told the new day, or that there is none."""
    if not meeting.called:
        return
    if log.act == "annuler":
        text = f"Réunion annulée\u00a0: {meeting.organ}, {when_words(meeting)}. {log.comment}"
    else:
        text = f"Réunion reportée\u00a0: {meeting.organ}, désormais {when_words(meeting)}. {log.comment}"
    tell_members(meeting, f"{log.act}:{log.version}", text[:300], but=log.person_id)


# ---- Attendance ----
def after_holding(meeting: Meeting, log: ActLog) -> None:
    """One row a seat, with the names of that day; the agenda is filled with what waited for it."""
    meeting.presences.all().delete()
    said: dict[str, list[str]] = log.details.get("present", {})
    rows = [
        _presence(meeting, line, rank, said.get(str(line.seat.pk)) or [Attendance.ABSENT, ""])
        for rank, line in enumerate(organ_on(meeting.organ, meeting.day).lines, 1)
    ]
    Presence.objects.bulk_create(rows)
    fill(meeting)


def _presence(meeting: Meeting, line: SeatLine, rank: int, said: list[str]) -> Presence:
    person = line.hold.person if line.hold else None
    status, proxy = said if person else (Attendance.ABSENT, "")
    return Presence(
        meeting=meeting,
        seat=line.seat,
        rank=rank,
        function=line.seat.words,
        person=person,
        name=str(person or ""),
        sex=person.sex if person else "",
        status=status,
        proxy=proxy if status == Attendance.REPRESENTED else "",
    )


# ---- Close: decisions become lines of the follow-up ----
def after_closing(meeting: Meeting, log: ActLog) -> None:
    """Each decision is promised; what was read of earlier ones is kept as it was read. Raises Refusal."""
    Meeting.objects.filter(pk=meeting.pk).update(
        seen=[row_of(line, meeting.day) for line in open_lines(meeting)]
    )
    meeting.items.filter(kind=ItemKind.OPEN, outcome="").update(outcome=Outcome.DECIDED)
    origin = Origin(ORIGIN, subject_of(meeting)[:150], meeting.get_absolute_url())
    for decision in meeting.decisions.select_related("owner", "commune", "district"):
        decision.meeting = meeting
        _promise(decision, origin, log.person_id)


def _promise(decision: Decision, origin: Origin, by: int | None) -> None:
    place = decision.place
    if place is None:
        raise Refusal(NO_PLACE.format(code=decision.code))
    said = Promise(
        decision.text,
        decision.due_on,
        decision.meeting.day,
        decision.owner,
        decision.owner_words,
        decision.proof_wanted,
    )
    decision.followup = promise(said, place, origin, by=by, fictitious=decision.meeting.fictitious)
    decision.save(update_fields=["followup"])


# ---- Minutes ----
def after_sending(meeting: Meeting, log: ActLog) -> None:
    """Whoever sits reads them; whoever may approve them is told besides."""
    text = f"PV à relire\u00a0: {subject_of(meeting)}."
    tell_members(meeting, f"pv:{log.version}", text, but=log.person_id)
    tell_approvers(meeting, f"pv:{log.version}", text, but=log.person_id)


def after_approving(meeting: Meeting, log: ActLog) -> None:  # noqa: ARG001 - the shape of an effect
    """The item of the meeting that approves is settled by the very act."""
    Item.objects.filter(about=meeting, meeting=meeting.approved_in_id).update(
        outcome=Outcome.DECIDED, reason=""
    )
    Meeting.objects.filter(pk=meeting.approved_in_id or 0).update(version=models.F("version") + 1)


def approved_words(meeting: Meeting) -> str:
    """« Projet de PV », « PV approuvé le 5 octobre 2026 »."""
    return f"PV approuvé le {day(meeting.approved_on)}" if meeting.approved_on else "Projet de PV"
