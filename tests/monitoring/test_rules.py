"""Rules of control, each broken in turn."""

import pytest

from core.workflow import Refusal
from monitoring.enums import NA
from monitoring.form import Form
from monitoring.models import MonthlyReport, Period, Rule, RuleComment
from monitoring.rules import Finding, blocking, check, comment, load_rules, unexplained
from tests.cast import Cast
from tests.reporting import complete_report, good_values, type_in

pytestmark = pytest.mark.django_db


def found(form: Form, period: Period, **changes: object) -> list[Finding]:
    values = good_values(form) | {key.replace("__", "."): value for key, value in changes.items()}
    kept = {key: value for key, value in values.items() if value is not None}
    return check(form, kept, period, load_rules(period.starts_on))  # type: ignore[arg-type]


def test_a_good_report_raises_nothing(form: Form, october: Period) -> None:
    assert found(form, october) == []


@pytest.mark.parametrize(
    ("changes", "code", "severity", "numbers"),
    [
        ({"PAL_TST__fe": 11}, "V02", "bloquant", (31, 30)),
        ({"PAL_CNF__fe": 11, "PAL_SIM__fe": 9}, "V03a", "bloquant", (31, 30)),
        ({"PAL_GRV__fe": 3}, "V03b", "commentaire", (31, 30)),
        ({"PAL_CTA__fe": 9}, "V04", "commentaire", (25, 24)),
        ({"IRA_NC__lt5": 20}, "V05", "commentaire", (65, 60)),
        ({"CC_HA": 61}, "V06", "commentaire", (61, 60)),
        ({"CC_D5": 41}, "V06b", "commentaire", (61, 60)),
        ({"CPN1_T1": 41}, "V07", "bloquant", (41, 40)),
        ({"ACC_QUA": 21, "ACC_MAT": NA}, "V10a", "bloquant", (21, 20)),
        ({"ACC_MAT": 9}, "V10b", "bloquant", (21, 20)),
        ({"ACC_PRT": 21}, "V10c", "bloquant", (21, 20)),
        ({"NV__M": 9}, "V11a", "commentaire", (19, 19.6)),
        ({"NV__M": 12}, "V11b", "commentaire", (22, 21.2)),
        ({"NV_PP": 21}, "V12a", "bloquant", (21, 20)),
        ({"DNN": 21}, "V12b", "bloquant", (21, 20)),
        ({"DM__cscom": 1}, "V13", "commentaire", (1, 0)),
        ({"PCV3__fixe": 13}, "V15a", "commentaire", (3, 2)),
        ({"VPO3__fixe": 13}, "V15b", "commentaire", (3, 2)),
        ({"RUP_CTA": 32}, "V19-03", "bloquant", (32, 31)),
        ({"RUP_GSE": 32}, "V19-10", "bloquant", (32, 31)),
        ({"CF_PAN": 32}, "V19-CF", "bloquant", (32, 31)),
        ({"SLD_FIN": 11}, "V20", "bloquant", (11, 10)),
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
    (finding,) = found(form, october, **changes)
    assert (finding.rule_code, finding.severity) == (code, severity)
    assert (finding.left, finding.right) == pytest.approx(numbers)
    assert set(finding.cells) <= set(form.cells)
    assert {k.replace("__", ".") for k in changes} & set(finding.cells)


def test_the_message_quotes_both_numbers(form: Form, october: Period) -> None:
    (finding,) = found(form, october, PAL_TST__fe=1224)
    assert finding.message == ("Paludisme\u00a0: plus de cas testés (1\u202f244) que de cas suspects (30).")


@pytest.mark.parametrize("value", [None, NA])
def test_a_missing_operand_silences_the_rule(form: Form, october: Period, value: object) -> None:
    codes = [f.rule_code for f in found(form, october, SLD_FIN=value, CPN1_T1=value)]
    assert codes == []


def test_an_absent_optional_cell_leaves_the_other_rules_working(form: Form, october: Period) -> None:
    assert [f.rule_code for f in found(form, october, ACC_MAT=None, ACC_QUA=21)] == ["V10a"]


def test_blocking_comes_first(form: Form, october: Period) -> None:
    findings = found(form, october, DM__cscom=1, SLD_FIN=11)
    assert [f.rule_code for f in findings] == ["V20", "V13"]
    assert [f.rule_code for f in blocking(findings)] == ["V20"]


def test_a_comment_explains(form: Form, october: Period) -> None:
    findings = found(form, october, DM__cscom=1)
    assert unexplained(findings, []) == findings
    assert unexplained(findings, [RuleComment(rule_code="V13", text="  ")]) == findings
    assert unexplained(findings, [RuleComment(rule_code="V13", text="Déclaré le 3.")]) == []


def test_comments_are_written_by_who_types(cast: Cast, october: Period) -> None:
    report = type_in(cast, "kadia", cast.territory.aire, october, {"CPN2": 1}).report
    comment(report, "V13", "Déclaré le 3.", cast.scope_of("awa"))
    comment(report, "V13", "Déclaré le 4.", cast.scope_of("kadia"))
    assert [(c.text, str(c.person)) for c in report.comments.all()] == [("Déclaré le 4.", "Kadia Traoré")]
    for name in ("oumar", "salif", "moussa"):
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
    assert [f.rule_code for f in found(form, october, PAL_TST__fe=11, CPN1_T1=41, DM__cscom=1)] == []
    assert "V02" in caplog.text
    assert "V07" in caplog.text


def test_a_message_cannot_reach_inside(form: Form, october: Period) -> None:
    Rule.objects.filter(code="V13").update(message="{left.__class__} {0} {left}")
    assert found(form, october, DM__cscom=2)[0].message == "{left.__class__} {0} 2"
