"""How French writes numbers, days, words; how we read what people type."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from core import formats
from core.formats import parse_number


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1234567, 0, "1\u202f234\u202f567"),
        (1234.5, 1, "1\u202f234,5"),
        (0.5, 0, "1"),  # half up, as in school; never to the even neighbour
        (2.5, 0, "3"),
        (0.125, 2, "0,13"),
        (Decimal("9.95"), 1, "10,0"),
        (-3, 0, "\u22123"),
        (-0.2, 0, "0"),  # no « −0 »
    ],
)
def test_number(value: formats.Number, decimals: int, text: str) -> None:
    assert formats.number(value, decimals) == text


def test_percent_money_size_and_sign() -> None:
    assert formats.percent(87.4) == "87\u202f%"
    assert formats.fcfa(1234567) == "1\u202f234\u202f567\u00a0FCFA"
    assert formats.size(10) == "1\u00a0ko"
    assert formats.size(92 * 1024) == "92\u00a0ko"
    assert formats.size(5 * 1024 * 1024) == "5\u00a0Mo"
    assert formats.size(int(2.37 * 1024 * 1024)) == "2,4\u00a0Mo"
    assert formats.signed(5) == "+5"
    assert formats.signed(-1.6, 1) == "\u22121,6"
    assert formats.signed(0.04, 1) == "0,0"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0", 0),
        ("007", 7),
        ("1 234", 1234),
        ("1\u00a0234", 1234),
        ("1\u202f234\u202f567", 1234567),
        ("  42\t", 42),
        ("1.234", 1234),
        ("1.234.567", 1234567),
        ("1.234,5", Decimal("1234.5")),
        ("12,5", Decimal("12.5")),
        ("12.5", Decimal("12.5")),
        ("12,0", 12),
        ("0.500", Decimal("0.500")),
        ("1,234", Decimal("1.234")),
        ("-3", -3),
        ("\u22123", -3),
        ("– 3", -3),
    ],
)
def test_what_people_type(typed: str, value: int | Decimal) -> None:
    read = parse_number(typed)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "5o",
        "O",
        "12 34",
        "1 23",
        "1.23.4",
        "1,2,3",
        "1,",
        ",5",
        "--3",
        "1e5",
        "+3",
        "٣",
        "²",
        "1/2",
        "NaN",
    ],
)
def test_what_is_not_a_number(typed: str) -> None:
    with pytest.raises(ValueError, match="Ce n’est pas un nombre"):
        parse_number(typed)


def test_a_number_too_large_to_be_true() -> None:
    with pytest.raises(ValueError, match="trop grand"):
        parse_number("9" * 5000)


@given(st.text())
def test_any_text_is_a_number_or_a_sentence(typed: str) -> None:
    said: int | Decimal | str
    try:
        said = parse_number(typed)
    except ValueError as error:
        said = str(error)
    assert isinstance(said, int | Decimal) or said in {formats.NOT_A_NUMBER, formats.TOO_LARGE}


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_what_we_write_we_can_read(value: Decimal) -> None:
    assert parse_number(formats.number(value, 2)) == value


def test_days() -> None:
    first, second = date(2026, 10, 1), date(2026, 10, 2)
    assert formats.day(second) == "2 octobre 2026"
    assert formats.day(first) == "1er octobre 2026"
    assert formats.day_html(first) == "1<sup>er</sup> octobre 2026"
    assert formats.day_html(second) == "2 octobre 2026"
    assert formats.day_short(date(2026, 9, 28)) == "28 sept. 2026"
    assert formats.day_long(date(2026, 10, 8)) == "jeudi 8 octobre 2026"
    assert formats.moment(datetime(2026, 10, 2, 14, 5, tzinfo=UTC)) == "2 octobre 2026 à 14\u00a0h\u00a005"
    assert formats.month(2026, 8) == "août 2026"
    assert formats.month_short(2026, 10) == "oct. 2026"


@pytest.mark.parametrize(
    ("days", "text"),
    [(9, "depuis 9 jours"), (1, "depuis 1 jour"), (0, "aujourd’hui"), (-2, "aujourd’hui")],
)
def test_how_long_it_waits(days: int, text: str) -> None:
    assert formats.ago_days(days) == text


def test_plural_begins_at_two() -> None:
    words = [formats.plural(n, "rapport", "rapports") for n in (0, 1, 1.9, 2, -2)]
    assert words == ["rapport", "rapport", "rapport", "rapports", "rapports"]
    assert formats.counted(1200, "rapport", "rapports") == "1\u202f200 rapports"


def test_lists_and_ranks() -> None:
    assert formats.join_and([]) == ""
    assert formats.join_and(["a"]) == "a"
    assert formats.join_and(["a", "b"]) == "a et b"
    assert formats.join_and(["a", "b", "c"]) == "a, b et c"
    assert (formats.ordinal(1), formats.ordinal(2)) == ("1er", "2e")
    assert formats.ordinal_html(2) == "2<sup>e</sup>"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ouaro", "d’Ouaro"),
        ("Énio", "d’Énio"),
        ("août 2026", "d’août 2026"),
        ("Boron", "de Boron"),
        ("Hamdallaye", "de Hamdallaye"),
        ("le district", "du district"),
        ("les villages", "des villages"),
        ("l’aire", "de l’aire"),
        ("", "de "),
    ],
)
def test_elision(name: str, text: str) -> None:
    assert formats.de(name) == text


def test_each_name_takes_its_own_de() -> None:
    assert formats.join_de(["Awa Diarra", "Kadia Traoré"]) == "d’Awa Diarra et de Kadia Traoré"


def test_que() -> None:
    assert (formats.que("Awa"), formats.que("Boron")) == ("qu’Awa", "que Boron")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ n|number }}", "1\u202f234"),
        ("{{ nothing|number }} {{ nothing|fcfa }} {{ nothing|day }}", "— — —"),
        ("{{ d|day }}", "1<sup>er</sup> octobre 2026"),
        ("{{ d|day_plain }}", "1er octobre 2026"),
        ("{{ t|moment }}", "1er octobre 2026 à 23\u00a0h\u00a030"),
        ("{{ t|day_short }}", "1er oct. 2026"),
        ('{{ n|counted:"rapport" }}', "1\u202f234 rapports"),
        ('{{ n|plural:"cheval,chevaux" }}', "chevaux"),
        ("{{ place|de }}", "de &lt;b&gt;"),
    ],
)
def test_filters(source: str, text: str) -> None:
    context = {
        "n": 1234,
        "nothing": None,
        "d": date(2026, 10, 1),
        "t": datetime(2026, 10, 1, 23, 30, tzinfo=UTC),  # Bamako keeps UTC
        "place": "<b>",
    }
    assert engines["django"].from_string(source).render(context) == text
