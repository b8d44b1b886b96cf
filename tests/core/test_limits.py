"""A limit lets so many through, forgets in time, keeps no key, and refuses when it cannot count."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.test import RequestFactory
from pytest_django.fixtures import DjangoAssertNumQueries

from core.limits import BROKEN_WAIT, Allowed, Refused, address_of, allow, forget_old_counts
from core.models import LimitCount
from jobs.tasks import sweep

pytestmark = pytest.mark.django_db
START = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def ask(key: str = "kadia", bucket: str = "essai", limit: int = 3) -> Allowed | Refused:
    return allow(bucket, key, limit, MINUTE)


def test_so_many_then_no_more_until_the_window_ends() -> None:
    with time_machine.travel(START, tick=False) as clock:
        assert [ask() for _ in range(3)] == [Allowed(2), Allowed(1), Allowed(0)]
        assert ask() == Refused(60)
        clock.shift(59.5)
        assert ask() == Refused(1)
        clock.shift(0.5)
        assert ask() == Allowed(2)


def test_refusals_do_not_lengthen_the_wait() -> None:
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(50):
            ask()
            clock.shift(1)
        assert ask() == Refused(10)


def test_keys_and_buckets_are_counted_apart() -> None:
    assert [ask(limit=1), ask("awa", limit=1), ask(bucket="autre", limit=1)] == [Allowed(0)] * 3
    assert isinstance(ask(limit=1), Refused)


def test_one_statement_a_question(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(2):
        with django_assert_num_queries(1):
            ask()


def test_the_key_cannot_be_read_back() -> None:
    ask("70 00 01 00")
    kept = LimitCount.objects.get()
    assert "70" not in f"{kept} {kept.bucket}"
    assert len(kept.key_hash) == 64
    assert "70000100" not in kept.key_hash


def test_the_sweep_forgets_what_is_over() -> None:
    with time_machine.travel(START, tick=False) as clock:
        ask()
        clock.shift(30)
        ask("awa")
        clock.shift(30)
        sweep()
        assert LimitCount.objects.count() == 1
        clock.shift(30)
        assert forget_old_counts() == 1


def broken(_execute: Callable[..., Any], sql: str, *_: Any) -> Any:
    raise DatabaseError(f"no {sql[:6]}")


def test_a_database_that_fails_refuses(caplog: pytest.LogCaptureFixture) -> None:
    with connection.execute_wrapper(broken):
        assert ask("70 00 01 00") == Refused(BROKEN_WAIT)
    assert "limit_not_counted bucket=essai" in caplog.text
    assert "70 00" not in caplog.text


@pytest.mark.parametrize(
    ("sent", "counted"),
    [
        ("196.200.0.1", "196.200.0.1"),
        ("::ffff:196.200.0.1", "196.200.0.1"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::7", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_where_a_request_comes_from(rf: RequestFactory, sent: str, counted: str) -> None:
    assert address_of(rf.get("/", REMOTE_ADDR=sent)) == counted
