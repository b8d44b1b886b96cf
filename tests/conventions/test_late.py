"""A commitment past its day that is not settled: late, followed once, back in meetings until it is kept."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.template.loader import render_to_string

from concertation.agenda import open_lines, undecided
from concertation.models import Meeting
from concertation.workflow import CIRCUIT as MEETINGS
from concertation.writing import Framing, begin, settle
from concertation.writing import Said as Outcome
from conventions.enums import CamParty, Mark
from conventions.late import days_late, follow, follow_late, late_dues, settled
from conventions.models import Cam, Due
from conventions.scoring import Said, say
from conventions.tasks import watch
from followup.models import Followup
from reports.dossier.meeting_pieces import Sitting, suspended
from tests.cast import Cast
from tests.conventions.forced import due, in_force, said
from tests.mandates.organs import hold, kind, organ, seat

TODAY = date(2026, 7, 6)


@pytest.fixture(autouse=True)
def july() -> Iterator[time_machine.Traveller]:
    """Monday 6 July 2026."""
    with time_machine.travel("2026-07-06T10:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def cam(everybody: Cast) -> Cam:
    """In force since 1 January 2026: five lines are due by 30 June, one in December."""
    return in_force(everybody, starts_on=date(2026, 1, 1), months=24)


@pytest.mark.parametrize(
    ("marks", "is_settled"),
    [
        ((), False), (("tenu",), True), (("sans_objet",), True), (("tenu", "sans_objet"), True),
        (("tenu", "partiel"), False), (("tenu", "non_tenu"), False), (("non_tenu",), False),
    ],
)  # fmt: skip
def test_settled(marks: tuple[str, ...], is_settled: bool) -> None:
    assert settled(marks) is is_settled
    assert days_late(date(2026, 6, 30), marks, TODAY) == (0 if is_settled else 6)
    assert days_late(TODAY, marks, TODAY) == 0, "the last day counts until the evening"


@pytest.mark.parametrize(
    "marks", [(), ("tenu",), ("tenu", "sans_objet"), ("tenu", "partiel"), ("non_tenu", "tenu", "tenu")]
)
def test_the_database_finds_the_same(cam: Cam, marks: tuple[str, ...]) -> None:
    one = due(cam, "Verser la quote-part")
    for party, mark in zip(CamParty, marks, strict=False):
        said(one, party, mark)
    assert late_dues(TODAY).filter(pk=one.pk).exists() is not settled(marks)


def test_each_late_line_is_followed_once(cam: Cam, everybody: Cast) -> None:
    said(due(cam, "Constituer le stock"), "asaco", "tenu")
    assert watch() == 4
    assert watch() == 0
    assert [(row.text, row.owner_words, row.due_on) for row in Followup.objects.order_by("text")] == [
        ("Déclarer le personnel", "président de l’ASACO", date(2026, 3, 31)),
        ("Superviser le CSCOM", "médecin chef", date(2026, 6, 30)),
        ("Tenir les réunions", "président de l’ASACO", date(2026, 6, 30)),
        ("Verser la quote-part", "maire", date(2026, 6, 30)),
    ]
    row = Followup.objects.get(owner_words="maire")
    assert row.origin_label == f"Convention {cam.number}, 2026"
    assert everybody.client_of("fanta").get(row.origin_url).status_code == 200
    assert not follow(due(cam, "Verser la quote-part")), "whoever comes second writes nothing"
    assert Followup.objects.count() == 4


def test_the_day_itself_is_not_late(cam: Cam) -> None:
    assert follow_late(date(2026, 6, 30)) == 2, "of March"
    assert follow_late(date(2026, 7, 1)) == 3, "of June"


def test_what_is_long_past_is_shown_not_followed(everybody: Cast) -> None:
    cam = in_force(everybody)
    assert follow_late(TODAY) == 6, "of the last twelve months: December 2025, then March and June 2026"
    assert late_dues(TODAY).filter(commitment__cam=cam, year=2025).count() == 6


def test_a_convention_that_ended_still_owes_what_was_due(cam: Cam) -> None:
    Cam.objects.filter(pk=cam.pk).update(state="denoncee", denounced_by="asaco", ends_on=date(2026, 4, 30))
    assert follow_late(TODAY) == 2
    Cam.objects.filter(pk=cam.pk).update(state="remplacee")
    assert follow_late(TODAY) == 0


def test_kept_at_last_its_line_is_done(cam: Cam, everybody: Cast) -> None:
    one = due(cam, "Verser la quote-part")
    follow(one)
    moussa, fanta = everybody.scope_of("moussa"), everybody.scope_of("fanta")
    say(one, CamParty.ASACO, Said(Mark.UNKEPT), moussa, version=0)
    say(one, CamParty.COMMUNE, Said(Mark.KEPT), fanta, version=0)
    assert Followup.objects.get().state == "non_fait", "the parties do not say the same"
    say(one, CamParty.ASACO, Said(Mark.KEPT), moussa, version=1)
    line = Followup.objects.get()
    assert (line.state, line.settled_on, line.marks.get().person) == (
        "fait", TODAY, everybody.person_of("moussa"),
    )  # fmt: skip


# ---- Meetings ----


def meeting_at(everybody: Cast, name: str, **place: Any) -> Meeting:
    """Prepared for the 10th, of an organ of that place that this person chairs."""
    level = next(iter(place))
    made = organ(kind(f"essai_{level}", level), **place)
    hold(seat(made, "président", chair=True), everybody.person_of(name))
    there = begin(made, Framing(date(2026, 7, 10), venue="Mairie"), everybody.scope_of(name))
    return Meeting.objects.located().get(pk=there.pk)


def test_late_commitments_come_back_in_the_meetings_of_their_place(cam: Cam, everybody: Cast) -> None:
    place = everybody.territory
    elsewhere = in_force(everybody, aire=place.second_aire, starts_on=date(2026, 1, 1), months=24)
    for one in (cam, elsewhere):
        Due.objects.filter(commitment__cam=one).exclude(commitment__text="Verser la quote-part").delete()
    watch()
    council, committee = (
        meeting_at(everybody, "fanta", commune=place.host), meeting_at(everybody, "moussa", aire=place.aire)
    )  # fmt: skip
    assert len(open_lines(council)) == 2, "both conventions of the commune"
    assert [line.text for line in open_lines(committee)] == ["Verser la quote-part"]
    text = everybody.client_of("fanta").get(council.get_absolute_url()).content.decode()
    assert f"Convention {cam.number}, 2026" in text
    assert "10 jours de retard" in text
    printed = everybody.client_of("fanta").get(f"/reunions/{council.pk}/imprimer/").content.decode()
    assert f"Convention {cam.number}, 2026" in printed
    followed = Followup.objects.filter(origin_label__contains=cam.number).get()
    link = f"/suivi/{followed.pk}/"
    assert link in text
    theirs = everybody.client_of("moussa").get(committee.get_absolute_url()).content.decode()
    assert "Verser la quote-part" in theirs
    assert link not in theirs, "the ASACO does not open the lines of the commune"


def test_kept_dropped_or_put_off_it_comes_back_no_more(cam: Cam, everybody: Cast) -> None:
    watch()
    committee = meeting_at(everybody, "moussa", aire=cam.aire)
    assert len(open_lines(committee)) == 5
    said(due(cam, "Verser la quote-part"), "commune", "tenu")
    followed = {line.text: line for line in open_lines(committee)}
    Followup.objects.filter(pk=followed["Tenir les réunions"].pk).update(due_on=date(2026, 9, 1))
    Followup.objects.filter(pk=followed["Déclarer le personnel"].pk).update(state="annule", settled_on=TODAY)
    assert {line.text for line in open_lines(committee)} == {"Superviser le CSCOM", "Constituer le stock"}


def test_a_closed_meeting_keeps_what_it_read(cam: Cam, everybody: Cast, july: time_machine.Traveller) -> None:
    watch()
    scope = everybody.scope_of("fanta")
    council = meeting_at(everybody, "fanta", commune=cam.commune)
    july.move_to("2026-07-10T12:00:00+00:00")
    present = {str(council.organ.seats.get().pk): ["present", ""]}
    details = {"held_on": "2026-07-10", "present": present}
    MEETINGS.apply(council, "tenir", scope, version=council.version, details=details)
    assert undecided(council), "late commitments are there: the item is read before the close"
    council = Meeting.objects.located().get(pk=council.pk)
    item = council.items.get(kind="suivi")
    settle(council, item, Outcome("decide"), scope, version=council.version)
    council = Meeting.objects.located().get(pk=council.pk)
    MEETINGS.apply(council, "clore", scope, version=council.version)
    Followup.objects.update(state="fait", settled_on=date(2026, 7, 10))
    council = Meeting.objects.located().get(pk=council.pk)
    assert {row["of"] for row in council.seen} == {f"Convention {cam.number}, 2026"}
    assert len(council.seen) == 5
    text = everybody.client_of("fanta").get(council.get_absolute_url()).content.decode()
    assert "Superviser le CSCOM" in text


def test_they_are_printed_in_the_dossier(cam: Cam, everybody: Cast) -> None:
    watch()
    council = meeting_at(everybody, "fanta", commune=cam.commune)
    said = suspended(Sitting.of(council))
    assert isinstance(said, dict)
    assert (said["decided"], said["promised"], said["late"]) == (0, 5, 5)
    text = render_to_string("paper/pieces/suspended.html", said).replace("\u00a0", " ")
    assert "5 engagements de convention en retard. En retard en tout : 5." in text
    assert f"Convention {cam.number}, 2026" in text
