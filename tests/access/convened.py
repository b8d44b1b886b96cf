"""Organs of the access world, their meetings, with texts that their readers alone may meet."""

from collections.abc import Mapping
from datetime import date

from accounts.models import Person
from communes.models import Place
from concertation.models import Decision, Item, Meeting, Presence
from core.access import Action
from files.store import store
from followup.models import Followup
from mandates.models import Organ, OrganKind, Seat, SeatHold


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
    Presence.objects.create(
        meeting=there, seat=seat, rank=1, function="membre", name=f"CANARI présent {name}.", status="present"
    )
    item = Item.objects.create(
        meeting=there, rank=1, title=f"CANARI point {name}.", outcome="decide", paper=paper
    )
    return Decision.objects.create(
        meeting=there, item=item, number=1, text=f"CANARI décision {name}.", owner_words="bureau",
        due_on=date(2026, 11, 5),
    )  # fmt: skip


def organs_at(places: Mapping[str, Place]) -> dict[str, Organ]:
    """An organ at each place, with a seat that ends soon, held by somebody its readers alone may meet."""
    organs = {}
    for name, place in places.items():
        level = place._meta.model_name or ""
        kind, _ = OrganKind.objects.get_or_create(
            code=f"essai_{level}", level=level, defaults={"name": "Essai", "rank": 1, "quorum": "moitie"}
        )
        organs[name] = Organ.objects.create(
            kind=kind, name=f"CANARI organe {name}.", opened_on=date(2020, 1, 1), quorum="moitie",
            source="essai", **{level: place},
        )  # fmt: skip
        seat = Seat.objects.create(
            organ=organs[name], rank=1, function=name, group="femmes", chair=True, opened_on=date(2020, 1, 1)
        )
        Seat.objects.create(
            organ=organs[name], rank=2, function=f"vide {name}", group="jeunes", opened_on=date(2020, 1, 1)
        )
        person = Person.objects.create(first_name="Canari", last_name=f"Siège-{name}.", sex="F")
        SeatHold.objects.create(
            seat=seat, person=person, starts_on=date(2020, 1, 1), ends_on=date(2027, 1, 1), act="election",
            act_on=date(2020, 1, 1),
        )  # fmt: skip
    return organs
