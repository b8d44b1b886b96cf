"""The base and the target of a line, taken from the figures of the aire by one click."""

from decimal import Decimal

import pytest
import time_machine

from planning.beginning import begin
from planning.lines import write_line
from planning.numbers import known
from tests.cast import Cast
from tests.figured import PENTA3
from tests.planning.conftest import BLANK
from tests.planning.test_line_page import sent
from tests.planning.test_lines import url

pytestmark = pytest.mark.django_db


def test_one_click_fills_what_monitoring_knows(story: Cast) -> None:
    """July, August 2026: 63 children of the 2 × 34 expected in the months that were reported."""
    with time_machine.travel("2027-01-20T10:00:00+00:00", tick=False):
        aire, scope = story.territory.aire, story.scope_of("kadia")
        found = known(aire, PENTA3, scope)
        assert found
        assert (found.year, found.baseline) == (2026, Decimal(93))
        plan = begin(aire, 2028, scope)
        line = write_line(plan, scope, BLANK).line
        data = sent(line, indicator=PENTA3, place="Tapé", reprendre="1")
        page = story.client_of("kadia").post(url(plan, f"lignes/{line.key}/"), data).content.decode()
        assert 'name="baseline" value="93"' in page
        assert 'value="Tapé"' in page
        line.refresh_from_db()
        assert line.baseline is None  # nothing is saved before it is read


def test_who_may_not_read_figures_gets_none(story: Cast) -> None:
    assert known(story.territory.aire, PENTA3, story.scope_of("oumar")) is None
    assert known(story.territory.aire, "ZZZ", story.scope_of("kadia")) is None
