"""What tests of the monthly report start with."""

import pytest

from tests.cast import Cast


@pytest.fixture
def cast(everybody: Cast) -> Cast:
    return everybody
