"""Charts: well-formed, escaped, honest about what is missing."""

import re
from collections.abc import Sequence
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.bars import Bar, Share, bars, shares
from core.charts import Line, curve, curve24, spark, table
from core.formats import MONTHS_SHORT
from core.svg import ACCENT, PAPER, SCREEN, Sheet, scale, spread

SVG = "{http://www.w3.org/2000/svg}"
THIS = Line("2026", [62, 66, 71, None, 74, 79, 83, 87], provisional=1)
LAST = Line("2025", [58, 60, 61, 65, 66, 68, 70, 72, 71, 73, 74, 74])
HATCHED = 'stroke-dasharray="3 2"'


def parsed(drawing: str) -> ET.Element:
    return ET.fromstring(drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def words(drawing: str) -> list[str]:
    return ["".join(node.itertext()) for node in parsed(drawing).iter(f"{SVG}text")]


def test_a_missing_month_is_hatched_and_breaks_the_line() -> None:
    drawing = curve("Penta 3", MONTHS_SHORT, THIS, LAST, target=90)
    assert drawing.count(HATCHED) == 1
    [line] = [
        p
        for p in parsed(drawing).iter(f"{SVG}path")
        if p.get("stroke-width") == "3" and not p.get("stroke-dasharray")
    ]
    assert line.get("d", "").count("M") == 2  # two pieces around April
    assert len(list(parsed(drawing).iter(f"{SVG}circle"))) == 7  # no point for what was not received


def test_months_to_come_are_neither_missing_nor_zero() -> None:
    assert HATCHED not in curve("x", MONTHS_SHORT, Line("2026", [5, 6]))


def test_a_provisional_point_is_hollow() -> None:
    circles = list(parsed(curve("x", MONTHS_SHORT, THIS)).iter(f"{SVG}circle"))
    assert [circle.get("fill") == ACCENT for circle in circles] == [True] * 6 + [False]


def test_nothing_received_says_so() -> None:
    assert "2026\u00a0: non reçu" in words(curve("x", MONTHS_SHORT, Line("2026", [None, None])))
    assert "non reçu" in spark([None], title="x")


def test_labels_say_the_last_value_in_french() -> None:
    drawing = curve("x", MONTHS_SHORT, Line("2026", [0.5]), Line("2025", [1234.5]), target=2, decimals=1)
    assert {"2026\u00a0: 0,5", "2025\u00a0: 1\u202f234,5", "Cible\u00a0: 2,0"} <= set(words(drawing))


@pytest.mark.parametrize("sheet", [SCREEN, PAPER])
def test_the_title_is_its_spoken_text(sheet: Sheet) -> None:
    title = parsed(curve("Penta 3", MONTHS_SHORT, THIS, target=90, sheet=sheet)).find(f"{SVG}title")
    assert title is not None
    assert title.text == "Penta 3. 2026\u00a0: 87\u202f; Cible\u00a0: 90"


def test_texts_are_escaped() -> None:
    evil = '<script>"&'
    for drawing in (
        curve(evil, [evil], Line(evil, [1])),
        spark([1], title=evil),
        bars(evil, [Bar(evil, 1, evil, "ok", evil)], target=1, target_text=evil),
        shares(evil, [Share(evil, 1, evil)]),
    ):
        assert "<script" not in drawing
        assert parsed(drawing) is not None


def test_no_style_no_script_no_address() -> None:
    drawing = curve("x", MONTHS_SHORT, THIS, LAST, target=90) + spark([1, None, 2], 1, title="x")
    assert not re.search(r"style=|<script|href|url\(| id=", drawing)


def test_season_is_the_same_months_a_year_before() -> None:
    labels = [f"m{i}" for i in range(24)]
    values = [float(i) for i in range(24)]
    drawing = curve24("x", labels, Line("2026", values))
    [season] = [p for p in parsed(drawing).iter(f"{SVG}path") if p.get("stroke-dasharray") == "6 4"]
    assert len(re.findall(r"[ML]", season.get("d", ""))) == 12
    assert "m11\u00a0: 11" in words(drawing)


def test_bars_tell_states_by_fill_and_word() -> None:
    rows = [
        Bar("Boron", 104, "104 %", "ok", "atteint"),
        Bar("Kiban", 82, "82 %", "near", "proche"),
        Bar("Ouaro", 61, "61 %", "far", "loin"),
        Bar("Tota", None),
    ]
    drawing = bars("x", rows, target=90)
    boxes = [p.get("fill") for p in parsed(drawing).iter(f"{SVG}path") if "v19" in p.get("d", "")]
    assert len(set(boxes[:3])) == 3
    assert drawing.count(HATCHED) == 1
    assert {"104 % atteint", "82 % proche", "61 % loin", "non reçu"} <= set(words(drawing))


def test_shares_fill_the_bar() -> None:
    drawing = shares(
        "x", [Share("État", 1, "1"), Share("Commune", 3, "3"), Share("à trouver", 0, "0", sought=True)]
    )
    widths = [float(w) for w in re.findall(r"M[\d.]+ 1h([\d.]+)v32", drawing)]
    assert widths == pytest.approx([89.5, 268.5])
    assert " à trouver" in "".join(words(drawing))


def test_the_table_behind_a_curve() -> None:
    head, rows = table(["janv.", "févr.", "mars"], [Line("2026", [1, None]), Line("2025", [4, 5, 6])])
    assert head == ["Mois", "2026", "2025"]
    assert rows == [["janv.", "1", "4"], ["févr.", "non reçu", "5"], ["mars", "", "6"]]


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=12))
def test_a_scale_holds_every_value_and_zero(values: list[float]) -> None:
    ticks = scale(values)
    slack = 1e-6 * max(1.0, *map(abs, values))
    assert ticks[0] <= min(0, *values) + slack
    assert ticks[-1] >= max(0, *values) - slack
    assert 2 <= len(ticks) <= 8


@given(st.lists(st.floats(0, 200), min_size=1, max_size=4))
def test_labels_never_overlap(wanted: Sequence[float]) -> None:
    placed = sorted(spread(wanted, 15, 14, 187))
    assert all(after - before >= 15 - 1e-6 for before, after in pairwise(placed))


@given(
    st.lists(st.none() | st.floats(-1e6, 1e9), max_size=12),
    st.none() | st.floats(0, 1e6),
    st.integers(0, 12),
)
@settings(max_examples=60)
def test_any_values_give_a_drawing(
    values: list[float | None], target: float | None, provisional: int
) -> None:
    drawings = [
        curve("x", MONTHS_SHORT, Line("2026", values, provisional), target=target, sheet=PAPER),
        spark(values, target, title="x"),
    ]
    for drawing in drawings:
        assert parsed(drawing) is not None
        assert "nan" not in drawing
        assert "inf" not in drawing
