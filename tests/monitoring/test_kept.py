"""The catalogue kept in the process is always the one the database holds, as each transaction sees it."""

import threading
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communes.models import Coefficient
from monitoring import kept as shelf
from monitoring.form import load_form
from monitoring.indicators import indicators_on
from monitoring.kept import edition, kept
from monitoring.models import Edition, Element, Indicator, Modality, Period, Rule, Section, Target
from monitoring.recent import latest
from monitoring.rules import load_rules
from monitoring.watching import CHANGES, TABLES, trigger
from tests.cast import Cast
from tests.monitoring.pages import text_of
from tests.reporting import make_period

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
DAY = date(2026, 10, 1)
MODELS = (Section, Modality, Element, Rule, Indicator, Target, Period, Coefficient)


def label() -> str:
    """A word of the form, by the door that every page takes."""
    return load_form(DAY).elements["CPN2"].label


def call(words: str) -> None:
    Element.objects.filter(code="CPN2").update(label=words)


def a_row_of_each() -> None:
    make_period("2026-09")
    Target.objects.create(code="I13", from_year=2026, low=50)
    Coefficient.objects.create(key="FE", label="femmes", from_year=2026, share="0.1")


def test_what_is_kept_costs_one_query() -> None:
    before = load_form(DAY), indicators_on(DAY), load_rules(DAY)
    with CaptureQueriesContext(connection) as asked:
        assert (load_form(DAY), indicators_on(DAY), load_rules(DAY)) == before
    assert [query["sql"].count("monitoring_edition") > 0 for query in asked] == [True] * 3


def test_every_table_is_watched_on_this_engine() -> None:
    """A migration that makes a table again on SQLite must call ``watch``."""
    assert {model._meta.db_table for model in MODELS} == set(TABLES)
    if connection.vendor == "postgresql":
        question, wanted = "SELECT tgname FROM pg_trigger", {trigger(table) for table in TABLES}
    else:
        question = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        wanted = {trigger(table, change) for table in TABLES for change in CHANGES}
    with connection.cursor() as cursor:
        cursor.execute(question)
        assert wanted <= {name for (name,) in cursor.fetchall()}


@pytest.mark.parametrize("model", MODELS)
def test_no_way_of_writing_is_left_out(model: Any) -> None:
    a_row_of_each()
    row, name = model.objects.order_by("-pk")[0], model._meta.pk.column
    key, table = row.pk, model._meta.db_table

    def raw() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {name} = {name} WHERE {name} = %s", [key])

    ways = [
        row.save,
        raw,
        lambda: model.objects.filter(pk=key).update(**{name: key}),
        lambda: model.objects.bulk_create([row], ignore_conflicts=True),
        lambda: model.objects.bulk_update([row], [model._meta.concrete_fields[-1].name]),
    ]
    if model not in (Section, Modality):  # elements hold them
        ways += [lambda: model.objects.filter(pk=key).delete(), lambda: model.objects.bulk_create([row])]
    marks = [edition()]
    for way in ways:
        way()
        marks.append(edition())
    # A row that was there already is left as it is: SQLite has nothing to tell.
    assert len(set(marks)) >= len(marks) - (connection.vendor == "sqlite")
    assert None not in marks


def test_a_change_counts_at_once_an_undone_one_never_did() -> None:
    first = label()
    with transaction.atomic():
        call("Deuxième contact")
        assert label() == "Deuxième contact"
        transaction.set_rollback(True)
    assert label() == first
    with transaction.atomic():
        call("Seconde visite")
        assert label() == "Seconde visite"  # never what the mark before it meant
        transaction.set_rollback(True)
    with CaptureQueriesContext(connection) as asked:
        assert label() == first
    assert len(asked) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["read", "change", "open", "undo", "keep"]), max_size=25))
def test_any_walk_reads_what_the_database_holds(steps: list[str]) -> None:
    opened: list[transaction.Atomic] = []

    def close(*, undone: bool) -> None:
        transaction.set_rollback(undone)
        opened.pop().__exit__(None, None, None)

    with transaction.atomic():
        for i, step in enumerate(steps):
            if step == "read":
                assert label() == Element.objects.get(code="CPN2").label
            elif step == "change":
                call(f"Mot {i}")
            elif step == "open":
                opened.append(transaction.atomic())
                opened[-1].__enter__()
            elif opened:
                close(undone=step == "undo")
        assert label() == Element.objects.get(code="CPN2").label
        while opened:
            close(undone=True)
        transaction.set_rollback(True)
    assert label() == Element.objects.get(code="CPN2").label


def test_what_changed_while_it_was_read_is_not_kept() -> None:
    @kept
    def disturbed() -> str:
        found = Element.objects.get(code="CPN2").label
        call(found + "!")
        return found

    first = disturbed()
    assert disturbed() == first + "!"


def test_without_its_row_nothing_is_kept() -> None:
    label()
    Edition.objects.all().delete()
    assert label() == "Deuxième visite"
    with CaptureQueriesContext(connection) as asked:
        label()
    assert len(asked) > 1
    call("Deuxième contact")
    assert label() == "Deuxième contact"
    assert edition() is not None


def test_a_day_is_asked_of_the_same_lines_as_another(cast: Cast) -> None:
    """Nothing changes in the database between the two evenings: the day alone does."""
    Element.objects.filter(code="CPN2").update(label="D’octobre", valid_to=date(2026, 11, 1))
    pages = []
    for now in ("2026-10-31T23:59:00+00:00", "2026-11-01T00:01:00+00:00"):
        with time_machine.travel(now, tick=False):
            client = cast.client_of("fanta")
            pages.append("D’octobre" in text_of(client.get("/catalogue/")))
    assert pages == [True, False]
    assert "CPN2" in load_form(date(2026, 10, 31)).elements
    assert "CPN2" not in load_form(date(2026, 11, 1)).elements


def test_what_it_holds_is_bounded() -> None:
    for number in range(shelf.MOST + 20):
        load_form(date.fromordinal(DAY.toordinal() + number))
    assert len(shelf._answers) <= shelf.MOST


def test_a_month_is_the_callers_own() -> None:
    make_period("2026-09")
    latest()[0].year = 1999
    assert latest()[0].year == 2026


@pytest.mark.django_db(transaction=True)
def test_another_process_is_seen_as_soon_as_it_has_committed() -> None:
    """Its own connection, its own transaction: what another process is to this one."""
    assert label() == "Deuxième visite"

    def change() -> None:
        with transaction.atomic():
            call("Deuxième contact")
        connections.close_all()

    other = threading.Thread(target=change)
    other.start()
    other.join(timeout=30)
    assert label() == "Deuxième contact"
