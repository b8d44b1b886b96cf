"""Every indicator of the catalogue against an example reckoned by hand: 10 200 people, October, 31 days.

A month of the target groups: 42,5 pregnancies and deliveries expected, 34 infants, 187 women of 15 to 49
years, 850 people (a twelfth of them all).
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from core.months import Month
from monitoring.aggregates import figure, figures, place_of
from monitoring.form import Value
from monitoring.models import Period
from tests.cast import Cast
from tests.monitoring.test_aggregates import put

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)
DRUGS = ("AMX", "PAR", "CTA", "TDR", "SRO", "FAF", "SP", "OCY", "COT", "GSE")
INCOME = {"REC_ACT": 300_000, "REC_MED": 500_000, "REC_COT": 50_000, "REC_SUB": 100_000, "REC_AUT": 50_000}
COSTS = {"DEP_SAL": 400_000, "DEP_MED": 350_000, "DEP_FON": 60_000, "DEP_RE": 15_000, "DEP_AUT": 25_000}
AGES = {"lt1": (10, 15), "1-4": (20, 25), "5p": (60, 70)}
CASES = {f"CC_NC.{age}.{sex}": n for age, two in AGES.items() for sex, n in zip("MF", two, strict=True)}
STAFF = {"PER_MED.nd": 1, "PER_INF.nd": 2, "PER_SFIO.nd": 1, "PER_MAT.nd": 2}

# code: the cells, the value, its unit
EXAMPLES: dict[str, tuple[Mapping[str, Value], float, str]] = {
    "I01": ({"CC_NC.nd": 425}, 0.5, ""),  # 425 ÷ 850
    "I02": (CASES, 35, "%"),  # (25 + 45) ÷ 200
    "I03": ({"CC_HA": 30, "CC_NC.nd": 200}, 15, "%"),
    "I04": ({"CC_D16": 10, "CC_NC.nd": 200}, 5, "%"),
    "I05": ({"PAL_TST.nd": 76, "PAL_SUS.nd": 80}, 95, "%"),
    "I06": ({"PAL_CNF.nd": 38, "PAL_TST.nd": 76}, 50, "%"),
    "I07": ({"PAL_CTA.nd": 27, "PAL_SIM.nd": 30}, 90, "%"),
    "I08": ({"PAL_CNF.nd": 34}, 40, "‰"),  # 34 ÷ 850 × 1 000
    "I09": ({"PAL_DEC.nd": 1, "PAL_GRV.nd": 8}, 12.5, "%"),
    "I10": ({"DIA_TRT": 9, "DIA_NC.lt5": 12, "DIA_NC.5p": 5}, 75, "%"),
    "I11": ({"CPN1.nd": 34}, 80, "%"),  # 34 ÷ 42,5
    "I12": ({"CPN1_T1": 17, "CPN1.nd": 34}, 50, "%"),
    "I13": ({"CPN4": 17}, 40, "%"),
    "I14": ({"CPN4": 17, "CPN1.nd": 34}, 50, "%"),
    "I15": ({"VAT2P": 34}, 80, "%"),
    "I16": ({"SP3": 17, "CPN1.nd": 34}, 50, "%"),
    "I17": ({"ACC_QUA": 17}, 40, "%"),
    "I18": ({"ACC_CS.nd": 34}, 80, "%"),
    "I19": ({"CPON1": 17}, 40, "%"),
    "I20": ({"MN.nd": 1, "NV.nd": 24}, 40, "‰"),  # 1 ÷ 25 × 1 000
    "I21": ({"DM.nd": 2}, 2, "décès"),
    "I22": ({"NV_PP": 3, "NV.nd": 24}, 12.5, "%"),
    "I23": ({"PF_NU.nd": 17}, 17 / 187 * 100, "%"),
    "I24": ({"PF_NU.nd": 17, "PF_AU": 187 * 2 - 17}, 374 / (187 * 12) * 100, "%"),
    "I25": ({"BCG.nd": 34}, 100, "%"),
    "I26": ({"P1.nd": 17}, 50, "%"),
    "I27": ({"P3.nd": 17}, 50, "%"),
    "I28": ({"VAR1.nd": 17}, 50, "%"),
    "I29": ({"P1.nd": 20, "P3.nd": 17}, 15, "%"),
    "I30": ({"BCG.nd": 20, "VAR1.nd": 18}, 10, "%"),
    "I31": ({"ECV.nd": 17}, 50, "%"),
    "I32": ({"SA_REA": 3, "SA_PRV": 4}, 75, "%"),
    "I33": ({"MAS_GUE": 8, "MAS_ABD": 1, "MAS_DCD": 1}, 80, "%"),
    "I34": ({"EVA_OBS": 2}, 2 / 42.5 * 100, "%"),
    "I35": ({"EVA_CTR": 3, "REF_TOT": 4, "EVA_TOT": 2}, 50, "%"),
    "I36": (
        dict.fromkeys((f"RUP_{one}" for one in DRUGS), 0) | {"RUP_CTA": 31},
        90,
        "%",
    ),  # one of ten, all month
    "I37": (INCOME | COSTS, 100, "%"),  # 850 000 ÷ 850 000
    "I38": (INCOME, 10, "%"),  # 100 000 ÷ 1 000 000
    "I39": (INCOME, 1_000_000 / 850, "FCFA"),
    "I40": (STAFF, 50, "%"),  # 6 ÷ 12
    "I42": ({"CG_TEN": 1}, 100, "%"),
}
DUE = date(2026, 11, 20)


def test_every_indicator_has_its_example(cast: Cast, october: Period) -> None:
    known = {one.code for one in figures(place_of(cast.territory.aire), [OCTOBER], "final")}
    assert known == {*EXAMPLES, "I41", "I43", "I44", "I45"}  # those two: test_states.py


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_value_is_that_of_the_hand(cast: Cast, october: Period, code: str) -> None:
    values, expected, unit = EXAMPLES[code]
    put(cast.territory.aire, october, {key: int(n) for key, n in values.items()})
    found = figure(code, place_of(cast.territory.aire), [OCTOBER], "final")
    assert found.value == pytest.approx(expected)
    assert (found.unit_text, found.received_text) == (unit, "1 / 1")


@pytest.mark.parametrize("gap", [None, "NA"], ids=["vide", "sans objet"])
@pytest.mark.parametrize("code", EXAMPLES)
def test_a_figure_that_lacks_is_no_zero(cast: Cast, october: Period, code: str, gap: Value | None) -> None:
    """What the example begins with is vide, then sans objet: the report leaves both sides."""
    values, _, _ = EXAMPLES[code]
    aire = place_of(cast.territory.aire)
    holed = next(iter(values)).partition(".")[0]
    left: dict[str, Value] = {k: int(n) for k, n in values.items() if k.partition(".")[0] != holed}
    if gap is not None:
        left |= {key: gap for key in values if key not in left}
    put(cast.territory.aire, october, left)
    found = figure(code, aire, [OCTOBER], "final")
    assert (found.value, found.n, found.missing) == (None, 0, True)
    assert found.received_text == "0 / 1"


def test_reports_are_counted_by_their_day(cast: Cast, october: Period) -> None:
    place = place_of(cast.territory.district)
    put(cast.territory.aire, october, {}, declared=datetime(2026, 11, 2, 9, tzinfo=UTC))
    assert figure("I45", place, [OCTOBER], "final", today=DUE).value == 50
    assert figure("I44", place, [OCTOBER], "final", today=DUE).value == 50
    put(cast.territory.second_aire, october, {}, declared=datetime(2026, 11, 15, 9, tzinfo=UTC))
    assert figure("I45", place, [OCTOBER], "final", today=DUE).value == 100
    assert figure("I44", place, [OCTOBER], "final", today=DUE).value == 50
