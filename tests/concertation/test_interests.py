"""Interests declared in a decision: by whom, in which words, frozen at the close, read by its readers."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from concertation.correcting import correct
from concertation.declarants import declarants_of, several
from concertation.interests import Declared, declare, declare_again, drop_interest
from concertation.models import Correction, Decision, Interest, Meeting
from concertation.reading import agenda_of
from concertation.voting import Votes, vote
from concertation.writing import drop_decision
from core.access import Scope
from core.workflow import Refusal, Stale
from mandates.cumul.declared import declared
from mandates.models import Organ
from reports.dossier import meeting_paper
from tests.api.program import Program
from tests.cast import Cast
from tests.concertation.conftest import act, decided, fresh, held, subject
from tests.mandates.organs import hold, kind, organ, seat
from tests.reports.test_public_sheet import pages

WORDS = "conseillère de la commune qui vend le terrain"
APART = Declared(WORDS, "retrait")


@pytest.fixture
def council(everybody: Cast) -> Organ:
    """Sitan, treasurer of the ASACO, sits in it: she speaks for two parties."""
    made = organ(
        kind("conseil_communal", "commune", name="Conseil communal"), commune=everybody.territory.host
    )
    hold(seat(made, "conseillère", group="commune"), everybody.person_of("sitan"))
    return made


@pytest.fixture
def sitting(meeting: Meeting, kadia: Scope) -> Meeting:
    """Held, four there, one decision taken."""
    return decided(held(meeting, kadia), kadia)


def d1(meeting: Meeting) -> Decision:
    return Decision.objects.select_related("meeting__organ").get(meeting=meeting)


def by(meeting: Meeting, scope: Scope, name: str = "Sitan Konaré", said: Declared = APART) -> Interest:
    """Declared by somebody of the list, as the meeting stands now."""
    there = fresh(meeting)
    [who] = [one for one in declarants_of(d1(there), scope) if str(one.person) == name]
    return declare(there, d1(there), who, said, scope, version=there.version)


def test_written_changed_taken_off(sitting: Meeting, everybody: Cast, kadia: Scope) -> None:
    decision, version = d1(sitting), sitting.version
    listed = declarants_of(decision, kadia)
    sat = [one.words for one in listed if one.sat]
    assert sat[2] == "Sitan Konaré, trésorier"
    assert len(sat) == 4
    assert "Fanta Keïta, maire" in " / ".join(one.words for one in listed if not one.sat)
    who = next(one for one in listed if str(one.person) == "Sitan Konaré")
    for wrong, why in ((Declared(" ", "vote"), "Écrivez l’intérêt"), (Declared("X", "autre"), "pris part")):
        with pytest.raises(Refusal, match=why):
            declare(sitting, decision, who, wrong, kadia, version=fresh(sitting).version)
    with pytest.raises(Refusal, match="Votre fonction"):
        declare(sitting, decision, who, APART, everybody.scope_of("oumar"), version=version)
    made = declare(sitting, decision, who, APART, kadia, version=version)
    assert (made.who, made.text) == ("Sitan Konaré, trésorier", WORDS)
    with pytest.raises(Stale):
        declare_again(sitting, made, APART, kadia, version=version)
    with pytest.raises(Refusal, match="a déjà déclaré"):
        declare(sitting, decision, who, APART, kadia, version=fresh(sitting).version)
    assert who not in declarants_of(decision, kadia)
    by(sitting, kadia, "Moussa Coulibaly")  # several people, one decision
    declare_again(sitting, made, Declared("autre", "vote"), kadia, version=fresh(sitting).version)
    with pytest.raises(Refusal, match="intérêt déclaré\u00a0: retirez-les d’abord"):
        drop_decision(sitting, decision, kadia, version=fresh(sitting).version)
    drop_interest(sitting, made, kadia, version=fresh(sitting).version)
    assert [one.name for one in Interest.objects.all()] == ["Moussa Coulibaly"]


def test_who_took_no_part_is_counted_out(sitting: Meeting, everybody: Cast, kadia: Scope) -> None:
    vote(sitting, d1(sitting), Votes(4, 0, 0), kadia, version=sitting.version)
    client, url = everybody.client_of("kadia"), sitting.get_absolute_url()
    sent = {
        "version": fresh(sitting).version, "person": everybody.person_of("sitan").pk, "text": WORDS,
        "part": "retrait",
    }  # fmt: skip
    page = client.post(f"{url}decisions/{d1(sitting).pk}/interets/", sent, follow=True).content.decode()
    assert "3 personnes pouvaient voter. Comptez le vote de D1 de nouveau." in page
    with pytest.raises(Refusal, match="Vote, décision D1\u00a0: Ce vote compte 4 voix"):
        act(sitting, "clore", kadia)
    with pytest.raises(Refusal, match="3 personnes pouvaient voter"):
        vote(sitting, d1(sitting), Votes(3, 1, 0), kadia, version=fresh(sitting).version)
    vote(sitting, subject(sitting), Votes(4, 0, 0), kadia, version=fresh(sitting).version)  # the item: all
    declare_again(
        sitting, Interest.objects.get(), Declared(WORDS, "vote"), kadia, version=fresh(sitting).version
    )
    act(sitting, "clore", kadia)


def test_closed_its_words_are_corrected_alone(sitting: Meeting, everybody: Cast, kadia: Scope) -> None:
    row = by(sitting, kadia)
    with pytest.raises(Refusal, match="n’est pas close"):
        correct(sitting, row, "autre", "faute", kadia, version=fresh(sitting).version)
    act(sitting, "clore", kadia)
    closed = fresh(sitting)
    [who, *_] = declarants_of(d1(closed), kadia)
    for wrong in (
        lambda: declare(closed, d1(closed), who, APART, kadia, version=closed.version),
        lambda: declare_again(closed, row, Declared("X", "vote"), kadia, version=closed.version),
        lambda: drop_interest(closed, row, kadia, version=closed.version),
    ):
        with pytest.raises(Refusal, match="close"):
            wrong()
    client, url = everybody.client_of("kadia"), closed.get_absolute_url()
    for shut in (
        f"interets/{row.pk}/",
        f"interets/{row.pk}/retirer/",
        f"decisions/{d1(closed).pk}/interets/",
    ):
        page = client.get(f"{url}{shut}").content.decode()
        assert "son contenu ne change plus" in page
        assert 'name="text"' not in page
    assert f"{url}corriger/interet/{row.pk}/" in client.get(url).content.decode()
    sent = {"version": closed.version, "after": "conseillère communale", "reason": "faute de frappe"}
    page = client.post(f"{url}corriger/interet/{row.pk}/", sent, follow=True).content.decode()
    assert "« conseillère communale », n’a pas pris part au vote" in page.replace("\u00a0", " ")
    kept = Correction.objects.get()
    assert (kept.before, kept.decision, kept.interest) == (WORDS, d1(closed), row)
    assert WORDS in page  # what stood before stays readable, with the reason
    assert Decision.objects.get().text == "Acheter 200 CTA"
    assert client.get(f"{url}vote/interet/{row.pk}/").status_code == 404


def test_the_form_proposes_and_keeps_what_is_typed(
    sitting: Meeting, everybody: Cast, kadia: Scope, council: Organ
) -> None:
    found = several(sitting, declarants_of(d1(sitting), kadia), kadia)
    assert [str(one.person) for one in found] == ["Sitan Konaré", "Awa Diarra"]  # the DTC sits in the ASACO
    client, sitan = everybody.client_of("kadia"), everybody.person_of("sitan")
    url, show = (
        f"{sitting.get_absolute_url()}decisions/{d1(sitting).pk}/interets/",
        sitting.get_absolute_url(),
    )
    assert url in client.get(show).content.decode()
    page = client.get(f"{url}?personne={sitan.pk}").content.decode()
    assert "pour la commune et l’ASACO" in page
    assert "conseillère, Conseil communal" in page
    assert f'<option value="{sitan.pk}" selected>' in page
    assert client.get(f"{url}?personne=x").status_code == 200
    bad = {"version": sitting.version, "person": str(sitan.pk), "text": "é" * 301}
    answer = client.post(url, bad)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "300 caractères au plus" in page
    assert "Dites si cette personne a pris part au vote." in page
    assert "é" * 301 in page
    assert "choisissez" in client.post(url, {"version": sitting.version}).content.decode().lower()
    stranger = {"version": sitting.version, "person": "999999", "text": "X", "part": "vote"}
    assert "Choisissez dans la liste" in client.post(url, stranger).content.decode()
    good = bad | {"text": WORDS, "part": "retrait"}
    page = client.post(url, good, follow=True).content.decode()
    assert "Intérêt déclaré écrit\u00a0: Sitan Konaré." in page
    assert f"« {WORDS} », n’a pas pris part au vote" in page.replace("\u00a0", " ")
    page = client.get(url).content.decode()
    assert "Conseil communal" not in page  # who declared is proposed no more
    assert f'value="{sitan.pk}"' not in page
    row = Interest.objects.get()
    own = f"{show}interets/{row.pk}/"
    assert WORDS in client.get(own).content.decode()
    assert client.post(own, {"version": "0", "text": "neuf", "part": "vote"}).status_code == 422  # stale
    client.post(own, {"version": fresh(sitting).version, "text": "neuf", "part": "vote"})
    assert (Interest.objects.get().text, Interest.objects.get().part) == ("neuf", "vote")
    assert "« neuf »" in client.get(f"{own}retirer/").content.decode().replace("\u00a0", " ")
    assert Interest.objects.exists()
    client.post(f"{own}retirer/", {"version": fresh(sitting).version})
    assert not Interest.objects.exists()


def test_printed_with_the_minutes_and_read_by_the_api(
    sitting: Meeting, everybody: Cast, kadia: Scope
) -> None:
    by(sitting, kadia)
    words = f"D1, intérêt déclaré, Sitan Konaré, trésorier : « {WORDS} », n’a pas pris part au vote."
    page = everybody.client_of("kadia").get(f"{sitting.get_absolute_url()}imprimer/").content.decode()
    assert words in page.replace("<b>", "").replace("</b>", "").replace("\u00a0", " ")
    act(sitting, "clore", kadia)
    paper = " ".join(pages(meeting_paper.issue(fresh(sitting), "pv", asked_by=None)))
    assert words in " ".join(paper.replace("\u00a0", " ").split())
    [one] = Program(everybody, "kadia").get(f"/api/v1/reunions/{sitting.pk}/").json()["decisions"]
    assert one["interets_declares"] == [
        {"nom": "Sitan Konaré", "fonction": "trésorier", "interet": WORDS, "vote": "retrait"}
    ]


def test_on_the_pages_of_who_declared(
    sitting: Meeting, everybody: Cast, kadia: Scope, council: Organ
) -> None:
    by(sitting, kadia)
    sitan = everybody.person_of("sitan").pk
    person = reverse("person_show", args=[sitan])
    mine, cumul = reverse("my_rights"), reverse("cumul_list")
    for name, url in (("kadia", person), ("fanta", person), ("seydou", cumul), ("sitan", mine)):
        page = everybody.client_of(name).get(url).content.decode()
        assert "Intérêts déclarés" in page, name
        assert WORDS in page, name
    # Met in an aire that his commune does not touch, the neighbour mayor reads her mandate, no more.
    Organ.objects.filter(pk=sitting.organ_id).update(aire=everybody.territory.second_aire)
    answer = everybody.client_of("drissa").get(person)
    assert (answer.status_code, "Intérêts déclarés" in answer.content.decode()) == (200, False)
    for path in ("", f"interets/{Interest.objects.get().pk}/", f"decisions/{d1(sitting).pk}/interets/"):
        address = f"{sitting.get_absolute_url()}{path}"
        assert everybody.client_of("drissa").get(address).status_code == 404
    for scope in (everybody.scope_of("drissa"), everybody.scope_of("julie"), Scope()):
        assert declared([sitan], scope) == {sitan: []}


def test_of_an_internal_item_members_alone_read(
    sitting: Meeting, everybody: Cast, kadia: Scope, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    there = sitting
    by(there, kadia)
    by(there, kadia, "Moussa Coulibaly")
    sitan, moussa, fanta = (everybody.person_of(name).pk for name in ("sitan", "moussa", "fanta"))
    mayor = everybody.scope_of("fanta")
    with django_assert_num_queries(1):
        assert [len(rows) for rows in declared([sitan, moussa, fanta], mayor).values()] == [1, 1, 0]
    there.items.filter(kind="point").update(openness="interne")
    assert [len(rows) for rows in declared([sitan, moussa], mayor).values()] == [0, 0]
    assert [len(rows) for rows in declared([sitan, moussa], kadia).values()] == [1, 1]
    answer = Program(everybody, "fanta").get(f"/api/v1/reunions/{there.pk}/").content.decode()
    assert WORDS not in answer
    assert WORDS not in everybody.client_of("fanta").get(there.get_absolute_url()).content.decode()
    assert [point.hidden for point in agenda_of(there, mayor)][-1]


@pytest.mark.parametrize("wrong", [{"text": ""}, {"name": ""}, {"part": ""}, {"part": "autre"}, {}])
def test_the_database_says_it_too(
    sitting: Meeting, everybody: Cast, kadia: Scope, wrong: dict[str, Any]
) -> None:
    """Text, name, a word of the vote; the last case: once a person and a decision."""
    sitan, moussa = everybody.person_of("sitan"), everybody.person_of("moussa")
    said = {"decision": d1(sitting), "person": sitan, "name": "S", "text": "X", "part": "vote"}
    Interest.objects.create(**said)
    with pytest.raises(IntegrityError), transaction.atomic():
        Interest.objects.create(**said | ({"person": moussa} if wrong else {}) | wrong)
