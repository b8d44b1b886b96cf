"""The shipped région of Koulikoro, loaded and derived once a module."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(scope="module")
def koulikoro(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """What ``derive_territory`` said; undone at the end of the module. Tests ask for ``db`` too."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        try:
            out = io.StringIO()
            call_command("load_territory", stdout=io.StringIO())
            call_command("derive_territory", "--annees", "2009-2027", stdout=out)
            yield out.getvalue()
        finally:
            transaction.set_rollback(True)
            whole.__exit__(None, None, None)
