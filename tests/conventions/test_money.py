"""Amounts of a commitment: who writes them, what is refused; who wrote them, when, is kept."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from conventions.funding import Said, fund
from conventions.models import Cam, Due
from core.seen import CHANGED, seen_words
from core.workflow import Refusal, Stale
from tests.cast import Cast
from tests.conventions.forced import due, in_force

NOTHING = {"announced": None, "called": None, "paid": None, "reason": ""}


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    """Thursday 5 November 2026."""
    with time_machine.travel("2026-11-05T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def cam(everybody: Cast) -> Cam:
    return in_force(everybody)


def page(cam: Cam, year: int = 2026) -> str:
    return f"/conventions/{cam.aire.code}/{cam.commune.code}/1/annees/{year}/montants/"


def typed(one: Due, seen: str = "", **amounts: str) -> dict[str, str]:
    """What a browser sends of one row."""
    said = {"seen": seen or seen_words(0, NOTHING), "announced": "", "called": "", "paid": "", "reason": ""}
    return {f"l{one.pk}-{name}": text for name, text in (said | amounts).items()}


def test_amounts_say_who_wrote_them_when(cam: Cam, everybody: Cast) -> None:
    one = due(cam, "Verser la quote-part")
    answer = everybody.client_of("moussa").post(
        page(cam), typed(one, announced="300 000", called="300.000", paid="")
    )
    assert answer.status_code == 302
    row = due(cam, "Verser la quote-part")
    assert (row.announced, row.called, row.paid, row.version) == (300_000, 300_000, None, 1)
    assert (row.saved_by, row.saved_at) == (
        everybody.person_of("moussa"), datetime(2026, 11, 5, 10, tzinfo=UTC)
    )  # fmt: skip
    text = everybody.client_of("binta").get(page(cam).removesuffix("montants/")).content.decode()
    assert "appelé 300\u202f000\u00a0FCFA" in text
    assert "payé non dit" in text
    assert "reste 300\u202f000\u00a0FCFA" in text
    assert "par Moussa Coulibaly" in text


@pytest.mark.parametrize(
    ("amounts", "kept"),
    [
        ({"called": "1000", "paid": "1000"}, True), ({"called": "1000", "paid": "1001"}, False),
        ({"called": "1000", "paid": "1001", "reason": "avance"}, True), ({"paid": "500"}, False),
        ({"paid": "500", "reason": "don"}, True), ({"paid": "0"}, True), ({"paid": "-3"}, False),
        ({"announced": "beaucoup"}, False), ({"called": "9" * 14}, False),
    ],
)  # fmt: skip
def test_more_paid_than_called_asks_why(
    cam: Cam, everybody: Cast, amounts: dict[str, str], kept: bool
) -> None:
    one = due(cam, "Verser la quote-part")
    answer = everybody.client_of("fanta").post(page(cam), typed(one, **amounts))
    assert answer.status_code == (302 if kept else 422)
    assert due(cam, "Verser la quote-part").version == int(kept)
    if not kept:
        assert next(iter(amounts.values())) in answer.content.decode(), "what was typed is not lost"


@pytest.mark.parametrize(
    ("name", "text", "may"),
    [
        ("fanta", "Tenir les réunions", True), ("moussa", "Verser la quote-part", True),
        ("seydou", "Superviser le CSCOM", True), ("seydou", "Verser la quote-part", False),
        ("kadia", "Tenir les réunions", False), ("drissa", "Verser la quote-part", False),
        ("fanta", "Superviser le CSCOM", True),
    ],
)  # fmt: skip
def test_signatories_write_all_lines_the_third_party_its_own(
    cam: Cam, everybody: Cast, name: str, text: str, may: bool
) -> None:
    one, scope = due(cam, text), everybody.scope_of(name)
    if may:
        fund(one, Said(announced=1), scope, version=0)
        assert due(cam, text).announced == 1
    else:
        with pytest.raises(Refusal, match="dit par d’autres"):
            fund(one, Said(announced=1), scope, version=0)


def test_the_third_party_sees_its_lines_alone(cam: Cam, everybody: Cast) -> None:
    text = everybody.client_of("seydou").get(page(cam)).content.decode()
    assert "Superviser le CSCOM" in text
    assert "Verser la quote-part" not in text
    elsewhere = typed(due(cam, "Verser la quote-part"), announced="1")
    assert everybody.client_of("seydou").post(page(cam), elsewhere).status_code == 422


def test_what_another_wrote_meanwhile_is_not_lost(cam: Cam, everybody: Cast) -> None:
    one = due(cam, "Verser la quote-part")
    fund(one, Said(called=5), everybody.scope_of("moussa"), version=0)
    with pytest.raises(Stale):
        fund(one, Said(called=6), everybody.scope_of("fanta"), version=0)
    answer = everybody.client_of("fanta").post(page(cam), typed(one, called="6"))
    assert CHANGED in answer.content.decode()
    assert due(cam, "Verser la quote-part").called == 5


def test_a_due_of_another_year_is_not_of_this_table(cam: Cam, everybody: Cast) -> None:
    data: dict[str, Any] = typed(due(cam, "Verser la quote-part", 2025), called="6")
    assert everybody.client_of("fanta").post(page(cam), data).status_code == 422
    assert not Due.objects.exclude(called=None).exists()
