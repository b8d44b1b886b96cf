"""What awaits each person."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cscom.models import Aire
from monitoring.form import Form
from monitoring.models import MonthlyReport, Period
from monitoring.todo import Todo, TodoList, waiting_for
from monitoring.totals import open_period
from tests.cast import PARTS, Cast
from tests.reporting import act, complete_report, good_values, make_period, type_in

pytestmark = pytest.mark.django_db


def said(todo: TodoList) -> list[tuple[str, str, int, str]]:
    return [(line.aire.name, line.period.code, line.days, line.note) for line in todo.lines]


def test_a_month_to_type(cast: Cast, october: Period) -> None:
    todo = waiting_for(cast.scope_of("kadia"))
    assert said(todo.enter) == [("Samakélé", "2026-10", -2, "pas commencé")]
    type_in(cast, "kadia", cast.territory.aire, october, {"CPN2": 1})
    assert said(waiting_for(cast.scope_of("awa")).enter) == [("Samakélé", "2026-10", -2, "commencé")]


def test_the_oldest_first_and_no_month_to_come(cast: Cast, october: Period) -> None:
    for code in ("2026-09", "2026-12"):
        make_period(code)
    lines = waiting_for(cast.scope_of("kadia")).enter
    assert [line.period.code for line in lines.lines] == ["2026-09", "2026-10"]
    assert lines.count == 2


def test_each_step_awaits_the_right_person(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)

    def who() -> dict[str, list[str]]:
        fields = ("enter", "returned", "visa", "sign", "validate")
        found = {n: waiting_for(cast.scope_of(n)) for n in ("kadia", "awa", "moussa", "salif", "oumar")}
        return {f: [n for n, todo in found.items() if getattr(todo, f)] for f in fields}

    assert who() == {
        "enter": ["oumar"],
        "returned": [],
        "visa": ["awa"],
        "sign": ["moussa"],
        "validate": ["salif"],
    }
    assert said(waiting_for(cast.scope_of("salif")).validate)[0][3] == "visa attendu, signature attendue"
    act(cast, "awa", report, "viser", sections=["cpn"])
    assert who()["visa"] == ["awa"]
    act(cast, "awa", report, "viser")
    assert who()["visa"] == []
    assert said(waiting_for(cast.scope_of("salif")).validate)[0][3] == "signature attendue"
    act(cast, "moussa", report, "signer")
    assert who()["sign"] == []
    assert said(waiting_for(cast.scope_of("salif")).validate)[0][3] == "prêt à valider"
    act(cast, "salif", report, "renvoyer", "À corriger.")
    assert who() == {
        "enter": ["oumar"],
        "returned": ["kadia", "awa"],
        "visa": [],
        "sign": [],
        "validate": [],
    }


def test_late_counts_who_sent_nothing(cast: Cast, october: Period, form: Form) -> None:
    open_period(october)
    day = date(2026, 11, 12)
    lates = {n: said(waiting_for(cast.scope_of(n), day).late) for n in ("salif", "kadia", "fanta", "drissa")}
    both = [("Banamba Central", "2026-10", 7, "rien reçu"), ("Samakélé", "2026-10", 7, "rien reçu")]
    assert lates == {"salif": both, "fanta": both, "kadia": both[1:], "drissa": both[1:]}
    assert waiting_for(cast.scope_of("salif"), date(2026, 11, 5)).late == TodoList()
    report = complete_report(cast, october)
    assert said(waiting_for(cast.scope_of("salif"), day).late) == both[:1]
    act(cast, "salif", report, "renvoyer", "À corriger.")
    assert waiting_for(cast.scope_of("kadia"), date(2026, 11, 15)).late == TodoList()  # still to correct
    later = date(2026, 11, 18)
    assert said(waiting_for(cast.scope_of("kadia"), later).late) == [("Samakélé", "2026-10", 3, "renvoyé")]


def test_late_is_the_same_from_aires_read_already(cast: Cast, october: Period, form: Form) -> None:
    open_period(october)
    report, aires = complete_report(cast, october), list(Aire.objects.located())
    act(cast, "salif", report, "renvoyer", "À corriger.")
    for name in PARTS:
        scope = cast.scope_of(name)
        alone = waiting_for(scope, date(2026, 11, 18)).late
        assert waiting_for(scope, date(2026, 11, 18), aires).late == alone, name
        assert name not in {"kadia", "fanta", "salif", "drissa"} or alone, name


def test_others_have_nothing(cast: Cast, october: Period) -> None:
    complete_report(cast, october)
    nothing = Todo(*[TodoList()] * 6)
    for name in ("julie", "boubacar", "modibo", "yaya"):
        todo = waiting_for(cast.scope_of(name))
        assert (todo.enter, todo.visa, todo.sign, todo.validate) == (nothing.enter,) * 4, name


def test_the_number_of_queries_does_not_grow(cast: Cast, october: Period, form: Form) -> None:
    for n in range(1, 8):
        period = make_period(f"2026-{n:02}")
        MonthlyReport.objects.create(
            aire=cast.territory.aire,
            period=period,
            values=good_values(form),
            state="complet",
            declared_at="2026-09-01T00:00Z",
        )
        open_period(period)
    for name in PARTS:
        scope = cast.scope_of(name)
        with CaptureQueriesContext(connection) as queries:
            waiting_for(scope)
        assert len(queries) <= 12, name
