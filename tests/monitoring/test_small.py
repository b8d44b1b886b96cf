"""Small counts: what a partner reads, by hand; no sum of what is shown gives back what is hidden."""

import math
import re
from datetime import date
from importlib import import_module
from itertools import chain

import pytest
import time_machine
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from mandates.policy import scope_of
from monitoring.aggregates import figure, month_cells, on_what, place_of, series, sums, table
from monitoring.downloads import exported
from monitoring.knowing import shared
from monitoring.models import Element, Period
from monitoring.small import NEARLY_ALL, Guarded, guard, is_small, rounded
from tests.cast import Cast
from tests.monitoring.pages import text_of
from tests.monitoring.test_aggregates import OCTOBER, put
from tests.reporting import make_period

DAY = date(2026, 11, 10)


# ---- The rule alone ----
@pytest.mark.parametrize(
    ("above", "below", "small", "read"),
    [
        (0, 42.5, (5, 0), Guarded(0, 42.5)),  # zero tells of nobody
        (4, 42.5, (5, 0), Guarded(None, None, "<\u00a05")),
        (1.2, 42.5, (5, 0), Guarded(None, None, "<\u00a05")),  # a commune's part
        (5, 42.5, (5, 0), Guarded(5, 42.5)),
        (7, 42.5, (5, 0), Guarded(5, 42.5)),
        (8, 42.5, (5, 0), Guarded(10, 42.5)),
        (9, 0, (10, 0), Guarded(None, None, "<\u00a010")),
        (15, 0, (10, 0), Guarded(20, 0)),
        (3, 9, (0, 0), Guarded(3, 9)),  # days, money
        (60, 3, (0, 5), Guarded(None, None, "<\u00a05")),
        (98, 100, (5, 5), Guarded(None, None, NEARLY_ALL)),  # two who lack
        (100, 100, (5, 5), Guarded(100, 100)),
        (93, 101, (5, 5), Guarded(95, 100)),
        (-3, 40, (5, 5), Guarded(None, None, "<\u00a05")),
    ],
)
def test_two_sums_as_a_partner_reads_them(
    above: float, below: float, small: tuple[int, int], read: Guarded
) -> None:
    assert guard(above, below, *small) == read


def test_a_sum_that_is_not_known_stays_so() -> None:
    assert math.isnan(guard(12, math.nan, 5, 0).below or 0)


Rows = list[list[int]]
ROWS = st.integers(1, 5).flatmap(
    lambda wide: st.lists(st.lists(st.integers(0, 30), min_size=wide, max_size=wide), min_size=1, max_size=5)
)


def margins(rows: Rows) -> list[tuple[int, list[int]]]:
    """Every total of a table of places by months, with the cells that make it."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    lines = [(sum(line), line) for line in (*rows, *columns)]
    whole = [list(map(sum, rows)), list(map(sum, columns)), list(chain(*rows))]
    return lines + [(sum(parts), parts) for parts in whole]


@pytest.mark.parametrize("threshold", [2, 5, 10])
@given(rows=ROWS)
def test_no_subtraction_gives_back_what_is_hidden(threshold: int, rows: Rows) -> None:
    """Whatever is shown, totals and parts, at every place and over every stretch."""
    for total, parts in margins(rows):
        for i, part in enumerate(parts):
            others = [other for j, other in enumerate(parts) if j != i]
            if is_small(part, threshold) and not any(is_small(n, threshold) for n in (total, *others)):
                assert rounded(total, threshold) - sum(rounded(n, threshold) for n in others) != part


@given(
    shown=st.lists(st.tuples(st.integers(0, 10**6), st.integers(-3, 3)), max_size=12),
    threshold=st.integers(2, 100),
)
def test_no_sum_of_shown_numbers_is_a_small_count(shown: list[tuple[int, int]], threshold: int) -> None:
    """Why: what is shown is a multiple of the threshold, so is any sum of it; nothing hidden is."""
    found = sum(rounded(n, threshold) * times for n, times in shown if not is_small(n, threshold))
    assert found % threshold == 0
    assert not any(found == hidden for hidden in range(1, threshold))


# ---- In the figures ----
@pytest.mark.django_db
def test_a_small_numerator_is_hidden_and_its_district_rounded(cast: Cast, october: Period) -> None:
    """Fourth visits: 3 of 42.5 expected here, 20 of 21.25 next door; 23 of 63.75 in all, read as 25."""
    t = cast.territory
    put(t.aire, october, {"CPN4": 3})
    put(t.second_aire, october, {"CPN4": 20})
    true = figure("I13", place_of(t.aire), [OCTOBER], "final", today=DAY)
    assert (true.value_text, true.above, true.kept) == ("7", 3, "")
    small = figure("I13", place_of(t.aire), [OCTOBER], "guarded", today=DAY)
    assert (small.value, small.value_text, small.unit_text) == (None, "<\u00a05", "")
    assert (small.above, small.below, small.missing) == (None, None, False)
    assert (small.status, small.delta_text) == ("", "")
    assert small.received_text == "1 / 1"
    assert exported(small) == "<5"
    district = figure("I13", place_of(t.district), [OCTOBER], "guarded", today=DAY)
    assert district.above == 25
    assert district.value == pytest.approx(25 / 63.75 * 100)
    places = table(
        "I13", place_of(t.aire).kind, [t.aire.pk, t.second_aire.pk], [OCTOBER], "guarded", today=DAY
    )
    assert [places[pk].kept for pk in (t.aire.pk, t.second_aire.pk)] == ["<\u00a05", ""]
    assert [p.kept for p in series("I13", place_of(t.aire), [OCTOBER], "guarded", today=DAY)] == ["<\u00a05"]


@pytest.mark.django_db
def test_deaths_are_kept_up_to_nine_and_zero_is_said(cast: Cast, october: Period) -> None:
    t = cast.territory
    put(t.aire, october, {"DM.cscom": 7, "DM.domicile": 0, "DM.trajet": 0})
    put(t.second_aire, october, {"DM.cscom": 0, "DM.domicile": 0, "DM.trajet": 0})
    read = [figure("I21", place_of(p), [OCTOBER], "guarded") for p in (t.aire, t.host, t.district, t.region)]
    assert {one.value_text for one in read} == {"<\u00a010"}
    assert figure("I21", place_of(t.second_aire), [OCTOBER], "guarded").value_text == "0"
    assert figure("I21", place_of(t.aire), [OCTOBER], "final").value_text == "7"


@pytest.mark.django_db
def test_those_who_lack_are_few(cast: Cast, october: Period) -> None:
    """Dropout: 2 of 40 hidden; 10 of 40 read."""
    t = cast.territory
    put(t.aire, october, {"P1.nd": 40, "P3.nd": 38})
    put(t.second_aire, october, {"P1.nd": 40, "P3.nd": 30})
    assert figure("I29", place_of(t.aire), [OCTOBER], "guarded").value_text == "<\u00a05"
    assert figure("I29", place_of(t.second_aire), [OCTOBER], "guarded").value == 25


@pytest.mark.django_db
def test_a_small_figure_of_last_year_is_hidden_with_its_change(cast: Cast, october: Period) -> None:
    put(cast.territory.aire, make_period("2025-10"), {"CPN4": 2})
    put(cast.territory.aire, october, {"CPN4": 17})
    found = figure("I13", place_of(cast.territory.aire), [OCTOBER], "guarded", today=DAY)
    assert (found.above, found.last_year_text, found.last_year_value) == (15, "<\u00a05", None)
    assert (found.delta_dir, found.delta_text, found.delta_word) == ("", "", "")


@pytest.mark.django_db
def test_cells_are_kept_one_by_one_money_and_days_are_read(cast: Cast, october: Period) -> None:
    place = place_of(cast.territory.district)
    put(
        cast.territory.aire,
        october,
        {"P3.fixe": 3, "P3.avancee": 19, "REC_ACT": 1203, "RUP_CTA": 2, "DNN": 9},
    )
    keys = ["P3", "P3.fixe", "P3.avancee", "REC_ACT", "RUP_CTA", "DNN"]
    month = month_cells(place, [OCTOBER], "guarded", keys)[0]
    assert month.cells == {"P3": (20, 1), "P3.avancee": (20, 1), "REC_ACT": (1203, 1), "RUP_CTA": (2, 1)}
    assert month.kept == {"P3.fixe": ("<\u00a05", 1), "DNN": ("<\u00a010", 1)}
    assert month_cells(place, [OCTOBER], "final", keys)[0].cells["P3.fixe"] == (3, 1)
    found = sums(place.kind, [place.id], [OCTOBER], "guarded", keys)
    assert found[place.id, OCTOBER] == {"P3": 20, "P3.avancee": 20, "REC_ACT": 1203, "RUP_CTA": 2}


@pytest.mark.django_db
def test_a_threshold_is_a_line_of_the_catalogue(cast: Cast, october: Period) -> None:
    """The DRS hides no fourth visit any more: 3 is read; then it hides them below twenty."""
    put(cast.territory.aire, october, {"CPN4": 3})
    Element.objects.filter(code="CPN4").update(small=0)
    assert figure("I13", place_of(cast.territory.aire), [OCTOBER], "guarded").above == 3
    Element.objects.filter(code="CPN4").update(small=20)
    assert figure("I13", place_of(cast.territory.aire), [OCTOBER], "guarded").value_text == "<\u00a020"


# ---- Who ----
@pytest.mark.django_db
def test_only_mandates_on_the_place_read_open_small_counts(cast: Cast) -> None:
    """Fanta, mayor, is also a partner’s delegate: true figures at home, guarded ones elsewhere."""
    t = cast.territory
    held = (*cast.scope_of("fanta").holdings, *cast.scope_of("julie").holdings)
    both = scope_of(1, "Fanta", held)
    assert on_what(both, t.host.where()) == "provisional"
    assert on_what(both, t.neighbour.where()) == "guarded"
    assert on_what(both, t.region.where()) == "guarded"
    assert shared([t.host.where(), t.neighbour.where()], both) == "guarded"
    assert on_what(cast.scope_of("boubacar"), t.cercle.where()) == "final"


# ---- On the page, in the file ----
@pytest.mark.django_db
def test_the_page_and_the_file_say_that_a_number_is_small(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    put(aire, october, {"CPN4": 3})
    with time_machine.travel("2026-11-10T10:00:00+00:00", tick=False):
        page = text_of(cast.client_of("julie").get(f"/aires/{aire.code}/indicateurs/"))
        assert re.search(r" I13 <\s5 ", page)
        assert "petit nombre, non montré aux partenaires pour protéger les personnes" in page
        file = cast.client_of("julie").get(f"/aires/{aire.code}/indicateurs.csv").content.decode()
        line = next(one for one in file.splitlines() if one.startswith("I13;"))
        assert line.split(";")[2:5] == ["<5", "", "petit nombre"]
        assert "petits nombres non montrés, les autres arrondis" in file
        true = cast.client_of("nana").get(f"/aires/{aire.code}/indicateurs.csv").content.decode()
        assert "I13" in true
        assert "<5" not in true


# ---- Installed before ----
@pytest.mark.django_db
def test_lines_loaded_before_take_the_threshold_of_the_file(catalogue: None) -> None:
    """Whoever confirmed a line keeps it through later loads: the migration gives it the file’s threshold."""
    before = dict(Element.objects.values_list("code", "small"))
    Element.objects.update(small=5)
    import_module("monitoring.migrations.0009_small_counts").as_in_the_file(apps, None)
    assert dict(Element.objects.values_list("code", "small")) == before
    assert {before["DM"], before["CPN4"], before["REC_ACT"]} == {10, 5, 0}
