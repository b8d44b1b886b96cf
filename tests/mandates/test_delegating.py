"""Deputies: one acts for another from a day to a day, under one's own name, and never longer than them."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from core.access import Action
from core.workflow import Refusal
from mandates.delegating import delegate, delegators, end
from mandates.models import Mandate
from mandates.receivers import held_between, receivers
from notices.models import Notice
from tests.cast import Cast

FIRST, LAST = date(2026, 10, 5), date(2026, 10, 20)


@pytest.fixture(autouse=True)
def october() -> Iterator[time_machine.Traveller]:
    """Monday 5 October 2026."""
    with time_machine.travel("2026-10-05T10:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def deputy(everybody: Cast) -> Mandate:
    """Modibo stands in for Nana, two weeks."""
    return delegate(everybody.mandate_of("nana"), everybody.person_of("modibo"), FIRST, LAST)


def may_approve(cast: Cast, name: str) -> bool:
    return cast.scope_of(name).may(Action.PLAN_APPROVE, cast.territory.aire.where())


def test_a_deputy_acts_from_a_day_to_a_day(
    deputy: Mandate, everybody: Cast, october: time_machine.Traveller
) -> None:
    assert may_approve(everybody, "modibo")
    assert may_approve(everybody, "nana")
    assert delegators([deputy.pk]) == {deputy.pk: "Nana Touré"}
    where = everybody.territory.aire.where()
    assert everybody.person_of("modibo") in receivers(Action.PLAN_APPROVE, where)
    october.move_to("2026-10-20T20:00:00+00:00")
    assert may_approve(everybody, "modibo")
    october.move_to("2026-10-21T08:00:00+00:00")
    assert not may_approve(everybody, "modibo")


def test_it_ends_with_its_source(deputy: Mandate, everybody: Cast) -> None:
    everybody.end_mandate_of("nana")
    assert not may_approve(everybody, "modibo")
    where = everybody.territory.aire.where()
    assert deputy not in held_between(Action.PLAN_APPROVE, where, FIRST, LAST)
    deputy.refresh_from_db()
    assert not deputy.held_on(FIRST)


def test_the_deputy_is_told(deputy: Mandate, everybody: Cast) -> None:
    notice = Notice.objects.get(person=everybody.person_of("modibo"))
    assert "Nana Touré vous délègue sa fonction" in notice.text
    assert "du 5 octobre 2026 au 20 octobre 2026" in notice.text


def test_a_deputy_does_not_hand_over(deputy: Mandate, everybody: Cast) -> None:
    with pytest.raises(Refusal, match="un délégué ne délègue pas"):
        delegate(deputy, everybody.person_of("ramata"), FIRST, LAST)


@pytest.mark.parametrize(
    ("to", "first", "last", "why"),
    [
        ("nana", FIRST, LAST, "soi-même"),
        ("modibo", date(2026, 10, 4), LAST, "passé"),
        ("modibo", LAST, FIRST, "suit le premier"),
        ("modibo", FIRST, date(2027, 1, 3), "90 jours"),
    ],
)
def test_what_is_refused(to: str, first: date, last: date, why: str, everybody: Cast) -> None:
    with pytest.raises(Refusal, match=why):
        delegate(everybody.mandate_of("nana"), everybody.person_of(to), first, last)
    assert not Mandate.objects.exclude(delegated_from=None).exists()


def test_ninety_days_are_the_most(everybody: Cast) -> None:
    made = delegate(everybody.mandate_of("nana"), everybody.person_of("modibo"), FIRST, date(2027, 1, 2))
    assert (made.ends_on or FIRST) - FIRST == date(2027, 1, 3) - FIRST


def test_two_at_once_for_the_same_days_are_refused(deputy: Mandate, everybody: Cast) -> None:
    with pytest.raises(Refusal, match="court déjà"):
        delegate(everybody.mandate_of("nana"), everybody.person_of("ramata"), LAST, LAST)


def test_taken_back_it_gives_nothing_at_once(deputy: Mandate, everybody: Cast) -> None:
    end(everybody.person_of("nana").pk, deputy.pk)
    assert not may_approve(everybody, "modibo")
    with pytest.raises(Refusal, match="déjà finie"):
        end(everybody.person_of("nana").pk, deputy.pk)
    deputy.refresh_from_db()
    assert deputy.state_word == "terminé"
    assert deputy.history.count() == 2


def test_nobody_takes_back_what_another_gave(deputy: Mandate, everybody: Cast) -> None:
    with pytest.raises(Refusal, match="pas de vous"):
        end(everybody.person_of("seydou").pk, deputy.pk)


def test_the_database_wants_a_last_day(everybody: Cast) -> None:
    source = everybody.mandate_of("nana")
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.create(
            person=everybody.person_of("modibo"), role=source.role, region=source.region, starts_on=FIRST,
            delegated_from=source,
        )  # fmt: skip


def test_by_the_page(everybody: Cast) -> None:
    client = everybody.client_of("nana")
    said = {
        "mandate_pk": everybody.mandate_of("nana").pk,
        "who": everybody.user_of("modibo").username,
        "first": "05 10 2026",
        "last": "20 10 2026",
    }
    assert client.post("/mes-droits/deleguer/", said | {"who": "personne"}).status_code == 422
    assert client.post("/mes-droits/deleguer/", said).status_code == 302
    mine = re.sub(r"<[^>]+>", "", everybody.client_of("modibo").get("/mes-droits/").content.decode())
    assert "par délégation de Nana Touré" in mine
    made = Mandate.objects.exclude(delegated_from=None).get()
    client.post("/mes-droits/deleguer/fin/", {"delegation": made.pk})
    assert not may_approve(everybody, "modibo")


def test_a_mandate_of_another_is_not_handed_over(everybody: Cast) -> None:
    said = {
        "mandate_pk": everybody.mandate_of("nana").pk, "who": "seydou", "first": "05 10 2026",
        "last": "06 10 2026",
    }  # fmt: skip
    assert everybody.client_of("seydou").post("/mes-droits/deleguer/", said).status_code == 422
    assert not Mandate.objects.exclude(delegated_from=None).exists()
