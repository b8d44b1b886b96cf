"""kill -9 of the web while twenty people type: nothing acknowledged is lost, nothing is there twice."""

import pytest

from tests.loss.children import Web
from tests.loss.ledger import nothing_lost_nothing_twice
from tests.loss.storm import storm
from tests.loss.world import make_desk

pytestmark = [pytest.mark.deployed, pytest.mark.django_db(transaction=True)]


def test_the_web_dies_three_times(env: dict[str, str]) -> None:
    desk, died = make_desk(), []
    with Web(env) as web:
        told = storm(web.port, desk, lambda: died.append(web.kill_workers()), at=(8, 24, 40))
    assert len(died) == 3
    assert sum(died) >= 3
    assert told.retries > 0  # the deaths were felt
    nothing_lost_nothing_twice(env["DATABASE_URL"], told)
