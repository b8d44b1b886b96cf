"""What tests of the monthly report start with."""

from collections.abc import Iterator

import pytest
import time_machine

from monitoring.form import Form, load_form
from monitoring.models import Period
from tests.cast import Cast
from tests.reporting import make_period

NOW = "2026-11-03T10:00:00+00:00"


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


@pytest.fixture
def cast(everybody: Cast) -> Cast:
    return everybody
