"""Rules of control, each broken in turn."""

import pytest

from core.workflow import Refusal
from monitoring.around import Around
from monitoring.enums import NA
from monitoring.form import Form
from monitoring.models import MonthlyReport, Period, Rule, RuleComment
from monitoring.rules import Finding, blocking, check, comment, load_rules, unexplained
from tests.cast import Cast
from tests.reporting import complete_report, good_values, type_in

pytestmark = pytest.mark.django_db
TRACERS = [f"RUP_{code}" for code in ("AMX", "PAR", "CTA", "TDR", "SRO", "FAF", "SP", "OCY", "COT", "GSE")]
DEATH = Around(deaths=0)  # nothing declared; the month has just ended


def found(form: Form, period: Period, around: Around | None = None, **changes: object) -> list[Finding]:
    values = good_values(form) | {key.replace("__", "."): value for key, value in changes.items()}
    kept = {key: value for key, value in values.items() if value is not None}
    return check(form, kept, period, load_rules(period.starts_on), around)  # type: ignore[arg-type]


def test_a_good_report_raises_nothing(form: Form, october: Period) -> None:
    assert found(form, october) == []


@pytest.mark.parametrize(
    ("changes", "code", "severity", "numbers"),
    [
        ({"PF_NU__nd": 3}, "V01:PF_NU", "bloquant", (43, 40)),
        ({"PAL_TST__fe": 11}, "V02", "bloquant", (31, 30)),
        ({"PAL_CNF__fe": 11, "PAL_SIM__fe": 9}, "V03a", "bloquant", (31, 30)),
        ({"PAL_GRV__fe": 3}, "V03b", "commentaire", (31, 30)),
        ({"PAL_CTA__fe": 9}, "V04", "commentaire", (25, 24)),
        ({"IRA_NC__lt5": 20}, "V05", "commentaire", (71, 60)),
        ({"IRA_NC__lt5": 20, "HTA_NC": NA, "TRAU_NC": None}, "V05", "commentaire", (67, 60)),
        ({"PAL_CNF__fe": None, "IRA_NC__lt5": 56}, "V05b", "commentaire", (61, 60)),
        ({"PAL_CNF__fe": None, "DIA_NC__lt5": 56}, "V05c", "commentaire", (61, 60)),
        ({"PAL_CNF__fe": None, "TRAU_NC": 61}, "V05d", "commentaire", (61, 60)),
        ({"PAL_CNF__fe": None, "HTA_NC": 61}, "V05e", "commentaire", (61, 60)),
        ({"PAL_CNF__fe": None, "IST_NC": 61}, "V05f", "commentaire", (61, 60)),
        ({"CC_HA": 61}, "V06", "commentaire", (61, 60)),
        ({"CC_D5": 41}, "V06b", "commentaire", (61, 60)),
        ({"CPN1_T1": 41}, "V07", "bloquant", (41, 40)),
        ({"CPN4": 41}, "V08m", "commentaire", (41, 40)),
        ({"ACC_QUA": 21, "ACC_MAT": NA}, "V10a", "bloquant", (21, 20)),
        ({"ACC_MAT": 9}, "V10b", "bloquant", (21, 20)),
        ({"ACC_PRT": 21}, "V10c", "bloquant", (21, 20)),
        ({"NV__M": 9}, "V11a", "commentaire", (19, 19.6)),
        ({"NV__M": 12}, "V11b", "commentaire", (22, 21.2)),
        ({"NV_PP": 21}, "V12a", "bloquant", (21, 20)),
        ({"DNN": 21}, "V12b", "bloquant", (21, 20)),
        ({"P3__fixe": 11}, "V14am", "commentaire", (21, 20)),
        ({"ECV__F": 11, "P3__fixe": None}, "V14bm", "commentaire", (21, 20)),
        ({"ECV__F": 11, "VAR1__fixe": 11}, "V14cm", "commentaire", (21, 20)),
        ({"PCV3__fixe": 13}, "V15a", "commentaire", (3, 2)),
        ({"VPO3__fixe": 13}, "V15b", "commentaire", (3, 2)),
        ({"EVA_OBS": 11}, "V18", "bloquant", (11, 10)),
        ({"RUP_AMX": 32}, "V19-01", "bloquant", (32, 31)),
        ({"RUP_PAR": 32}, "V19-02", "bloquant", (32, 31)),
        ({"RUP_CTA": 32}, "V19-03", "bloquant", (32, 31)),
        ({"RUP_TDR": 32}, "V19-04", "bloquant", (32, 31)),
        ({"RUP_SRO": 32}, "V19-05", "bloquant", (32, 31)),
        ({"RUP_FAF": 32}, "V19-06", "bloquant", (32, 31)),
        ({"RUP_SP": 32}, "V19-07", "bloquant", (32, 31)),
        ({"RUP_OCY": 32}, "V19-08", "bloquant", (32, 31)),
        ({"RUP_COT": 32}, "V19-09", "bloquant", (32, 31)),
        ({"RUP_GSE": 32}, "V19-10", "bloquant", (32, 31)),
        ({"CF_PAN": 32}, "V19-CF", "bloquant", (32, 31)),
        ({"SLD_FIN": 11}, "V20", "bloquant", (11, 10)),
        (dict.fromkeys(TRACERS, 31), "V21", "commentaire", (10, 0)),
    ],
)
def test_each_rule_sees_its_fault_alone(
    form: Form,
    october: Period,
    changes: dict[str, object],
    code: str,
    severity: str,
    numbers: tuple[float, float],
) -> None:
    (finding,) = found(form, october, None, **changes)
    assert (finding.rule_code, finding.severity) == (code, severity)
    assert (finding.left, finding.right) == pytest.approx(numbers)
    assert set(finding.cells) <= set(form.cells)
    assert {k.replace("__", ".").removesuffix(".nd") for k in changes} & {
        name for cell in finding.cells for name in (cell, cell.partition(".")[0])
    }


def test_the_message_quotes_both_numbers(form: Form, october: Period) -> None:
    (finding,) = found(form, october, PAL_TST__fe=1224)
    assert finding.message == ("Paludisme\u00a0: plus de cas testés (1\u202f244) que de cas suspects (30).")


@pytest.mark.parametrize("value", [None, NA])
def test_a_missing_operand_silences_the_rule(form: Form, october: Period, value: object) -> None:
    codes = [f.rule_code for f in found(form, october, SLD_FIN=value, CPN1_T1=value)]
    assert codes == []


def test_an_absent_optional_cell_leaves_the_other_rules_working(form: Form, october: Period) -> None:
    assert [f.rule_code for f in found(form, october, ACC_MAT=None, ACC_QUA=21)] == ["V10a"]


def test_a_total_without_its_detail_stands_for_it(form: Form, october: Period) -> None:
    """A total is the sum of its cells by construction; one that came whole counts while nobody split it."""
    assert found(form, october, PF_NU__nd=40, PF_NU__lt15=None) == []


def test_blocking_comes_first(form: Form, october: Period) -> None:
    findings = found(form, october, DEATH, DM__cscom=1, SLD_FIN=11)
    assert [f.rule_code for f in findings] == ["V20", "V13"]
    assert [f.rule_code for f in blocking(findings)] == ["V20"]


def test_a_comment_explains(form: Form, october: Period) -> None:
    findings = found(form, october, DEATH, DM__cscom=1)
    assert unexplained(findings, []) == findings
    assert unexplained(findings, [RuleComment(rule_code="V13", text="  ")]) == findings
    assert unexplained(findings, [RuleComment(rule_code="V13", text="Déclaré le 3.")]) == []


def test_comments_are_written_by_who_types(cast: Cast, october: Period) -> None:
    report = type_in(cast, "kadia", cast.territory.aire, october, {"CPN2": 1}).report
    comment(report, "V13", "Déclaré le 3.", cast.scope_of("awa"))
    comment(report, "V13", "Déclaré le 4.", cast.scope_of("kadia"))
    assert [(c.text, str(c.person)) for c in report.comments.all()] == [("Déclaré le 4.", "Kadia Traoré")]
    for name in ("oumar", "nana", "moussa"):
        with pytest.raises(Refusal, match="ressort"):
            comment(report, "V13", "non", cast.scope_of(name))
    for text, words in (("  ", "Écrivez"), ("x" * 2001, "trop long")):
        with pytest.raises(Refusal, match=words):
            comment(report, "V13", text, cast.scope_of("kadia"))


def test_no_comment_on_a_locked_report(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    with pytest.raises(Refusal, match="pas ouvert"):
        comment(MonthlyReport.objects.get(pk=report.pk), "V13", "trop tard", cast.scope_of("kadia"))


def test_a_rule_that_can_no_longer_be_read_is_left_out(
    form: Form, october: Period, caplog: pytest.LogCaptureFixture
) -> None:
    Rule.objects.filter(code="V02").update(expression="PAL_TST <=")
    Rule.objects.filter(code="V07").update(expression="CPN1_T1")
    Rule.objects.filter(code="V13").update(expression="DISPARU == 0")
    assert [f.rule_code for f in found(form, october, DEATH, PAL_TST__fe=11, CPN1_T1=41, DM__cscom=1)] == []
    assert "V02" in caplog.text
    assert "V07" in caplog.text


def test_a_message_cannot_reach_inside(form: Form, october: Period) -> None:
    Rule.objects.filter(code="V13").update(message="{left.__class__} {0} {left}")
    assert found(form, october, DEATH, DM__cscom=2)[0].message == "{left.__class__} {0} 2"
