"""What tests of the monthly report start with."""

import pytest
from django.test import Client

from cscom.models import Aire
from monitoring.models import Period
from tests.cast import Cast


@pytest.fixture
def cast(everybody: Cast) -> Cast:
    return everybody


@pytest.fixture
def aire(cast: Cast) -> Aire:
    """Samakélé, whose secretary is Kadia."""
    return cast.territory.aire


@pytest.fixture
def kadia(cast: Cast, october: Period) -> Client:
    """Her browser, once a month is open."""
    return cast.client_of("kadia")
