"""The browser reckons as the server does: numbers read and written, sums, controls, indicators."""

import json
import os
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import sync_playwright

from core import formats
from core.months import Month
from monitoring.around import Around
from monitoring.cells import NotAValueError, read_value, shown
from monitoring.device.definition import definition
from monitoring.device.pack import facts_of
from monitoring.enums import ReportState, Runs, ValueType
from monitoring.form import Cell, Form, Value
from monitoring.indicators import Kind, indicators_on
from monitoring.models import MonthlyReport, Period
from monitoring.past import Past, load_past
from monitoring.periods import open_months
from monitoring.rules import check, load_rules
from monitoring.within import value_of
from tests.browser.visitor import ARGUMENTS
from tests.cast import Cast
from tests.reporting import good_values

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
STATIC = Path(__file__).parents[2] / "static" / "js"
REPORTS = 1000
TARGETS = {"POP": 11_873.0, "FE": 593.65, "ACCA": 593.65, "E011": 474.92, "FAR": 2612.06, "U5": 2374.6}
TEXTS = st.text(alphabet="0123456789 .,-−–\u00a0\u202f\tsonaui/eE+٣߃", max_size=18)


class Reckoning:
    """A blank page with the scripts that reckon, in a thread of its own: the database is asked in ours."""

    def __init__(self) -> None:
        self.thread = ThreadPoolExecutor(1)
        self.thread.submit(self._open).result()

    def _open(self) -> None:
        self.playwright = sync_playwright().start()
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        self.page = self.playwright.chromium.launch(executable_path=path, args=ARGUMENTS).new_page()
        for name in ("numbers.js", "reckon.js"):
            self.page.add_script_tag(path=STATIC / name)

    def evaluate(self, script: str, argument: object = None) -> Any:
        return self.thread.submit(self.page.evaluate, script, argument).result()

    def close(self) -> None:
        self.thread.submit(self.playwright.stop).result()
        self.thread.shutdown()


@pytest.fixture(scope="module")
def page() -> Iterator[Reckoning]:
    page = Reckoning()
    yield page
    page.close()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=20, max_size=20), kind=st.sampled_from(["N", "M", "B", "D"]))
def test_a_text_is_read_alike(page: Reckoning, form: Form, texts: list[str], kind: str) -> None:
    cell = next(c for c in form.cells.values() if c.type == ValueType(kind))
    told = page.evaluate(
        "([kind, texts]) => texts.map((text) => { try { return [Jeka.numbers.read(kind, text), '']; }"
        " catch (error) { return [null, error.message]; } })",
        [kind, texts],
    )
    assert told == [read(cell, text) for text in texts]


def read(cell: Cell, text: str) -> list[Any]:
    try:
        return [read_value(cell, text), ""]
    except NotAValueError as error:
        return [None, str(error)]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(st.integers(0, 10**12), min_size=20, max_size=20))
def test_a_number_written_is_read_again(page: Reckoning, values: list[int]) -> None:
    told = page.evaluate(
        "values => values.map((v) => [Jeka.numbers.write(v), Jeka.numbers.read('N', Jeka.numbers.write(v))])",
        values,
    )
    assert told == [[formats.number(value), value] for value in values]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(st.floats(-1e9, 1e9, allow_nan=False), min_size=20, max_size=20),
    decimals=st.integers(0, 2),
)
def test_a_rate_is_written_alike(page: Reckoning, values: list[float], decimals: int) -> None:
    kept = [round(value, 6) for value in values if abs(value) > 1e-3]
    told = page.evaluate("([values, d]) => values.map((v) => Jeka.numbers.write(v, d))", [kept, decimals])
    assert told == [formats.number(value, decimals) for value in kept]


RECKON = """([form, report, made]) => { const r = Jeka.reckoner(form, report); return made.map((values) => ({
  sums: Object.fromEntries(Object.keys(form.elements).map((code) => [code, r.total(code, values) ?? null])),
  found: r.findings(values).map((f) => [f.id, f.severity, f.message, f.cells]),
  values: Object.fromEntries(form.indicateurs.map((one) => [one.code, r.indicator(one, values)])),
})); }"""


def reports(form: Form) -> list[dict[str, Value]]:
    """A thousand reports: near a good one, with cells emptied, « sans objet », changed, or all at random."""
    dice = random.Random(2026)
    good = good_values(form)
    made: list[dict[str, Value]] = []
    for number in range(REPORTS):
        report = dict(good)
        share = (0.02, 0.15, 0.6)[number % 3]
        for key in list(report):
            if dice.random() < share:
                choice = dice.random()
                if choice < 0.2:
                    del report[key]
                elif choice < 0.3:
                    report[key] = "NA"
                else:
                    report[key] = dice.choice([0, 1, dice.randint(0, 40), dice.randint(0, 10**6)])
        if number % 50 == 7:
            report |= {key: 31 for key in report if key.startswith("RUP_")}  # nothing left, all month
        if number % 50 == 8:
            section = dice.choice(form.sections)
            report |= {cell.key: 0 for cell in section.cells}  # a section of zeros
        if number % 50 == 9:
            report["NV.nd"] = 3  # beside its detail
        if number % 10 == 0:
            report["NV.nd"] = dice.randint(0, 50)  # a value that came without its detail
            report.pop("NV.M", None)
        made.append(report)
    return made


PAST_TIMES = Month(2025, 10).until(Month(2026, 9))


def pasts(cast: Cast, form: Form, october: Period) -> Iterator[Past]:
    """Real months before, of aires that each lived something: one a kind of year."""
    dice = random.Random(1960)
    open_months(PAST_TIMES)
    periods = {period.calendar: period for period in Period.objects.all()}
    lives: list[Callable[[int], dict[str, Value | None]]] = [
        lambda _at: {},  # steady
        lambda _at: {"CPN4": 60, "CPN2": 60, "CPN3": 90, "SLD_FIN": 4},  # visits in the wrong order
        lambda _at: {"P3.fixe": 30, "ECV.F": 60, "BCG.fixe": 90},
        lambda at: {"REF_TOT": None, "CC_HA": 30 + at % 3, "REC_ACT": 10**6} if at % 4 else {},
        lambda _at: {key: dice.choice([0, 5, 40, 10**5]) for key in form.cells if dice.random() < 0.3},
    ]
    aire = cast.territory.aire
    for life in lives:
        MonthlyReport.objects.filter(period__in=[periods[month] for month in PAST_TIMES]).delete()
        for at, month in enumerate(PAST_TIMES):
            if life is lives[3] and at in {4, 11}:
                continue  # two months were never declared
            values = {k: v for k, v in (good_values(form) | life(at)).items() if v is not None}
            MonthlyReport.objects.create(
                aire=aire,
                period=periods[month],
                values=values,
                state=ReportState.COMPLETE,
                declared_at=f"{periods[month].due_on}T10:00:00Z",
            )
        yield load_past(aire.pk, october.calendar, form)


def test_a_thousand_reports_are_reckoned_alike(
    page: Reckoning, form: Form, october: Period, everybody: Cast
) -> None:
    rules = load_rules(october.starts_on)
    mine = [rule for rule in rules if rule.runs != Runs.SERVER]
    apart = (Kind.COUNTS, Kind.STATE)  # told by several reports, by none
    indicators = [i for i in indicators_on(october.starts_on).values() if i.kind not in apart]
    content = definition(form, rules, indicators, lambda _block: "")
    fired = set()
    for past, made in zip(pasts(everybody, form, october), shares(reports(form), 5), strict=True):
        carried = json.loads(json.dumps(facts_of(form.sections, past)))
        told = page.evaluate(RECKON, [content, {"jours": october.days, "cibles": TARGETS} | carried, made])
        for values, here in zip(made, told, strict=True):
            assert here["sums"] == {code: one.total(values) for code, one in form.elements.items()}
            found = check(form, values, october, mine, Around(past=past))
            fired |= {one.rule_code.partition(":")[0] for one in found}
            assert here["found"] == [[f.rule_code, f.severity.value, f.message, list(f.cells)] for f in found]
            assert here["values"] == {i.code: value_of(i, form, values, october, TARGETS) for i in indicators}
    assert fired == {rule.code for rule in mine}  # each rule spoke at least once


def shares(made: list[dict[str, Value]], count: int) -> list[list[dict[str, Value]]]:
    return [made[at::count] for at in range(count)]


def test_fields_show_what_is_kept(page: Reckoning) -> None:
    told = page.evaluate(
        "() => [['N', 1204], ['M', 1204], ['B', 1], ['B', 0], ['N', 'NA'], ['N', null]]"
        ".map(([kind, value]) => Jeka.numbers.shown(kind, value))"
    )
    assert told == ["1204", "1\u202f204", "oui", "non", "s.\u00a0o.", ""]
    assert shown(1204) == "1204"
