"""Organs of the access world, their meetings, with texts that their readers alone may meet."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from accounts.models import Person
from communes.models import Place
from concertation.models import Ballot, Decision, Dissent, Interest, Item, Meeting, Presence, Restitution
from core.access import Action
from files.store import store
from followup.models import Followup
from mandates.models import Organ, OrganKind, Seat, SeatHold
from reports.models import Document

# A directory lists them.
FEDERATIONS = {"cercle": "felascom", "region": "ferascom"}


def meeting_of(organ: Organ, name: str, line: Followup | None) -> Decision:
    """A meeting that is held, with texts that its readers alone may meet; one before, one to come."""
    before = Meeting.objects.create(
        organ=organ, planned_on=date(2026, 7, 6), state="close", held_on=date(2026, 7, 6), seats=2, quorum=1
    )
    Decision.objects.create(
        meeting=before, item=Item.objects.create(meeting=before, rank=1, title="Point", outcome="decide"),
        number=1, text=f"CANARI décision {name}.", owner_words="bureau", due_on=date(2026, 10, 31),
        followup=line,
    )  # fmt: skip
    Meeting.objects.create(organ=organ, planned_on=date(2026, 12, 7), venue=f"CANARI salle {name}.")
    organ = Organ.objects.located().get(pk=organ.pk)
    paper = store(
        f"%PDF-1.7 CANARI pièce {name}".encode(), name=f"piece-{name}.pdf", mime="application/pdf",
        action=Action.MEETING_SEE, place_kind=organ.place_kind, where=organ.where(), created_by=None,
    )  # fmt: skip
    there = Meeting.objects.create(
        organ=organ, planned_on=date(2026, 10, 5), state="tenue", held_on=date(2026, 10, 5), seats=2,
        quorum=1, minutes=f"CANARI réunion {name}.",
    )  # fmt: skip
    seat = organ.seats.all()[0]
    person = Person.objects.create(first_name="CANARI", last_name=f"présent {name}.")
    Presence.objects.create(
        meeting=there, seat=seat, rank=1, function="membre", name=str(person), status="present", person=person
    )
    item = Item.objects.create(
        meeting=there, rank=1, title=f"CANARI point {name}.", outcome="decide", paper=paper
    )
    return Decision.objects.create(
        meeting=there, item=item, number=1, text=f"CANARI décision {name}.", owner_words="bureau",
        due_on=date(2026, 11, 5),
    )  # fmt: skip


def restitution_of(decision: Decision, name: str) -> int:
    """A village was told what the meeting decided, with words that its readers alone may meet."""
    return Restitution.objects.create(
        meeting=decision.meeting, spot=f"CANARI lieu {name}.", held_on=date(2026, 10, 9),
        led_by=f"CANARI menée par {name}.", women=3, men=4, questions=f"CANARI question {name}.",
    ).pk  # fmt: skip


def dissent_of(decision: Decision, name: str) -> int:
    """The decision was voted, somebody differed, in words that its readers alone may meet."""
    on = {"meeting": decision.meeting, "item": decision.item, "decision": decision}
    Ballot.objects.create(**on, ayes=1, noes=0, abstentions=0)
    return Dissent.objects.create(
        **on, whose=f"CANARI partie {name}.", text=f"CANARI avis contraire {name}."
    ).pk


def interest_of(decision: Decision, name: str) -> int:
    """Somebody who sits declared an interest in the decision, in words that its readers alone may meet."""
    hold = SeatHold.objects.filter(seat__organ=decision.meeting.organ_id)[0]
    return Interest.objects.create(
        decision=decision, person=hold.person, name=f"CANARI déclarant {name}.", part="vote",
        text=f"CANARI intérêt {name}.",
    ).pk  # fmt: skip


def dossier_of(decision: Decision, name: str) -> Document:
    """What was issued of a meeting, read by its readers alone."""
    meeting = Meeting.objects.located().get(pk=decision.meeting_id)
    document = Document(
        number=f"REU-{meeting.pk}-1", title=f"CANARI dossier {name}.", kind="reunion", meeting=meeting,
        first_month="2025-10", last_month="2026-09", data_cutoff_at=datetime(2026, 10, 20, tzinfo=UTC),
    )  # fmt: skip
    document.file = store(
        f"%PDF-1.7 CANARI pages du dossier {name}.".encode(), name=f"{document.number}.pdf",
        mime="application/pdf", action=Action.MEETING_SEE, place_kind=meeting.organ.place_kind,
        where=document.where(), created_by=None,
    )  # fmt: skip
    document.sha256 = document.file.sha256
    document.save()
    return document


def organs_at(places: Mapping[str, Place]) -> dict[str, Organ]:
    """An organ at each place, with seats that end soon, held by somebody its readers alone may meet."""
    organs = {}
    for name, place in places.items():
        level = place._meta.model_name or ""
        kind, _ = OrganKind.objects.get_or_create(
            code=FEDERATIONS.get(level, f"essai_{level}"),
            level=level,
            defaults={"name": "Essai", "rank": 1, "quorum": "moitie"},
        )
        organs[name] = Organ.objects.create(
            kind=kind, name=f"CANARI organe {name}.", opened_on=date(2020, 1, 1), quorum="moitie",
            source="essai", **{level: place},
        )  # fmt: skip
        seat = Seat.objects.create(
            organ=organs[name], rank=1, function=name, group="asaco", chair=True, opened_on=date(2020, 1, 1)
        )
        Seat.objects.create(
            organ=organs[name], rank=2, function=f"vide {name}", group="jeunes", opened_on=date(2020, 1, 1)
        )
        other = Seat.objects.create(
            organ=organs[name], rank=3, function=f"double {name}", group="commune", opened_on=date(2020, 1, 1)
        )
        person = Person.objects.create(first_name="Canari", last_name=f"Siège-{name}.", sex="F")
        for held in (seat, other):  # for two parties at once
            SeatHold.objects.create(
                seat=held, person=person, starts_on=date(2020, 1, 1), ends_on=date(2027, 1, 1),
                act="election", act_on=date(2020, 1, 1),
            )  # fmt: skip
    return organs
