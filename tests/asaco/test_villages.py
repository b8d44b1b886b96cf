"""What villages give: rates and arrears by hand, who reads and types them, what the database refuses."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from asaco.aggregates import Line, dues_of, lines_of, membership_of
from asaco.counting import write
from asaco.models import Asaco, Contribution, Membership
from communes.models import Village
from core.access import Scope
from core.seen import CHANGED, seen_words
from core.workflow import Refusal, Stale
from tests.cast import Cast

NOW = "2026-10-05T10:00:00+00:00"


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    """Monday 5 October 2026."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def asaco(everybody: Cast) -> Asaco:
    return Asaco.objects.create(aire=everybody.territory.aire, name="ASACO de Samakélé")


@pytest.fixture
def kadia(everybody: Cast) -> Scope:
    return everybody.scope_of("kadia")


def village(name: str) -> Village:
    return Village.objects.get(name=name)


def count(asaco: Asaco, name: str, cards: int | None, persons: int | None, year: int = 2026) -> Membership:
    return Membership.objects.create(
        asaco=asaco, village=village(name), year=year, cards=cards, persons=persons, version=1
    )


def owe(asaco: Asaco, name: str, due: int | None, paid: int | None, year: int = 2026, why: str = "") -> None:
    Contribution.objects.create(
        asaco=asaco, village=village(name), year=year, due=due, paid=paid, reason=why, version=1
    )


def by_name(asaco: Asaco, year: int = 2026) -> dict[str, Line]:
    return {line.village.name: line for line in lines_of(asaco.aire, asaco, year)}


# The first aire has 10 200 inhabitants in 2026:
# Samakélé 4 080, Kolondialan 2 040, Djibougou 2 550, Tiontala 1 530.


def test_the_rate_counts_both_sides_of_the_villages_that_were_counted(asaco: Asaco) -> None:
    count(asaco, "Samakélé", 60, 408)
    count(asaco, "Kolondialan", 10, 0)
    count(asaco, "Djibougou", 5, None)  # cards known, persons not counted
    lines = by_name(asaco)
    assert lines["Samakélé"].rate == pytest.approx(10.0)
    assert (lines["Kolondialan"].rate, lines["Djibougou"].rate, lines["Tiontala"].rate) == (0.0, None, None)
    members = membership_of(lines.values())
    assert (members.villages, members.counted, members.cards, members.persons) == (4, 2, 75, 408)
    assert members.inhabitants == 4_080 + 2_040
    assert members.rate == pytest.approx(100 * 408 / 6_120)
    assert not members.enough
    assert not members.odd


def test_ten_per_cent_is_enough(asaco: Asaco) -> None:
    count(asaco, "Tiontala", 20, 153)
    assert membership_of(by_name(asaco).values()).enough


def test_nothing_counted_has_no_rate(asaco: Asaco) -> None:
    assert membership_of(by_name(asaco).values()).rate is None
    assert dues_of(by_name(asaco).values()).rate is None


def test_arrears_run_over_the_years(asaco: Asaco) -> None:
    owe(asaco, "Samakélé", 75_000, 25_000, 2024)
    owe(asaco, "Samakélé", 75_000, 75_000, 2025)
    owe(asaco, "Samakélé", 75_000, 100_000, 2026, "rattrapage de 2024")
    owe(asaco, "Djibougou", 40_000, None)
    owe(asaco, "Tiontala", None, 5_000, why="don")
    assert by_name(asaco, 2024)["Samakélé"].owed == 50_000
    lines = by_name(asaco)
    assert (lines["Samakélé"].owed, lines["Djibougou"].owed, lines["Tiontala"].owed) == (25_000, 40_000, 0)
    dues = dues_of(lines.values())
    assert (dues.said, dues.whole, dues.due, dues.paid, dues.owed) == (2, 1, 115_000, 105_000, 65_000)
    assert dues.rate == pytest.approx(100 * 105_000 / 115_000)


def test_a_village_that_left_keeps_its_year(asaco: Asaco, everybody: Cast) -> None:
    count(asaco, "Banamba", 4, 20)  # of the second aire today
    assert "Banamba" in by_name(asaco)
    assert "Banamba" not in by_name(asaco, 2025)


def test_more_members_than_inhabitants_is_to_be_verified(asaco: Asaco, everybody: Cast) -> None:
    count(asaco, "Tiontala", 900, 4_590)
    page = everybody.client_of("fanta").get(f"/asaco/{asaco.aire.code}/villages/").content.decode()
    assert "300" in page
    assert "à vérifier" in page


@pytest.mark.parametrize(
    ("due", "paid", "why", "kept"),
    [
        (1_000, 1_000, "", True), (1_000, 1_001, "", False), (1_000, 1_001, "avance", True),
        (None, 500, "", False), (None, 500, "don", True), (None, 0, "", True), (None, None, "", True),
    ],
)  # fmt: skip
def test_the_database_wants_a_reason_above_the_call(
    asaco: Asaco, due: int | None, paid: int | None, why: str, kept: bool
) -> None:
    try:
        with transaction.atomic():
            owe(asaco, "Tiontala", due, paid, why=why)
    except IntegrityError:
        assert not kept
    else:
        assert kept


def test_one_row_a_village_and_year(asaco: Asaco) -> None:
    count(asaco, "Tiontala", 1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        count(asaco, "Tiontala", 1, 1)


def test_two_who_write_the_same_row(asaco: Asaco, kadia: Scope) -> None:
    place = village("Tiontala")
    write(Membership, asaco, place, 2026, {"cards": 1, "persons": 5}, kadia, version=0)
    with pytest.raises(Stale):
        write(Membership, asaco, place, 2026, {"cards": 2, "persons": 9}, kadia, version=0)
    row = Membership.objects.get()
    assert (row.cards, row.persons, row.version, row.saved_by_id) == (1, 5, 1, kadia.person_id)
    with pytest.raises(Refusal, match="écrivez pourquoi"):
        write(Contribution, asaco, place, 2026, {"due": 1, "paid": 2, "reason": ""}, kadia, version=0)


# ---- Pages ----


def address(asaco: Asaco, table: str, year: int = 2026) -> str:
    return f"/asaco/{asaco.aire.code}/villages/{year}/{table}/"


def typed(name: str, seen: str = "", **said: Any) -> dict[str, str]:
    """What a browser sends of one row."""
    prefix = f"v{village(name).pk}"
    empty = {"cards": None, "persons": None} if "cards" in said else {"due": None, "paid": None, "reason": ""}
    return {f"{prefix}-seen": seen or seen_words(0, empty)} | {
        f"{prefix}-{field}": str(value) for field, value in said.items()
    }


def test_a_table_is_saved_row_by_row(asaco: Asaco, everybody: Cast) -> None:
    client = everybody.client_of("kadia")
    data = typed("Samakélé", cards="60", persons="1 408") | typed("Tiontala", cards="beaucoup", persons="3")
    data |= typed("Djibougou", cards="", persons="")
    answer = client.post(address(asaco, "adhesions"), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "1 ligne enregistrée" in page
    assert "Tiontala\u00a0: Ce n’est pas un nombre" in page
    assert 'value="beaucoup"' in page
    [row] = Membership.objects.all()
    assert (row.village.name, row.cards, row.persons, row.year) == ("Samakélé", 60, 1_408, 2026)


def test_what_another_saved_meanwhile_is_not_lost(asaco: Asaco, everybody: Cast) -> None:
    count(asaco, "Tiontala", 7, 70)
    client = everybody.client_of("kadia")
    page = client.post(
        address(asaco, "adhesions"), typed("Tiontala", cards="1", persons="2")
    ).content.decode()
    assert CHANGED in page
    assert Membership.objects.get().persons == 70
    seen = seen_words(1, {"cards": 7, "persons": 70})
    assert seen in page, "the page now shows what stands: a second sending writes over it knowingly"
    again = client.post(address(asaco, "adhesions"), typed("Tiontala", seen, cards="1", persons="2"))
    assert (again.status_code, Membership.objects.get().persons) == (302, 2)


def test_a_row_left_as_it_was_is_not_touched(asaco: Asaco, everybody: Cast) -> None:
    """Somebody else changed a row that this writer only had on the page: it stays theirs."""
    count(asaco, "Tiontala", 7, 70)
    old = seen_words(1, {"cards": 7, "persons": 70})
    Membership.objects.update(persons=71, version=2)
    data = typed("Tiontala", old, cards="7", persons="70")
    answer = everybody.client_of("kadia").post(address(asaco, "adhesions"), data)
    assert (answer.status_code, Membership.objects.get().persons) == (302, 71)


def test_a_village_from_elsewhere_saves_nothing(asaco: Asaco, everybody: Cast) -> None:
    data = typed("Samakélé", cards="60", persons="408") | typed("Banamba", cards="1", persons="1")
    answer = everybody.client_of("kadia").post(address(asaco, "adhesions"), data)
    assert answer.status_code == 422
    assert not Membership.objects.exists()


def test_more_paid_than_called_asks_why(asaco: Asaco, everybody: Cast) -> None:
    client = everybody.client_of("sitan")
    data = typed("Tiontala", due="10 000", paid="12 000", reason="")
    page = client.post(address(asaco, "cotisations"), data).content.decode()
    assert "écrivez pourquoi" in page
    assert client.post(
        address(asaco, "cotisations"), typed("Tiontala", due="10 000", paid="12 000", reason="avance")
    ).status_code == 302  # fmt: skip
    assert Contribution.objects.get().paid == 12_000


def test_villages_of_which_nothing_is_said_stay_without_a_row(asaco: Asaco, everybody: Cast) -> None:
    client = everybody.client_of("sitan")
    page = client.get(address(asaco, "cotisations")).content.decode()
    seen = dict(re.findall(r'name="(v\d+)-seen" value="([^"]+)"', page))
    sent = {f"{prefix}-seen": word for prefix, word in seen.items()}
    sent |= {f"{prefix}-{field}": "" for prefix in seen for field in ("due", "paid", "reason")}
    sent[f"v{village('Tiontala').pk}-due"] = "10 000"
    assert len(seen) == 4
    assert client.post(address(asaco, "cotisations"), sent).status_code == 302
    assert [row.village.name for row in Contribution.objects.all()] == ["Tiontala"]


def test_the_first_row_makes_the_line_of_the_register(everybody: Cast) -> None:
    aire = everybody.territory.aire
    url = f"/asaco/{aire.code}/villages/2026/adhesions/"
    assert everybody.client_of("kadia").get(url).status_code == 200
    assert not Asaco.objects.exists()
    everybody.client_of("kadia").post(url, typed("Tiontala", cards="1", persons="5"))
    assert Membership.objects.get().asaco == Asaco.objects.get(aire=aire)


@pytest.mark.parametrize(
    ("name", "read", "members", "money"),
    [
        ("kadia", 200, 200, 200), ("moussa", 200, 200, 403), ("sitan", 200, 403, 200), ("awa", 200, 403, 403),
        ("modibo", 200, 200, 403), ("fanta", 200, 403, 403), ("drissa", 200, 403, 403),
        ("julie", 200, 403, 403), ("oumar", 404, 404, 404), ("anonyme", 302, 302, 302),
    ],
)  # fmt: skip
def test_who_reads_who_types(
    asaco: Asaco, everybody: Cast, name: str, read: int, members: int, money: int
) -> None:
    client = everybody.client_of(name)
    assert client.get(f"/asaco/{asaco.aire.code}/villages/").status_code == read
    assert client.get(address(asaco, "adhesions")).status_code == members
    assert client.get(address(asaco, "cotisations")).status_code == money


@pytest.mark.parametrize(
    ("name", "sees"),
    [("fanta", True), ("seydou", True), ("sitan", True), ("boubacar", False), ("julie", False)],
)
def test_amounts_are_read_where_accounts_are(asaco: Asaco, everybody: Cast, name: str, sees: bool) -> None:
    owe(asaco, "Tiontala", 12_345, 0)
    client = everybody.client_of(name)
    for url in (
        f"/asaco/{asaco.aire.code}/villages/", f"/asaco/{asaco.aire.code}/",
        f"/asaco/{asaco.aire.code}/villages.csv",
    ):  # fmt: skip
        text = client.get(url).getvalue().decode().replace("\u202f", "")
        assert ("12345" in text) is sees, url


@pytest.mark.parametrize("year", [1999, 2027])
def test_a_year_that_is_not_open_is_not_typed(asaco: Asaco, everybody: Cast, year: int) -> None:
    assert everybody.client_of("kadia").get(address(asaco, "adhesions", year)).status_code == 404


def test_another_year_is_read_by_its_address(asaco: Asaco, everybody: Cast) -> None:
    count(asaco, "Tiontala", 7, 98_765, 2024)
    client = everybody.client_of("fanta")
    for said, there in (("2024", True), ("2025", False), ("2999", False), ("zut", False)):
        page = client.get(f"/asaco/{asaco.aire.code}/villages/?annee={said}").content.decode()
        assert ("98\u202f765" in page) is there, said


def test_a_receipt_that_ended_says_so(asaco: Asaco, everybody: Cast) -> None:
    Asaco.objects.update(receipt_number="12/GRK", receipt_until=date(2026, 10, 4))
    client = everybody.client_of("fanta")
    assert "échu" in client.get(f"/asaco/{asaco.aire.code}/").content.decode()
    Asaco.objects.update(receipt_until=date(2026, 10, 5))
    assert "échu" not in client.get(f"/asaco/{asaco.aire.code}/").content.decode()


def test_reading_costs_the_same_however_many_villages(
    asaco: Asaco, everybody: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    count(asaco, "Tiontala", 7, 70)
    with django_assert_num_queries(4):
        assert len(lines_of(asaco.aire, asaco, 2026)) == 4
