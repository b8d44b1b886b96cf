"""Each party says what is kept, for itself: who may, when, what is refused, how it reads side by side."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from conventions.enums import CamParty, Mark
from conventions.models import Cam, Due, Review, Score
from conventions.scoring import Said, say
from core.access import Role
from core.seen import CHANGED, seen_words
from core.workflow import Refusal, Stale
from mandates.models import Mandate
from tests.cast import Cast
from tests.conventions.forced import all_said, due, in_force, said

NOTHING = {"mark": "", "words": ""}


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    """Thursday 5 November 2026."""
    with time_machine.travel("2026-11-05T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def cam(everybody: Cast) -> Cam:
    return in_force(everybody)


def page(cam: Cam, rest: str = "", year: int = 2026) -> str:
    return f"/conventions/{cam.aire.code}/{cam.commune.code}/1/annees/{year}/{rest}"


def typed(one: Due, mark: str, words: str = "", seen: str = "") -> dict[str, str]:
    """What a browser sends of one row."""
    return {
        f"l{one.pk}-seen": seen or seen_words(0, NOTHING), f"l{one.pk}-mark": mark, f"l{one.pk}-words": words,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "party"), [("fanta", "commune"), ("issa", "commune"), ("moussa", "asaco"), ("seydou", "etat")]
)
def test_each_speaks_for_its_party(cam: Cam, everybody: Cast, name: str, party: str) -> None:
    one = due(cam, "Verser la quote-part")
    answer = everybody.client_of(name).post(page(cam, "dire/"), typed(one, "partiel", "la moitié"))
    assert (answer.status_code, answer["Location"]) == (302, page(cam))
    score = Score.objects.get()
    assert (score.party, score.mark, score.words, score.version) == (party, "partiel", "la moitié", 1)
    assert (score.person, score.mandate_id) == (everybody.person_of(name), everybody.mandate_of(name).pk)


@pytest.mark.parametrize(
    ("name", "reads", "says"),
    [
        ("fanta", 200, 200), ("moussa", 200, 200), ("seydou", 200, 200), ("kadia", 200, 403),
        ("binta", 200, 403), ("awa", 200, 403), ("nana", 200, 403), ("boubacar", 200, 403),
        ("drissa", 404, 404), ("sitan", 404, 404), ("salif", 404, 404), ("julie", 404, 404),
        ("oumar", 404, 404), ("anonyme", 302, 302),
    ],
)  # fmt: skip
def test_who_reads_who_says(cam: Cam, everybody: Cast, name: str, reads: int, says: int) -> None:
    client = everybody.client_of(name)
    assert client.get(page(cam)).status_code == reads
    assert client.get(page(cam, "dire/")).status_code == says
    assert client.get(page(cam, "montants/")).status_code == says


def test_who_speaks_for_two_parties_says_which(cam: Cam, everybody: Cast) -> None:
    Mandate.objects.create(
        person=everybody.person_of("fanta"), role=Role.PRESIDENT, aire=cam.aire, starts_on=date(2020, 1, 1)
    )
    client, one = everybody.client_of("fanta"), due(cam, "Verser la quote-part")
    text = client.get(page(cam)).content.decode()
    assert "?partie=commune" in text
    assert "?partie=asaco" in text
    assert client.post(page(cam, "dire/?partie=asaco"), typed(one, "tenu")).status_code == 302
    assert Score.objects.get().party == "asaco"
    assert client.get(page(cam, "dire/?partie=etat")).status_code == 403


def test_the_parties_stand_side_by_side(cam: Cam, everybody: Cast) -> None:
    one = due(cam, "Verser la quote-part")
    said(one, "commune", "tenu", by=everybody.person_of("fanta"))
    said(one, "asaco", "non_tenu", "rien reçu", by=everybody.person_of("moussa"))
    text = everybody.client_of("binta").get(page(cam)).content.decode()
    assert text.count("les parties ne disent pas la même chose") == 2, "on the line, in the summary"
    assert "«\u00a0rien reçu\u00a0»" in text
    assert "1 tenu sur 1" in text
    assert "0 tenu sur 1" in text
    assert "en retard" in text


def test_a_year_costs_the_same_whatever_its_lines(
    cam: Cam, everybody: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    all_said(cam)
    client = everybody.client_of("fanta")
    with django_assert_max_num_queries(14):
        client.get(page(cam))


def test_rows_refused_come_back_as_typed(cam: Cam, everybody: Cast) -> None:
    kept, void, odd = (
        due(cam, text) for text in ("Tenir les réunions", "Verser la quote-part", "Constituer le stock")
    )
    data = typed(kept, "tenu") | typed(void, "sans_objet") | typed(odd, "", "bientôt")
    answer = everybody.client_of("moussa").post(page(cam, "dire/"), data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "1 ligne enregistrée" in text
    assert "Un engagement sans objet l’est pour une raison" in text
    assert "Choisissez" in text
    assert 'value="bientôt"' in text
    assert Score.objects.get().due == kept


def test_what_was_said_is_not_taken_back_in_silence(cam: Cam, everybody: Cast) -> None:
    one = due(cam, "Tenir les réunions")
    said(one, "asaco", "tenu")
    seen = seen_words(1, {"mark": "tenu", "words": ""})
    client = everybody.client_of("moussa")
    assert client.post(page(cam, "dire/"), typed(one, "", seen=seen)).status_code == 422
    assert client.post(page(cam, "dire/"), typed(one, "partiel", seen=seen)).status_code == 302
    score = Score.objects.get()
    assert (score.mark, score.version) == ("partiel", 2)


def test_what_another_said_meanwhile_is_not_lost(cam: Cam, everybody: Cast) -> None:
    one = due(cam, "Verser la quote-part")
    said(one, "commune", "tenu")
    answer = everybody.client_of("issa").post(page(cam, "dire/"), typed(one, "non_tenu"))
    assert CHANGED in answer.content.decode()
    assert Score.objects.get().mark == "tenu"


def test_a_line_of_another_convention_saves_nothing(cam: Cam, everybody: Cast) -> None:
    other = in_force(everybody, aire=everybody.territory.second_aire)
    data = typed(due(cam, "Verser la quote-part"), "tenu") | typed(due(other, "Verser la quote-part"), "tenu")
    assert everybody.client_of("fanta").post(page(cam, "dire/"), data).status_code == 422
    assert not Score.objects.exists()


@pytest.mark.parametrize(
    ("name", "party"), [("moussa", "commune"), ("kadia", "asaco"), ("drissa", "commune")]
)
def test_nobody_speaks_for_another(cam: Cam, everybody: Cast, name: str, party: str) -> None:
    one, scope = due(cam, "Verser la quote-part"), everybody.scope_of(name)
    with pytest.raises(Refusal, match="dit par d’autres"):
        say(one, CamParty(party), Said(Mark.KEPT), scope, version=0)


def test_not_before_the_year_nor_after_its_review(cam: Cam, everybody: Cast) -> None:
    scope = everybody.scope_of("fanta")
    with pytest.raises(Refusal, match="n’a pas commencé"):
        say(due(cam, "Verser la quote-part", 2027), CamParty.COMMUNE, Said(Mark.KEPT), scope, version=0)
    day = date(2026, 11, 4)
    Review.objects.create(cam=cam, year=2026, held_on=day, closed_on=day)
    one = due(cam, "Verser la quote-part")
    with pytest.raises(Refusal, match="close depuis le 4 novembre 2026"):
        say(one, CamParty.COMMUNE, Said(Mark.KEPT), scope, version=0)
    answer = everybody.client_of("fanta").post(page(cam, "dire/"), typed(one, "tenu"))
    assert answer.status_code == 422
    assert "ne change plus" in answer.content.decode()
    say(due(cam, "Verser la quote-part", 2025), CamParty.COMMUNE, Said(Mark.KEPT), scope, version=0)
    assert Score.objects.count() == 1


def test_two_who_speak_at_once(cam: Cam, everybody: Cast) -> None:
    one = due(cam, "Verser la quote-part")
    say(one, CamParty.COMMUNE, Said(Mark.KEPT), everybody.scope_of("fanta"), version=0)
    with pytest.raises(Stale):
        say(one, CamParty.COMMUNE, Said(Mark.PARTLY), everybody.scope_of("issa"), version=0)


def test_the_database_knows_one_word_a_party(cam: Cam) -> None:
    one = due(cam, "Verser la quote-part")
    said(one, "commune", "tenu")
    for party, mark in (("commune", "tenu"), ("asaco", "peut-être"), ("asaco", "sans_objet")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Score.objects.create(due=one, party=party, mark=mark)


def test_the_evidence_is_opened_by_who_reads_the_convention(cam: Cam, everybody: Cast) -> None:
    one = due(cam, "Verser la quote-part")
    paper = SimpleUploadedFile("recu.pdf", b"%PDF-1.7 recu\n%%EOF\n", content_type="application/pdf")
    url = page(cam, f"dire/{one.commitment.key}/")
    data: dict[str, Any] = typed(one, "tenu") | {f"l{one.pk}-evidence": paper}
    assert everybody.client_of("fanta").post(url, data).status_code == 302
    score = Score.objects.get()
    assert score.evidence is not None
    address = f"/fichiers/{score.evidence_id}/"
    assert address in everybody.client_of("binta").get(page(cam)).content.decode()
    for name, status in (("binta", 200), ("moussa", 200), ("drissa", 404), ("sitan", 404)):
        answer = everybody.client_of(name).get(address)
        assert answer.status_code == status, name
        b"".join(answer) if answer.streaming else answer.content


def test_a_draft_has_no_year(cam: Cam, everybody: Cast) -> None:
    Cam.objects.filter(pk=cam.pk).update(state="visee")
    assert everybody.client_of("fanta").get(page(cam)).status_code == 404
    assert everybody.client_of("fanta").get(page(cam, year=2031)).status_code == 404
