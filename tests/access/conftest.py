"""The world of the access tests, built once for all of them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from monitoring.loading import load_catalogue
from tests.access.asking import Askers
from tests.access.world import build_world


@pytest.fixture(scope="package")
def askers(django_db_setup: None, django_db_blocker: Any) -> Iterator[Askers]:
    """Everybody, signed in, in a transaction that is undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        load_catalogue()
        yield Askers(build_world())
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _database(django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield
