"""What may never be of an organ is refused by the database itself, and said in French before."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from core.overlaps import NoOverlap
from mandates.models import Organ, Seat, SeatHold
from mandates.organs.loading import load_organs
from tests.mandates.organs import SINCE, hold, kind, organ, person, seat
from tests.territory import SmallTerritory

pytestmark = pytest.mark.django_db
YEAR = date(2025, 1, 1)


@pytest.fixture
def bureau(territory: SmallTerritory) -> Organ:
    return organ(aire=territory.aire)


OVERLAPS = [
    (date(2024, 6, 1), date(2024, 8, 1)),  # inside
    (date(2023, 1, 1), date(2026, 1, 1)),  # around
    (date(2023, 1, 1), date(2024, 1, 2)),  # its first day
    (date(2024, 12, 31), None),  # its last day
    (SINCE, YEAR),  # the same
    (date(2020, 1, 1), None),
]


@pytest.mark.parametrize(("first", "end"), OVERLAPS)
def test_two_mandates_of_one_seat_never_overlap(bureau: Organ, first: date, end: date | None) -> None:
    held = seat(bureau)
    hold(held, first=SINCE, end=YEAR)
    with pytest.raises(IntegrityError, match="seat_hold_overlap"), transaction.atomic():
        hold(held, first=first, end=end)
    wrong = SeatHold(seat=held, person=person(), starts_on=first, ends_on=end, act="election", act_on=first)
    with pytest.raises(ValidationError, match="Ce siège est déjà tenu à ces dates"):
        wrong.full_clean()
    assert SeatHold.objects.count() == 1


def test_a_mandate_follows_another_the_same_day(bureau: Organ) -> None:
    held = seat(bureau)
    hold(held, first=SINCE, end=YEAR)
    hold(held, first=YEAR)
    hold(held, first=date(2020, 1, 1), end=SINCE)
    hold(seat(bureau, "secrétaire"), first=SINCE, end=YEAR)
    assert SeatHold.objects.count() == 4


def test_a_change_of_dates_is_held_to_it_too(bureau: Organ) -> None:
    held = seat(bureau)
    hold(held, first=SINCE, end=YEAR)
    second = hold(held, first=date(2026, 1, 1))
    with pytest.raises(IntegrityError, match="seat_hold_overlap"), transaction.atomic():
        SeatHold.objects.filter(pk=second.pk).update(starts_on=date(2024, 12, 31))
    second.ends_on = date(2027, 1, 1)
    second.full_clean()
    second.save()  # its own row is not another


def test_what_was_written_by_mistake_gives_no_day(bureau: Organ) -> None:
    held = seat(bureau)
    hold(held, first=date(2024, 6, 1), end=date(2024, 6, 1), ending="erreur")
    hold(held, first=SINCE)
    with pytest.raises(IntegrityError), transaction.atomic():
        hold(held, first=date(2022, 6, 1), end=date(2022, 6, 1), ending="demission")


@pytest.mark.parametrize("end", [SINCE, date(2023, 12, 31)])
def test_a_mandate_does_not_end_before_it_starts(bureau: Organ, end: date) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        hold(seat(bureau), end=end)
    wrong = SeatHold(
        seat=seat(bureau), person=person(), starts_on=SINCE, ends_on=end, act="election", act_on=SINCE
    )
    with pytest.raises(ValidationError, match="La fin du mandat doit suivre son début"):
        wrong.full_clean()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"quorum": ""}, "Un organe a un quorum"),
        ({"quorum": "nombre"}, "Écrivez le nombre de membres du quorum"),
        ({"quorum": "nombre", "quorum_number": 0}, "Écrivez le nombre de membres du quorum"),
        ({"quorum_number": 5}, "Écrivez le nombre de membres du quorum"),
        ({"closed_on": SINCE}, "La fin de l’organe doit suivre son début"),
        ({"transitional": True}, "Un organe transitoire a une date de fin"),
        ({"sessions_a_year": 0}, "De 1 à 52 réunions par an"),
        ({"mandate_months": 0}, "Un mandat dure de 1 à 120 mois"),
    ],
)
def test_a_body_is_whole(territory: SmallTerritory, said: dict[str, Any], sentence: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        organ(aire=territory.aire, **said)
    values = {"name": "CG", "opened_on": SINCE, "quorum": "majorite", "source": "essai"} | said
    with pytest.raises(ValidationError, match=sentence):
        Organ(kind=kind(), aire=territory.aire, **values).validate_constraints()


def test_an_organ_stands_in_one_place_once(bureau: Organ, territory: SmallTerritory) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        organ(aire=territory.second_aire, commune=territory.host)
    with pytest.raises(IntegrityError), transaction.atomic():
        organ(aire=territory.aire)
    Organ.objects.filter(pk=bureau.pk).update(closed_on=YEAR)
    organ(aire=territory.aire, opened_on=YEAR)
    organ(kind("fenascom", "pays"))
    with pytest.raises(IntegrityError), transaction.atomic():
        organ(kind("fenascom"))


def test_one_seat_presides(bureau: Organ) -> None:
    first = seat(bureau, "président", chair=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        seat(bureau, "président", chair=True)
    Seat.objects.filter(pk=first.pk).update(closed_on=YEAR)
    seat(bureau, "président", chair=True, opened_on=YEAR)
    with pytest.raises(IntegrityError), transaction.atomic():
        seat(bureau, "membre", closed_on=SINCE)
    with pytest.raises(IntegrityError), transaction.atomic():
        seat(bureau, "membre", group="")


def test_a_seat_is_held_by_an_act(bureau: Organ) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        hold(seat(bureau), act="")
    with pytest.raises(IntegrityError), transaction.atomic():
        hold(seat(bureau), ending="demission")


def test_the_database_itself_holds_the_rule() -> None:
    """An exclusion on PostgreSQL; two triggers on SQLite."""
    asked, found = {
        "sqlite": (
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'seat_hold_%'",
            {"seat_hold_overlap_insert", "seat_hold_overlap_update"},
        ),
        "postgresql": (
            "SELECT conname FROM pg_constraint WHERE contype = 'x' AND conname LIKE 'seat_hold_%'",
            {"seat_hold_overlap"},
        ),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(asked)
        assert {row[0] for row in cursor.fetchall()} == found


def test_a_constraint_is_the_same_when_it_says_the_same() -> None:
    one, two = (NoOverlap(key="seat", name="x") for _ in "12")
    assert one == two
    assert hash(one) == hash(two)
    assert one != NoOverlap(key="organ", name="x")


def test_the_kinds_of_the_field_are_loaded_once(db: None) -> None:
    made = load_organs()
    assert made == 15
    assert load_organs() == 0
