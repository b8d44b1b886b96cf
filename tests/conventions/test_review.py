"""The annual review: prepared, closed once both signatories spoke of every line, then frozen."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from conventions.funding import Said as Amounts
from conventions.funding import fund
from conventions.models import Cam, Due, Review, Score
from conventions.reviewing import Said, close, prepare
from core.models import ActLog
from core.seen import seen_words
from core.workflow import Refusal, Stale
from followup.models import Followup
from tests.cast import Cast
from tests.conventions.forced import all_said, due, in_force, said

HELD = date(2026, 12, 8)
BOTH = ("commune", "asaco")
BLANK = {"held_on": None, "place": "", "women": None, "men": None, "words": ""}


@pytest.fixture(autouse=True)
def december() -> Iterator[None]:
    """Thursday 10 December 2026."""
    with time_machine.travel("2026-12-10T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def cam(everybody: Cast) -> Cam:
    return in_force(everybody)


def page(cam: Cam, rest: str = "", year: int = 2026) -> str:
    return f"/conventions/{cam.aire.code}/{cam.commune.code}/1/annees/{year}/revue/{rest}"


def held(cam: Cam, everybody: Cast, year: int = 2026) -> Review:
    return prepare(
        cam, year, Said(HELD, "Mairie", 4, 9, "Chacun a parlé."), everybody.scope_of("fanta"), version=0
    )


def test_it_is_written_by_a_party_read_by_all(cam: Cam, everybody: Cast) -> None:
    data = {
        "seen": seen_words(0, BLANK), "held_on": "08 12 2026", "place": "Mairie", "women": "4", "men": "9",
        "words": "Chacun a parlé.",
    }  # fmt: skip
    assert everybody.client_of("moussa").post(page(cam), data).status_code == 302
    row = Review.objects.get()
    assert (row.held_on, row.women, row.men, row.version, row.closed_on) == (HELD, 4, 9, 1, None)
    assert row.saved_by == everybody.person_of("moussa")
    text = everybody.client_of("binta").get(page(cam)).content.decode()
    assert "Chacun a parlé." in text
    assert "4 femmes, 9 hommes" in text
    assert "<textarea" not in text
    assert everybody.client_of("binta").post(page(cam), data).status_code == 403
    assert everybody.client_of("fanta").post(page(cam), data).status_code == 422, "seen before Moussa wrote"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31 02 2026", "n’existe pas"), ("11 12 2026", "un jour à venir"),
        ("31 12 2025", "avant que l’année commence"),
    ],
)  # fmt: skip
def test_a_day_that_cannot_be(cam: Cam, everybody: Cast, typed: str, sentence: str) -> None:
    data = {"seen": seen_words(0, BLANK), "held_on": typed, "words": "Ce qui fut dit."}
    answer = everybody.client_of("fanta").post(page(cam), data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert "Ce qui fut dit." in text
    assert not Review.objects.exists()


def test_it_waits_for_both_signatories_to_speak_of_every_line(cam: Cam, everybody: Cast) -> None:
    review, scope = held(cam, everybody), everybody.scope_of("moussa")
    all_said(cam, parties=("commune",))
    for text in ("Tenir les réunions", "Déclarer le personnel"):
        said(due(cam, text), "asaco", "tenu")
    with pytest.raises(Refusal) as refusal:
        close(cam, 2026, scope, version=review.version)
    assert str(refusal.value).replace("\u00a0", " ") == (
        "La revue ne se clôt pas encore : l’ASACO n’a encore rien dit de : « Entretenir les bâtiments », "
        "« Verser la quote-part », « Constituer le stock » et 1 autre engagement."
    )
    Score.objects.filter(party="commune", due__commitment__text="Superviser le CSCOM").delete()
    text = everybody.client_of("fanta").get(page(cam)).content.decode()
    assert "la commune n’a encore rien dit de" in text
    everybody.client_of("fanta").post(page(cam, "clore/"), {"seen": seen_words(1, BLANK)})
    assert Review.objects.get().closed_on is None


def test_it_closes_once_held_and_freezes_the_year(cam: Cam, everybody: Cast) -> None:
    all_said(cam, parties=BOTH)
    fanta = everybody.scope_of("fanta")
    with pytest.raises(Refusal, match="jour où la revue a été tenue"):
        close(cam, 2026, fanta, version=0)
    review = held(cam, everybody)
    with pytest.raises(Stale):
        close(cam, 2026, fanta, version=review.version - 1)
    with pytest.raises(Refusal, match="dit par d’autres"):
        close(cam, 2026, everybody.scope_of("kadia"), version=review.version)
    client = everybody.client_of("fanta")
    answer = client.post(page(cam, "clore/"), {"seen": seen_words(review.version, BLANK)}, follow=True)
    assert "La revue est close" in answer.content.decode()
    review.refresh_from_db()
    assert (review.closed_on, review.closed_by) == (date(2026, 12, 10), everybody.person_of("fanta"))
    log = ActLog.objects.get(kind="cam", object_id=str(cam.pk))
    assert (log.act, log.details, log.from_state, log.to_state) == (
        "revue", {"year": 2026}, "vigueur", "vigueur"
    )  # fmt: skip
    assert (log.person_id, log.role, log.place_name) == (fanta.person_id, "maire", "Banamba")
    with pytest.raises(Refusal, match="ne change plus"):
        fund(due(cam, "Verser la quote-part"), Amounts(paid=1, reason="don"), fanta, version=0)
    with pytest.raises(Refusal, match="ne change plus"):
        prepare(cam, 2026, Said(HELD), fanta, version=review.version)
    with pytest.raises(Refusal, match="ne change plus"):
        close(cam, 2026, fanta, version=review.version)
    assert client.get(cam.get_absolute_url(), follow=True).status_code == 200, "its page tells this act too"
    assert not Followup.objects.exists(), "all kept: nothing to follow"


def test_what_is_not_kept_goes_to_the_follow_up(cam: Cam, everybody: Cast) -> None:
    """Partly kept, unkept, contested: a line each; kept by all, or void: none."""
    words = {
        "Entretenir les bâtiments": ("partiel", "partiel"), "Verser la quote-part": ("tenu", "non_tenu"),
        "Constituer le stock": ("tenu", "tenu"), "Tenir les réunions": ("sans_objet", "tenu"),
        "Déclarer le personnel": ("non_tenu", "non_tenu"), "Superviser le CSCOM": ("tenu", "tenu"),
    }  # fmt: skip
    for text, pair in words.items():
        for party, mark in zip(BOTH, pair, strict=True):
            said(due(cam, text), party, mark)
    said(due(cam, "Superviser le CSCOM"), "etat", "partiel")
    close(cam, 2026, everybody.scope_of("moussa"), version=held(cam, everybody).version)
    rows = Followup.objects.order_by("text")
    assert [(row.text, row.owner_words, row.place, row.due_on) for row in rows] == [
        ("Déclarer le personnel", "président de l’ASACO", cam.aire, date(2026, 3, 31)),
        ("Entretenir les bâtiments", "maire", cam.commune, date(2026, 12, 31)),
        ("Superviser le CSCOM", "médecin chef", cam.aire.district, date(2026, 6, 30)),
        ("Verser la quote-part", "maire", cam.commune, date(2026, 6, 30)),
    ]
    assert {row.origin_kind for row in rows} == {"cam"}
    assert Due.objects.exclude(followup=None).count() == 4


def test_a_review_of_no_line(cam: Cam, everybody: Cast) -> None:
    Cam.objects.filter(pk=cam.pk).update(ends_on=date(2026, 2, 1))
    assert everybody.client_of("fanta").get(page(cam)).status_code == 404
    row = Review.objects.create(cam=cam, year=2026, held_on=HELD)
    with pytest.raises(Refusal, match="Aucun engagement"):
        close(cam, 2026, everybody.scope_of("fanta"), version=row.version)
