"""Monthly reports for tests: the catalogue, a month, values that obey every rule, people who act."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from core.months import Month
from cscom.models import Aire
from monitoring.checking import checked
from monitoring.entry import Saved, report_of, save_cells
from monitoring.form import Form, Value, load_form
from monitoring.loading import load_catalogue
from monitoring.models import Element, Indicator, Modality, MonthlyReport, Period, Rule, RuleComment, Section
from monitoring.rules import unexplained
from monitoring.workflow import CIRCUIT
from tests.again import Again
from tests.cast import Cast

NOW = "2026-11-03T10:00:00+00:00"
# What is not a plain count: everything else takes ``PLAIN``.
PLAIN = 10
OTHERS: Mapping[str, int] = {
    "CC_HA": 6,
    "IRA_NC": 5,
    "DIA_NC": 5,
    "HTA_NC": 2,
    "TRAU_NC": 2,
    "IST_NC": 2,
    "CPN1_T1": 8,
    "ACC_CS": 5,
    "ACC_QUA": 12,
    "ACC_MAT": 8,
    "NV_PP": 1,
    "MN": 0,
    "DM": 0,
    "DNN": 0,
    "PAL_SIM": 8,
    "PAL_GRV": 2,
    "PAL_CTA": 8,
    "CF_PAN": 0,
    "CS_RAP": 1,
    "CC_D5": 40,
    "CC_D15": 15,
    "CC_D16": 5,
}
# CC_NC: 6 cells, 60; PAL_CNF, IRA_NC, DIA_NC, the three others: 30 + 10 + 10 + 6 ≤ 60.
# ACC_CS: 4 cells, 20; NV: 2 cells, 20.

DATED = (Element, Rule, Indicator)
load_again = Again(load_catalogue, (Section, Modality, *DATED, *(table.history.model for table in DATED)))


@pytest.fixture
def catalogue(db: None) -> None:
    """The catalogue of the house, loaded."""
    load_again()


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    """Tuesday 3 November 2026, before October's reports are due."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def october(now: time_machine.Traveller, catalogue: None) -> Period:
    return make_period("2026-10")


@pytest.fixture
def form(october: Period) -> Form:
    return load_form(october.starts_on)


def make_period(code: str) -> Period:
    """A calendar month: due on the 5th of the next, to be validated by the 15th."""
    month = Month.parse(code)
    return Period.objects.create(
        year=month.year,
        month=month.number,
        starts_on=month.first_day,
        ends_on=month.last_day,
        due_on=month.last_day + timedelta(days=5),
        validation_due_on=month.last_day + timedelta(days=15),
    )


def good_values(form: Form) -> dict[str, Value]:
    """Every cell of the paper filled, no rule broken."""
    values: dict[str, Value] = {}
    for code, element in form.elements.items():
        each = 0 if code.startswith("RUP_") else OTHERS.get(code, PLAIN)
        values |= dict.fromkeys(element.keys, each)
    values["SLD_FIN"] = PLAIN  # ten in, five receipts, five expenses of ten each
    return values


def type_in(
    cast: Cast,
    name: str,
    aire: Aire,
    period: Period,
    values: Mapping[str, Value | None],
    *,
    base_version: int | None = None,
) -> Saved:
    """``name`` types ``values`` in the report of the month."""
    report = report_of(aire, period)
    return save_cells(
        report,
        values,
        form=load_form(period.starts_on),
        scope=cast.scope_of(name),
        base_version=report.version if base_version is None else base_version,
        operation=uuid4(),
    )


def act(
    cast: Cast, name: str, report: MonthlyReport, what: str, comment: str = "", **details: object
) -> None:
    """``name`` does ``what`` on the report as it now is."""
    fresh = MonthlyReport.objects.located().get(pk=report.pk)
    CIRCUIT.apply(
        fresh, what, cast.scope_of(name), version=fresh.version, comment=comment, details=dict(details)
    )
    report.refresh_from_db()


def explain(report: MonthlyReport) -> None:
    """A word on each control that asks for one: here, some aires serve more people than they hold."""
    found = checked(report, load_form(report.period.starts_on), report.values)
    for finding in unexplained(found, report.comments.all()):
        RuleComment.objects.create(report=report, rule_code=finding.rule_code, text="Vérifié.")


def complete_report(cast: Cast, period: Period, values: Mapping[str, Value] | None = None) -> MonthlyReport:
    """The report of the first aire, typed, then declared complete by Kadia."""
    saved = type_in(
        cast, "kadia", cast.territory.aire, period, values or good_values(load_form(period.starts_on))
    )
    act(cast, "kadia", saved.report, "declarer")
    return saved.report


def validated_report(cast: Cast, period: Period, values: Mapping[str, Value] | None = None) -> MonthlyReport:
    """The same, stamped by Awa and Moussa, validated by Salif."""
    report = complete_report(cast, period, values)
    act(cast, "awa", report, "viser")
    act(cast, "moussa", report, "signer")
    act(cast, "salif", report, "valider")
    return report
