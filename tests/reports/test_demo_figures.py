"""The figures of the demonstration: the same each time, within the ranges of the field, consistent."""

from collections.abc import Iterable
from itertools import pairwise
from statistics import mean

import pytest

from core.months import Month
from reports.demo import story
from reports.demo.figures import Values, month_values
from reports.demo.profile import Profile, draw_profile
from reports.demo.story import told_profile

POPULATION = {2024: 10_000, 2025: 10_000, 2026: 10_000}
START = Month(2025, 1)
YEAR = START.until(START + 11)
CODES = [f"AIRE-{number:03}" for number in range(40)]


def year_of(profile: Profile) -> list[Values]:
    return [month_values(profile, month, 30) for month in YEAR]


def total(months: Iterable[Values], *codes: str) -> int:
    """Σ of the cells of ``codes`` over ``months``."""
    return sum(
        int(value) for values in months for cell, value in values.items() if cell.split(".")[0] in codes
    )


@pytest.fixture(scope="module")
def years() -> list[list[Values]]:
    """One year of forty aires of 10 000 inhabitants."""
    return [year_of(draw_profile(code, POPULATION)) for code in CODES]


def test_the_same_aire_and_month_give_the_same_figures() -> None:
    first, again = draw_profile("AIRE-1", POPULATION), draw_profile("AIRE-1", dict(POPULATION))
    assert first == again
    assert month_values(first, START, 31) == month_values(again, START, 31)


def test_another_aire_or_month_gives_other_figures() -> None:
    profile = draw_profile("AIRE-1", POPULATION)
    figures = month_values(profile, START, 31)
    assert figures != month_values(draw_profile("AIRE-2", POPULATION), START, 31)
    assert figures != month_values(profile, START + 12, 31)


def test_figures_are_pinned_for_every_machine() -> None:
    """A new Python or a change in the draws would give another demonstration: it must be seen."""
    figures = month_values(draw_profile(story.SAMAKELE, POPULATION), Month(2026, 8), 31)
    picked = {cell: figures[cell] for cell in ("CC_NC.5p.F", "PAL_CNF.lt5", "P3.fixe", "SLD_FIN")}
    assert picked == {"CC_NC.5p.F": 154, "PAL_CNF.lt5": 57, "P3.fixe": 19, "SLD_FIN": 4_986_125}


@pytest.mark.parametrize(
    ("codes", "group", "low", "high"),
    [
        (("CC_NC",), 10_000, 0.20, 0.55),  # new cases an inhabitant
        (("CPN1",), 500, 0.70, 1.00),  # of expected pregnancies
        (("CPN4",), 500, 0.20, 0.48),
        (("ACC_QUA",), 500, 0.40, 0.78),  # of expected births
        (("CPON1",), 500, 0.28, 0.70),
        (("P3",), 400, 0.74, 1.06),  # of children under one year
        (("REC_ACT", "REC_MED", "REC_COT", "REC_SUB", "REC_AUT"), 10_000, 900, 2_600),  # FCFA an inhabitant
    ],
)
def test_a_year_stays_within_what_the_field_knows(
    years: list[list[Values]], codes: tuple[str, ...], group: int, low: float, high: float
) -> None:
    rates = [total(months, *codes) / group for months in years]
    assert low <= min(rates)
    assert max(rates) <= high
    assert max(rates) - min(rates) > (high - low) / 3, "aires differ from one another"


def test_dropout_and_medicines_stay_within_what_the_field_knows(years: list[list[Values]]) -> None:
    dropouts = [1 - total(months, "P3") / total(months, "P1") for months in years]
    assert min(dropouts) >= 0.01
    assert max(dropouts) <= 0.18
    shortages = [
        sum(int(v) for values in months for cell, v in values.items() if cell.startswith("RUP_")) / 3_600
        for months in years
    ]
    assert max(shortages) <= 0.26
    assert 0.05 <= mean(shortages) <= 0.15


def test_malaria_fills_the_centre_from_july_to_november(years: list[list[Values]]) -> None:
    by_month = [sum(total([months[index]], "CC_NC") for months in years) for index in range(12)]
    usual = mean(by_month)
    assert 1.5 <= max(by_month[6:11]) / usual <= 1.9
    assert max(by_month[1:4]) / usual <= 0.7
    malaria = [sum(total([months[index]], "PAL_CNF") for months in years) for index in range(12)]
    assert min(malaria[7:10]) > 4 * max(malaria[1:4])


def test_parts_never_exceed_their_whole(years: list[list[Values]]) -> None:
    smaller_or_equal = [
        ("PAL_TST", "PAL_SUS"), ("PAL_CNF", "PAL_TST"), ("PAL_CTA", "PAL_SIM"), ("CC_HA", "CC_NC"),
        ("CPN1_T1", "CPN1"), ("CPN2", "CPN1"), ("CPN3", "CPN2"), ("CPN4", "CPN3"), ("SP3", "SP1"),
        ("ACC_QUA", "ACC_CS"), ("ACC_PRT", "ACC_CS"), ("NV_PP", "NV"), ("DNN", "NV"), ("P3", "P1"),
        ("VAR1", "P3"), ("ECV", "VAR1"), ("SA_REA", "SA_PRV"),
    ]  # fmt: skip
    for months in years:
        for values in months:
            for part, whole in smaller_or_equal:
                assert total([values], part) <= total([values], whole), (part, values)
            assert all(int(value) >= 0 for value in values.values())
            assert total([values], "PAL_SIM", "PAL_GRV") == total([values], "PAL_CNF")
            assert total([values], "CC_D5", "CC_D15", "CC_D16") == total([values], "CC_NC")
            assert total([values], "PAL_CNF", "IRA_NC", "DIA_NC") <= total([values], "CC_NC")
            assert total([values], "ACC_QUA", "ACC_MAT") <= total([values], "ACC_CS")
            babies, births = total([values], "NV", "MN"), total([values], "ACC_CS")
            assert births * 0.98 <= babies <= births * 1.06


def test_the_cash_box_follows_from_month_to_month() -> None:
    profile = draw_profile("AIRE-1", {2025: 10_000, 2026: 10_400})
    months = [month_values(profile, month, 30) for month in START.until(Month(2026, 10))]
    for before, after in pairwise(months):
        assert after["SLD_INI"] == before["SLD_FIN"]
    for values in months:
        received = total([values], "REC_ACT", "REC_MED", "REC_COT", "REC_SUB", "REC_AUT")
        spent = total([values], "DEP_SAL", "DEP_MED", "DEP_FON", "DEP_RE", "DEP_AUT")
        assert int(values["SLD_FIN"]) == int(values["SLD_INI"]) + received - spent


def test_what_is_not_applicable_is_neither_zero_nor_empty() -> None:
    bao = told_profile(draw_profile(story.BAO, POPULATION), in_district=True)
    for values in year_of(bao):
        assert (values["SA_PRV"], values["SA_REA"]) == ("NA", "NA")
        assert values["BCG.fixe"] != "NA"


def test_the_urban_centre_vaccinates_more_children_than_its_population_figure_holds() -> None:
    bao = told_profile(draw_profile(story.BAO, POPULATION), in_district=True)
    assert 1.0 < total(year_of(bao), "P3") / 400 <= 1.2


def test_no_maternal_death_in_the_district_but_the_one_told() -> None:
    deaths = sum(
        total(year_of(told_profile(draw_profile(code, POPULATION), in_district=True)), "DM") for code in CODES
    )
    assert deaths == 0
    elsewhere = sum(total(year_of(draw_profile(code, POPULATION)), "DM") for code in CODES)
    assert elsewhere > 0
