"""What a meeting decided, told back to villages: what is written, refused, corrected, counted."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from communes.models import Village
from concertation.models import Meeting, Restitution
from concertation.restituting import Restituted, restitutions_of, told_of, villages_of
from concertation.telling import Telling, correct_telling, tell_back, withdraw_telling
from core.access import Scope
from core.workflow import Refusal, Stale
from tests.cast import Cast
from tests.concertation.conftest import TODAY, fresh, sent

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def closed(meeting: Meeting, kadia: Scope) -> Meeting:
    """Held this very day, closed, its minutes sent."""
    return sent(meeting, kadia)


@pytest.fixture
def village(closed: Meeting) -> Village:
    found: Village = villages_of(closed.organ, TODAY)[0]
    return found


def telling(where: Village | None, **said: Any) -> Telling:
    usual: dict[str, Any] = {"held_on": TODAY, "led_by": "Le président", "women": 12, "men": 20}
    return Telling(**usual | {"village": where} | said)


def test_villages_reached_are_counted_once(closed: Meeting, village: Village, kadia: Scope) -> None:
    villages = list(villages_of(closed.organ, TODAY))
    tell_back(closed, telling(village), kadia)
    tell_back(closed, telling(None, spot="Hameau de Sira"), kadia)
    told = told_of(closed, TODAY)
    assert (told.done, told.due, told.sums.sessions, told.sums.spots) == (1, len(villages), 2, 1)
    found = restitutions_of([closed.organ_id], *YEAR)
    assert found == Restituted(2, 1, 1, 24, 40, TODAY, TODAY)
    assert restitutions_of([closed.organ_id], date(2026, 1, 1), date(2026, 10, 4)) == Restituted()
    assert restitutions_of([], *YEAR).last is None


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"held_on": date(2026, 10, 4)}, "après la réunion"),
        ({"held_on": date(2026, 10, 6)}, "à venir"),
        ({"women": 0, "men": 0}, "une personne au moins"),
        ({"spot": "Ailleurs"}, "pas les deux"),
        ({"village": None}, "Dites où"),
    ],
)
def test_what_is_refused(
    closed: Meeting, village: Village, kadia: Scope, said: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refusal, match=why):
        tell_back(closed, telling(village, **said), kadia)
    assert not Restitution.objects.exists()


def test_not_elsewhere_nor_twice_nor_before_the_close(
    closed: Meeting, village: Village, kadia: Scope, everybody: Cast
) -> None:
    outside = Village.objects.exclude(pk__in=villages_of(closed.organ, TODAY).values("pk"))[0]
    with pytest.raises(Refusal, match="ressort"):
        tell_back(closed, telling(outside), kadia)
    tell_back(closed, telling(village), kadia)
    with pytest.raises(Refusal, match="déjà notée"):
        tell_back(closed, telling(village), kadia)
    with pytest.raises(Refusal, match="Votre fonction"):
        tell_back(closed, telling(village), everybody.scope_of("oumar"))
    closed.state = "tenue"
    with pytest.raises(Refusal, match="close"):
        tell_back(closed, telling(None, spot="Sira"), kadia)
    assert Restitution.objects.count() == 1


def test_a_correction_loses_nothing(closed: Meeting, village: Village, kadia: Scope) -> None:
    first = tell_back(closed, telling(village), kadia)
    second = correct_telling(first, telling(village, women=30), "Compté de nouveau", kadia)
    with pytest.raises(Stale, match="entre-temps"):
        correct_telling(first, telling(village, women=31), "Encore", kadia)
    with pytest.raises(Refusal, match="pourquoi"):
        withdraw_telling(second, " ", kadia)
    told = told_of(fresh(closed), TODAY)
    assert [row.women for row in told.standing] == [30]
    assert [(row.women, row.reason) for row in told.withdrawn] == [(12, "Compté de nouveau")]
    withdraw_telling(second, "Autre réunion", kadia)
    assert restitutions_of([closed.organ_id], *YEAR) == Restituted()
    assert Restitution.objects.count() == 2


def test_a_correction_refused_takes_nothing_back(closed: Meeting, village: Village, kadia: Scope) -> None:
    first = tell_back(closed, telling(village), kadia)
    with pytest.raises(Refusal, match="après la réunion"):
        correct_telling(first, telling(village, held_on=date(2026, 10, 1)), "Date", kadia)
    assert Restitution.objects.standing().count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"spot": "Deux lieux"}, {"village": None}, {"led_by": ""}, {"women": 0, "men": 0},
        {"reason": "Un motif, mais rien de retiré"}, {},
    ],
)  # fmt: skip
def test_the_database_says_it_too(closed: Meeting, village: Village, kadia: Scope, wrong: Any) -> None:
    tell_back(closed, telling(village), kadia)
    usual = {"village": village, "held_on": TODAY, "led_by": "Le président", "women": 12, "men": 20}
    if wrong:
        Restitution.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Restitution.objects.create(meeting=closed, **usual | wrong)
