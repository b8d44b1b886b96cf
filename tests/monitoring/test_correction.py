"""A validated report is locked; a correction is a reopening: its reason, its author, before, after."""

import pytest

from core.workflow import Refusal
from monitoring.enums import ReportState
from monitoring.models import MonthlyReport, Period
from tests.cast import Cast
from tests.monitoring.pages import send_cells, text_of
from tests.reporting import act, type_in, validated_report

WHY = "Le registre compte sept patients de hors aire."


def test_a_validated_report_takes_no_figure(cast: Cast, october: Period) -> None:
    report = validated_report(cast, october)
    before = dict(report.values)
    for name in ("kadia", "awa"):
        with pytest.raises(Refusal, match="le rapport est validé"):
            type_in(cast, name, report.aire, october, {"CC_HA": 7})
    page = send_cells(cast.client_of("kadia"), report.aire, october, "curatif", {"CC_HA": "7"})
    assert page.status_code == 409
    fresh = MonthlyReport.objects.get(pk=report.pk)
    assert (fresh.values, fresh.version, fresh.state) == (before, report.version, ReportState.VALIDATED)


def test_a_correction_says_who_why_before_after(cast: Cast, october: Period) -> None:
    report = validated_report(cast, october)
    with pytest.raises(Refusal):
        act(cast, "salif", report, "rouvrir", "", sections=["curatif"], until="2026-11-20")
    act(cast, "salif", report, "rouvrir", WHY, sections=["curatif"], until="2026-11-20")
    version = report.version
    saved = type_in(cast, "awa", report.aire, october, {"CC_HA": 7})
    assert saved.version == version + 1
    diff = report.diffs.get(version=saved.version)
    assert (diff.before, diff.after, diff.person) == ({"CC_HA": 6}, {"CC_HA": 7}, cast.person_of("awa"))
    act(cast, "kadia", report, "declarer")
    for name in ("salif", "fanta"):
        words = text_of(cast.client_of(name).get(report.get_absolute_url()))
        assert "par Salif Diallo" in words
        assert WHY in words
        assert "Awa Diarra Nouveaux cas venant de hors aire : 6 → 7" in words, name
