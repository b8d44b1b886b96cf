"""Votes and divergent opinions: counted, joined while the meeting is held, frozen once it is closed."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from concertation.models import Ballot, Decision, Dissent, Meeting
from concertation.reading import agenda_of
from concertation.stands import stands_of
from concertation.voting import Differing, Votes, differ, drop_dissent, vote
from concertation.writing import Point, drop_decision, write_item
from core.access import Scope
from core.workflow import Refusal, Stale
from reports.dossier import meeting_paper
from tests.api.program import Program
from tests.cast import Cast
from tests.concertation.conftest import act, decided, fresh, held, subject
from tests.reports.test_public_sheet import pages

OUTSIDE = Scope()


@pytest.fixture
def sitting(meeting: Meeting, kadia: Scope) -> Meeting:
    """Held, four there, one decision taken."""
    return decided(held(meeting, kadia), kadia)


def d1(meeting: Meeting) -> Decision:
    return Decision.objects.get(meeting=meeting)


def test_a_vote_counts_no_more_than_who_came(sitting: Meeting, kadia: Scope) -> None:
    vote(sitting, d1(sitting), Votes(3, 1, 0), kadia, version=sitting.version)
    with pytest.raises(Refusal, match="Ce vote compte 5 voix\u00a0: 4 personnes pouvaient voter"):
        vote(sitting, d1(sitting), Votes(3, 1, 1), kadia, version=fresh(sitting).version)
    with pytest.raises(Refusal, match="une voix au moins"):
        vote(sitting, subject(sitting), Votes(0, 0, 0), kadia, version=fresh(sitting).version)
    (stand,) = stands_of(sitting)[subject(sitting).pk]
    assert (stand.about, str(stand.ballot)) == ("D1", "3 pour, 1 contre, 0 abstention")
    Meeting.objects.filter(pk=sitting.pk).update(women=20)
    vote(fresh(sitting), d1(sitting), Votes(20, 1, 3), kadia, version=fresh(sitting).version)
    vote(fresh(sitting), d1(sitting), None, kadia, version=fresh(sitting).version)
    assert not Ballot.objects.exists()


def test_the_close_counts_again(sitting: Meeting, kadia: Scope) -> None:
    vote(sitting, d1(sitting), Votes(4, 0, 0), kadia, version=sitting.version)
    held(sitting, kadia, "pppaa")
    with pytest.raises(Refusal, match="Vote, décision D1\u00a0: Ce vote compte 4 voix"):
        act(sitting, "clore", kadia)
    vote(sitting, d1(sitting), Votes(3, 0, 0), kadia, version=fresh(sitting).version)
    act(sitting, "clore", kadia)


def test_an_opinion_is_of_a_seat_or_of_a_party(sitting: Meeting, kadia: Scope) -> None:
    seats = list(sitting.organ.seats.all())
    item = subject(sitting)
    for wrong, why in (
        (Differing("Trop cher"), "pas les deux"),
        (Differing("Trop cher", seats[0].pk, "La commune"), "pas les deux"),
        (Differing(" ", seats[0].pk), "Écrivez l’avis"),
        (Differing("Trop cher", seats[4].pk), "n’était pas là"),
    ):
        with pytest.raises(Refusal, match=why):
            differ(sitting, item, wrong, kadia, version=fresh(sitting).version)
    first = differ(sitting, item, Differing("Trop cher", seats[2].pk), kadia, version=fresh(sitting).version)
    differ(
        sitting, d1(sitting), Differing("Trop tard", party="Mairie"), kadia, version=fresh(sitting).version
    )
    assert first.whose == "trésorier"
    stands = stands_of(sitting)[item.pk]
    assert [(one.about, [row.whose for row in one.dissents]) for one in stands] == [
        ("point", ["trésorier"]),
        ("D1", ["Mairie"]),
    ]
    with pytest.raises(Refusal, match="retirez-les d’abord"):
        drop_decision(sitting, d1(sitting), kadia, version=fresh(sitting).version)
    drop_dissent(sitting, first, kadia, version=fresh(sitting).version)
    assert Dissent.objects.count() == 1


def test_closed_nothing_of_it_changes(sitting: Meeting, kadia: Scope) -> None:
    row = differ(sitting, d1(sitting), Differing("Trop tard", party="Mairie"), kadia, version=sitting.version)
    act(sitting, "clore", kadia)
    closed = fresh(sitting)
    for wrong in (
        lambda: vote(closed, d1(closed), Votes(1, 0, 0), kadia, version=closed.version),
        lambda: differ(closed, d1(closed), Differing("X", party="Y"), kadia, version=closed.version),
        lambda: drop_dissent(closed, row, kadia, version=closed.version),
    ):
        with pytest.raises(Refusal, match="close"):
            wrong()
    assert Dissent.objects.get().text == "Trop tard"


def test_not_before_the_meeting_nor_over_another(meeting: Meeting, kadia: Scope, everybody: Cast) -> None:
    with pytest.raises(Refusal, match="présences"):
        vote(meeting, subject(meeting), Votes(1, 0, 0), kadia, version=meeting.version)
    there = held(meeting, kadia)
    with pytest.raises(Stale):
        vote(there, subject(there), Votes(1, 0, 0), kadia, version=meeting.version)
    with pytest.raises(Refusal, match="Votre fonction"):
        vote(there, subject(there), Votes(1, 0, 0), everybody.scope_of("oumar"), version=there.version)


def test_of_an_internal_item_members_alone_read(meeting: Meeting, kadia: Scope) -> None:
    item = write_item(meeting, Point("Licenciement", "interne"), kadia, version=meeting.version)
    there = held(fresh(meeting), kadia)
    vote(there, item, Votes(3, 1, 0), kadia, version=there.version)
    differ(there, item, Differing("Injuste", party="DTC"), kadia, version=fresh(there).version)
    assert [bool(point.stands) for point in agenda_of(there, kadia)] == [False, False, True]
    assert [bool(point.stands) for point in agenda_of(there, OUTSIDE)] == [False] * 3


def test_on_the_pages_and_in_the_dossier(sitting: Meeting, everybody: Cast, kadia: Scope) -> None:
    client, url = everybody.client_of("kadia"), sitting.get_absolute_url()
    decision = d1(sitting)
    half = {"version": fresh(sitting).version, "ayes": "3"}
    answer = client.post(f"{url}vote/decision/{decision.pk}/", half)
    assert (answer.status_code, "les trois nombres" in answer.content.decode()) == (422, True)
    count = {"version": fresh(sitting).version, "ayes": "3", "noes": "1", "abstentions": "0"}
    assert client.post(f"{url}vote/decision/{decision.pk}/", count).status_code == 302
    assert 'value="3"' in client.get(f"{url}vote/decision/{decision.pk}/").content.decode()
    told = {"version": fresh(sitting).version, "text": "Le prix n’est pas connu", "party": "Commission santé"}
    page = client.post(f"{url}avis/point/{subject(sitting).pk}/", told, follow=True).content.decode()
    for words in ("3 pour, 1 contre, 0 abstention", "Le prix n’est pas connu", "Commission santé"):
        assert words in page, words
        assert words in client.get(f"{url}imprimer/").content.decode()
    act(sitting, "clore", kadia)
    document = meeting_paper.issue(fresh(sitting), "pv", asked_by=None)
    paper = " ".join(pages(document))
    assert "Vote, D1 : 3 pour, 1 contre, 0 abstention" in paper
    assert "Avis divergent, point, Commission santé : « Le prix n’est pas connu »" in paper
    items = Program(everybody, "kadia").get(f"/api/v1/reunions/{sitting.pk}/").json()["ordre_du_jour"]
    assert items[1]["votes"] == [
        {
            "sur": "point", "pour": None, "contre": None, "abstentions": None,
            "avis_divergents": [{"de": "Commission santé", "avis": "Le prix n’est pas connu"}],
        },
        {"sur": "D1", "pour": 3, "contre": 1, "abstentions": 0, "avis_divergents": []},
    ]  # fmt: skip
    assert client.get(f"{url}vote/autre/{decision.pk}/").status_code == 404


def test_an_opinion_is_taken_off_by_its_button(sitting: Meeting, everybody: Cast, kadia: Scope) -> None:
    row = differ(sitting, d1(sitting), Differing("Non", party="Mairie"), kadia, version=sitting.version)
    client, url = everybody.client_of("kadia"), f"{sitting.get_absolute_url()}avis/{row.pk}/retirer/"
    stale = client.post(url, {"version": "0"}, follow=True)
    assert "entre-temps" in stale.content.decode()
    client.post(url, {"version": fresh(sitting).version})
    assert not Dissent.objects.exists()


@pytest.mark.parametrize("wrong", [{"ayes": 0}, {"twice": True}])
def test_the_database_says_it_too(sitting: Meeting, wrong: dict[str, Any]) -> None:
    said = {"meeting": sitting, "item": subject(sitting), "ayes": 1, "noes": 0, "abstentions": 0}
    if wrong.pop("twice", None):
        Ballot.objects.create(**said)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(**said | wrong)
