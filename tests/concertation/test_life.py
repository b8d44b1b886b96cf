"""The life of a meeting, from its convocation to its sealed minutes; what the next one opens with."""

from datetime import date

import pytest

from concertation.agenda import open_decisions
from concertation.correcting import correct
from concertation.models import Meeting
from concertation.workflow import NO_QUORUM
from concertation.writing import (
    BY_ACT,
    CHANGED,
    LATER,
    SHUT,
    TAKEN,
    Decided,
    Framing,
    Point,
    Said,
    begin,
    decide,
    move_item,
    remove_item,
    settle,
    write_item,
)
from core.access import Scope
from core.workflow import Refusal, Stale
from followup.models import Followup
from mandates.models import Organ
from notices.models import Notice
from tests.cast import Cast
from tests.concertation.conftest import act, decided, following, fresh, held, present, sent, subject


def outcome(meeting: Meeting, said: Said, scope: Scope) -> None:
    settle(meeting, subject(meeting), said, scope, version=meeting.version)


def test_a_first_meeting_opens_with_open_decisions(meeting: Meeting) -> None:
    assert [(item.rank, item.kind) for item in meeting.items.all()] == [(1, "suivi"), (2, "point")]


def test_two_clicks_make_one_meeting(committee: Organ, meeting: Meeting, kadia: Scope) -> None:
    with pytest.raises(Refusal, match=TAKEN):
        begin(committee, Framing(meeting.planned_on), kadia)
    assert Meeting.objects.count() == 1


def test_the_convocation_tells_whoever_sits(meeting: Meeting, kadia: Scope, everybody: Cast) -> None:
    act(meeting, "convoquer", kadia)
    there = fresh(meeting)
    assert (there.state, there.convened_on) == ("convoquee", date(2026, 10, 5))
    assert [one["name"] for one in there.called] == [
        *(str(everybody.person_of(name)) for name in ("moussa", "kadia", "sitan", "awa")), "",
    ]  # fmt: skip
    told = set(Notice.objects.filter(fact__startswith="reunion:").values_list("person", flat=True))
    assert told == {everybody.person_of(name).pk for name in ("moussa", "sitan", "awa")}


def test_a_convocation_needs_a_place_and_an_item(committee: Organ, kadia: Scope) -> None:
    bare = begin(committee, Framing(date(2026, 10, 20)), kadia)
    with pytest.raises(Refusal, match="le lieu"):
        act(bare, "convoquer", kadia)
    placed = begin(committee, Framing(date(2026, 10, 21), venue="CSCOM"), kadia)
    with pytest.raises(Refusal, match="aucun point"):
        act(placed, "convoquer", kadia)


def test_a_past_meeting_is_accepted_to_be_completed(committee: Organ, kadia: Scope) -> None:
    past = begin(committee, Framing(date(2026, 9, 7)), kadia)
    with pytest.raises(Refusal, match="date est passée"):
        act(past, "convoquer", kadia)
    there = held(past, kadia, on="2026-09-07")
    assert there.get_state_display() == "tenue, à compléter"


def test_the_day_is_not_to_come_nor_before_the_organ(meeting: Meeting, kadia: Scope) -> None:
    for on, words in (("2026-10-06", "encore à venir"), ("2023-12-31", "pas en place")):
        with pytest.raises(Refusal, match=words):
            held(meeting, kadia, on=on)


def test_attendance_keeps_the_names_of_the_day(meeting: Meeting, kadia: Scope) -> None:
    there = held(meeting, kadia, "prea")
    rows = [(row.name, row.status, row.proxy) for row in there.presences.all()]
    assert rows == [
        ("Moussa Coulibaly", "present", ""), ("Kadia Traoré", "represente", "Un voisin"),
        ("Sitan Konaré", "excuse", ""), ("Awa Diarra", "absent", ""), ("", "absent", ""),
    ]  # fmt: skip
    assert (there.seats, there.quorum) == (5, 3)
    assert [row.status for row in held(there, kadia, "pppp").presences.all()][:2] == ["present", "present"]


def test_represented_by_somebody(meeting: Meeting, kadia: Scope) -> None:
    said = present(meeting)
    said[next(iter(said))] = ["represente", ""]
    with pytest.raises(Refusal, match="qui représente Moussa Coulibaly"):
        act(meeting, "tenir", kadia, held_on="2026-10-05", present=said)
    assert fresh(meeting).state == "preparee"


def test_an_organ_without_seats_holds_nothing(everybody: Cast, kadia: Scope, committee: Organ) -> None:
    committee.seats.update(closed_on=date(2026, 1, 1))
    bare = begin(committee, Framing(date(2026, 10, 1)), kadia)
    with pytest.raises(Refusal, match="aucun siège ouvert"):
        held(bare, kadia)


def test_without_quorum_nothing_is_decided(meeting: Meeting, kadia: Scope) -> None:
    there = held(meeting, kadia, "pp")
    with pytest.raises(Refusal, match=NO_QUORUM):
        decided(there, kadia)
    with pytest.raises(Refusal, match=NO_QUORUM):
        outcome(there, Said("decide"), kadia)
    outcome(there, Said("reporte", "Le quorum n’est pas atteint."), kadia)
    act(there, "clore", kadia)
    assert fresh(there).state == "close"


def test_a_second_convocation_decides_with_whoever_comes(meeting: Meeting, kadia: Scope) -> None:
    act(meeting, "tenir", kadia, held_on="2026-10-05", present=present(meeting, "p"), second_call=True)
    assert decided(fresh(meeting), kadia).decisions.count() == 1


def test_the_quorum_lost_after_a_decision_stops_the_close(meeting: Meeting, kadia: Scope) -> None:
    there = held(decided(held(meeting, kadia), kadia), kadia, "p")
    with pytest.raises(Refusal, match="des points sont décidés \\(2\\)"):
        act(there, "clore", kadia)


def test_it_does_not_close_with_an_undecided_item(meeting: Meeting, kadia: Scope) -> None:
    there = held(meeting, kadia)
    with pytest.raises(Refusal, match=r"sans suite.*2\. Acheter des médicaments"):
        act(there, "clore", kadia)
    assert Followup.objects.count() == 0


def test_a_reason_for_what_is_put_off_and_reopened(meeting: Meeting, kadia: Scope) -> None:
    there = held(meeting, kadia)
    with pytest.raises(Refusal, match="pourquoi ce point"):
        outcome(there, Said("retire"), kadia)
    outcome(there, Said("retire", "Déjà fait."), kadia)
    with pytest.raises(Refusal, match="rouvrez-le"):
        decided(fresh(there), kadia)
    outcome(fresh(there), Said(""), kadia)
    there = decided(fresh(there), kadia)
    act(there, "clore", kadia)
    with pytest.raises(Refusal, match=LATER):
        outcome(fresh(there), Said(""), kadia)


def test_a_decision_has_an_owner_and_a_day_after(meeting: Meeting, kadia: Scope) -> None:
    there = held(meeting, kadia)
    with pytest.raises(Refusal, match="a un responsable"):
        decided(there, kadia, owner_words=" ")
    with pytest.raises(Refusal, match="après la réunion"):
        decided(there, kadia, due_on=date(2026, 10, 4))
    assert fresh(there).version == there.version


def test_two_tabs_the_second_is_told(meeting: Meeting, kadia: Scope) -> None:
    there = held(meeting, kadia)
    item, said = subject(there), Decided("Peindre", date(2026, 12, 1), owner_words="trésorier")
    decide(there, item, said, kadia, version=there.version)
    with pytest.raises(Stale, match=CHANGED):
        decide(there, item, said, kadia, version=there.version - 1)
    assert there.decisions.count() == 1


def test_closed_decisions_are_lines_of_the_follow_up(meeting: Meeting, kadia: Scope, everybody: Cast) -> None:
    there = held(meeting, kadia)
    owner = everybody.person_of("sitan")
    there = decided(there, kadia, owner=owner, owner_words="trésorier", proof_wanted="facture")
    act(there, "clore", kadia)
    decision = there.decisions.get()
    line = decision.followup
    assert line is not None
    assert (line.text, line.owner, line.taken_on, line.aire) == (
        "Acheter 200 CTA", owner, date(2026, 10, 5), everybody.territory.aire,
    )  # fmt: skip
    assert (line.origin_kind, line.origin_url) == ("reunion", there.get_absolute_url())
    assert Notice.objects.filter(person=owner, fact=f"suivi:{line.pk}:confie").count() == 1
    with pytest.raises(Refusal, match=SHUT):
        decided(fresh(there), kadia)


def test_the_next_opens_with_the_minutes_and_open_decisions(meeting: Meeting, kadia: Scope) -> None:
    there = sent(meeting, kadia)
    after = following(there, kadia)
    first, second = after.items.all()
    assert (first.title, first.about, second.kind) == ("Approbation du PV du 5 octobre 2026", there, "suivi")
    assert [decision.text for decision in open_decisions(after)] == ["Acheter 200 CTA"]


def test_what_was_postponed_comes_back_once(meeting: Meeting, kadia: Scope) -> None:
    there = held(meeting, kadia)
    outcome(there, Said("reporte", "Le devis manque."), kadia)
    act(there, "clore", kadia)
    titles = [item.title for item in following(there, kadia).items.all()]
    assert titles[-1] == "Acheter des médicaments"
    third = following(there, kadia, date(2026, 10, 7))
    assert "Acheter des médicaments" not in [item.title for item in third.items.all()]


def test_minutes_are_approved_in_the_next_meeting(
    meeting: Meeting, kadia: Scope, everybody: Cast, october: object
) -> None:
    there = sent(meeting, kadia)
    after = following(there, kadia)
    president = everybody.scope_of("moussa")
    with pytest.raises(Refusal, match="n’est pas ouverte"):
        act(there, "approuver", president, into=after)
    october.move_to("2026-10-06T10:00:00+00:00")  # type: ignore[attr-defined]
    after = held(after, kadia, on="2026-10-06")
    with pytest.raises(Refusal, match=BY_ACT):
        settle(after, after.items.get(kind="pv"), Said("decide"), kadia, version=after.version)
    act(there, "approuver", president, into=after)
    there = fresh(there)
    assert (there.state, there.approved_in, there.approved_on) == ("approuve", after, date(2026, 10, 6))
    assert after.items.get(kind="pv").outcome == "decide"


def test_who_sent_the_minutes_does_not_approve_them(
    meeting: Meeting, everybody: Cast, october: object
) -> None:
    president = everybody.scope_of("moussa")
    there = sent(meeting, president)
    after = following(there, president)
    october.move_to("2026-10-06T10:00:00+00:00")  # type: ignore[attr-defined]
    after = held(after, president, on="2026-10-06")
    with pytest.raises(Refusal, match="une autre personne"):
        act(there, "approuver", president, into=after)


def test_a_correction_keeps_what_was_written(meeting: Meeting, kadia: Scope) -> None:
    there = sent(meeting, kadia)
    decision = there.decisions.get()
    with pytest.raises(Refusal, match="pourquoi"):
        correct(there, decision, "Acheter 250 CTA", " ", kadia, version=there.version)
    correct(there, decision, "Acheter 250 CTA", "Chiffre mal entendu.", kadia, version=there.version)
    row = there.corrections.get()
    assert (row.before, row.after, row.role) == ("Acheter 200 CTA", "Acheter 250 CTA", "secretaire")
    line = Followup.objects.get()
    assert (line.text, line.marks.get().word) == (
        "Acheter 250 CTA", "Texte corrigé\u00a0: Chiffre mal entendu.",
    )  # fmt: skip


def test_the_agenda_is_ordered_by_hand_before_the_meeting(meeting: Meeting, kadia: Scope) -> None:
    second = write_item(meeting, Point("Travaux", "interne", 20), kadia, version=meeting.version)
    move_item(meeting, second, kadia, up=True, version=meeting.version)
    titles = [item.title for item in meeting.items.all()]
    assert titles == ["Décisions en suspens", "Travaux", "Acheter des médicaments"]
    with pytest.raises(Refusal, match="s’inscrit de lui-même"):
        remove_item(meeting, meeting.items.get(kind="suivi"), kadia, version=meeting.version)
    remove_item(meeting, second, kadia, version=meeting.version)
    there = held(fresh(meeting), kadia)
    with pytest.raises(Refusal, match="se retire avec un motif"):
        remove_item(there, subject(there), kadia, version=there.version)


def test_put_off_to_another_day(meeting: Meeting, kadia: Scope) -> None:
    act(meeting, "convoquer", kadia)
    with pytest.raises(Refusal, match="à venir"):
        act(meeting, "reporter", kadia, "Pluie.", planned_on="2026-10-05")
    act(meeting, "reporter", kadia, "Pluie.", planned_on="2026-10-19")
    assert fresh(meeting).planned_on == date(2026, 10, 19)
    assert Notice.objects.filter(text__contains="désormais le 19 octobre 2026").count() == 3


def test_a_neighbour_reads_nothing(committee: Organ, kadia: Scope, everybody: Cast) -> None:
    other = everybody.territory.second_aire
    committee.aire = other
    Organ.objects.filter(pk=committee.pk).update(aire=other)
    made = Meeting.objects.create(organ=committee, planned_on=date(2026, 10, 9))
    seen = {
        name for name in ("fanta", "drissa", "oumar", "salif", "seydou", "kadia", "binta", "cheick", "julie")
        if Meeting.objects.visible_to(everybody.scope_of(name)).filter(pk=made.pk).exists()
    }  # fmt: skip
    # Kadia holds a seat of this committee: she reads it wherever it stands.
    assert seen == {"fanta", "oumar", "seydou", "kadia", "binta"}
