"""Rules that look around a report (past, population, declarations): each by hand, broken then kept."""

from collections.abc import Mapping
from datetime import date

import pytest

from core.months import Month
from monitoring.around import Around
from monitoring.enums import NA, Runs, Severity
from monitoring.form import Form, Value
from monitoring.indicators import indicators_on
from monitoring.models import Period
from monitoring.past import Past
from monitoring.rules import Finding, check, load_rules
from tests.reporting import good_values

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)
TWELVE = [OCTOBER - back for back in range(12, 0, -1)]
JUST_ENDED, LATER = date(2026, 11, 30), date(2026, 12, 1)  # 30 days after the month, 31 days
# With 10 000 people: 8.3 children under one a month for E011 = 100, so 20 doses are 240 %.
MANY, FEW = {"FE": 1e6, "ACCA": 1e6, "E011": 1e6}, {"FE": 1e6, "ACCA": 1e6, "E011": 100.0}
Changes = Mapping[str, Value | None]


def past_of(form: Form, changes: Changes | None = None, months: list[Month] = TWELVE) -> Past:
    """Twelve good months, each with ``changes``."""
    return Past(OCTOBER, form, {month: changed(form, changes or {}) for month in months})


def changed(form: Form, changes: Changes) -> dict[str, Value]:
    values: dict[str, Value | None] = {**good_values(form), **changes}
    return {key: value for key, value in values.items() if value is not None}


def found(
    form: Form,
    period: Period,
    changes: Changes | None = None,
    past: Past | None = None,
    *,
    targets: Mapping[str, float] = MANY,
    today: date = JUST_ENDED,
    deaths: int = 0,
) -> dict[str, Finding]:
    around = Around(
        past=past or past_of(form),
        coverages=[i for i in indicators_on(period.starts_on).values() if i.row.is_coverage],
        targets=lambda: targets,
        deaths=deaths,
        today=today,
    )
    rules = load_rules(period.starts_on)
    return {f.rule_code: f for f in check(form, changed(form, changes or {}), period, rules, around)}


def test_a_good_report_after_good_months_raises_nothing(form: Form, october: Period) -> None:
    assert found(form, october) == {}


# What is typed this month, what each of the twelve months before held: code → severity, both numbers.
@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        # nine months of 2026 and this one: 9 × 45 + 10 = 415, 10 × 40 = 400
        ({}, {"CPN4": 45}, ("V08", "bloquant", (415, 400))),
        ({}, {"CPN2": 45}, ("V09a", "commentaire", (415, 400))),
        ({}, {"CPN3": 15}, ("V09b", "commentaire", (145, 100))),
        ({}, {"CPN4": 15}, ("V09c", "commentaire", (145, 100))),
        ({}, {"P3.fixe": 12}, ("V14a", "bloquant", (218, 200))),
        ({}, {"ECV.F": 12, "P3.fixe": 12, "P1.fixe": 12}, ("V14b", "bloquant", (218, 200))),
        ({}, {"ECV.F": 12, "VAR1.fixe": 12}, ("V14c", "bloquant", (218, 200))),
        ({}, {"BCG.fixe": 30}, ("V16", "commentaire", (380, 300))),
        ({}, {"SLD_FIN": 99}, ("V20b", "bloquant", (10, 99))),
        # mean 6, deviation 0: 30 % of it is 1.8, ten is more
        ({"CC_HA": 17}, {}, ("V22:CC_HA", "commentaire", (11, 10))),
        # mean 200: 30 % of it is 60
        ({"CC_D5": 139}, {"CC_D5": 200}, ("V22:CC_D5", "commentaire", (61, 60))),
        ({"VAL_STK": 50_011}, {}, ("V22m:VAL_STK", "commentaire", (50_001, 50_000))),
        ({"CC_AC": 31}, {}, ("V22a:CC_AC", "commentaire", (31, 30))),
        ({"CC_AC": 0}, {"CC_AC": 21}, ("V22a:CC_AC", "commentaire", (21, 20))),
        ({"VAL_STK": 100_011}, {}, ("V22am:VAL_STK", "commentaire", (100_011, 100_010))),
        (
            dict.fromkeys(("REF_TOT", "EVA_TOT", "EVA_OBS", "EVA_CTR"), 0),
            {},
            ("V24:reference", "commentaire", (40, 5)),
        ),
    ],
)
def test_each_rule_sees_its_fault(
    form: Form,
    october: Period,
    now: Changes,
    before: Changes,
    told: tuple[str, str, tuple[float, float]],
) -> None:
    code, severity, numbers = told
    finding = found(form, october, now, past_of(form, before))[code]
    assert finding.severity == severity
    assert [finding.left, finding.right] == pytest.approx(list(numbers))
    assert finding.cells
    assert "{" not in finding.message


@pytest.mark.parametrize(
    ("now", "before", "code"),
    [
        ({}, {"CPN4": 43}, "V08"),  # 9 × 43 + 10 = 397 ≤ 400
        ({"CPN4": 90}, {}, "V08"),  # one month may exceed: 9 × 10 + 90 = 180 ≤ 400
        ({}, {"P3.fixe": 10}, "V14a"),
        ({}, {"BCG.fixe": 20}, "V16"),  # 290 ≤ 300
        ({}, {"SLD_FIN": NA}, "V20b"),
        ({"CC_HA": 16}, {}, "V22:CC_HA"),
        ({"VAL_STK": 50_010}, {}, "V22m:VAL_STK"),
        ({"CC_AC": 30}, {}, "V22a:CC_AC"),
        ({"REF_TOT": 0, "EVA_TOT": 1, "EVA_OBS": 0, "EVA_CTR": 0}, {}, "V24:reference"),
        (dict.fromkeys(("REF_TOT", "EVA_TOT", "EVA_OBS", "EVA_CTR"), 0), {"REF_TOT": None, "EVA_TOT": 1,
         "EVA_OBS": 1, "EVA_CTR": 1}, "V24:reference"),
        (dict.fromkeys(("REF_TOT", "EVA_TOT", "EVA_CTR"), 0) | {"EVA_OBS": None}, {}, "V24:reference"),
    ],
)  # fmt: skip
def test_each_rule_lets_the_rest_pass(
    form: Form, october: Period, now: Changes, before: Changes, code: str
) -> None:
    assert code not in found(form, october, now, past_of(form, before))


def test_one_month_alone_is_no_year(form: Form, october: Period) -> None:
    """Women seen for the fourth time in January came first before: nothing is to be corrected."""
    alone = past_of(form, {"CPN4": 99}, [Month(2025, 11), Month(2025, 12)])
    told = found(form, october, {"CPN4": 50}, alone)
    assert "V08" not in told
    assert told["V08m"].severity == Severity.COMMENT


def test_limits_need_six_months(form: Form, october: Period) -> None:
    assert "V22:CC_HA" not in found(form, october, {"CC_HA": 50}, past_of(form, {}, TWELVE[-5:]))
    assert "V22:CC_HA" in found(form, october, {"CC_HA": 50}, past_of(form, {}, TWELVE[-6:]))


def test_three_deviations_are_usual(form: Form, october: Period) -> None:
    months = {month: changed(form, {"CC_HA": 20 + 10 * (at % 2)}) for at, month in enumerate(TWELVE)}
    past = Past(OCTOBER, form, months)  # mean 25, deviation √(12 × 25 / 11) = 5.22: 15.66 either way
    assert "V22:CC_HA" not in found(form, october, {"CC_HA": 40}, past)
    finding = found(form, october, {"CC_HA": 41}, past)["V22:CC_HA"]
    assert [finding.left, finding.right] == pytest.approx([16, 15.66])
    assert finding.message == (
        "Nouveaux cas venant de hors aire\u00a0: 41. La moyenne des 12 mois déclarés d’avant est de 25\u00a0"
        ": un écart de 16, plus que l’écart habituel (15,7)."
    )
    assert finding.cells == ("CC_HA",)


def test_a_coverage_above_120_asks_about_the_population(form: Form, october: Period) -> None:
    told = found(form, october, targets=FEW)
    assert {"V23:I25", "V23:I27", "V23:I28", "V23:I31"} <= told.keys()
    finding = told["V23:I27"]
    assert [finding.left, finding.right] == pytest.approx([240, 120])
    assert finding.severity == Severity.COMMENT
    assert finding.cells == ("P3.fixe", "P3.avancee")
    assert not any(code.startswith("V23") for code in found(form, october, targets={}))


def test_a_death_is_to_be_declared_then_must_be(form: Form, october: Period) -> None:
    dead = {"DM.cscom": 1, "DM.domicile": 1}
    assert {c: f.severity for c, f in found(form, october, dead).items()} == {"V13": Severity.COMMENT}
    assert {c: f.severity for c, f in found(form, october, dead, today=LATER).items()} == {
        "V13e": Severity.BLOCKING
    }
    assert (found(form, october, dead, deaths=1)["V13"].left, found(form, october, dead, deaths=2)) == (2, {})
    assert found(form, october, dead, today=LATER, deaths=2) == {}


def test_without_what_is_around_only_the_report_speaks(form: Form, october: Period) -> None:
    rules = load_rules(october.starts_on)
    wild = changed(form, {"CC_HA": 55, "DM.cscom": 3, "SLD_INI": 11, "SLD_FIN": 11})
    assert check(form, wild, october, rules) == []


def test_limits_warn_never_block(october: Period) -> None:
    rules = load_rules(october.starts_on)
    assert {r.severity for r in rules if r.code.startswith(("V22", "V23", "V24"))} == {Severity.COMMENT}


def test_where_each_rule_runs(october: Period) -> None:
    runs: dict[Runs, set[str]] = {where: set() for where in Runs}
    for rule in load_rules(october.starts_on):
        runs[rule.runs].add(rule.code[:3])
    assert runs[Runs.DEVICE] == {f"V{n:02}" for n in (*range(1, 9), 10, 11, 12, 14, 15, 18, 19, 20, 21)}
    assert runs[Runs.PACK] == {"V08", "V09", "V14", "V16", "V20", "V22", "V24"}
    assert runs[Runs.SERVER] == {"V13", "V23", "V25"}
