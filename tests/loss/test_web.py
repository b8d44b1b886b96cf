"""kill -9 of the web under twenty tabs, or twenty devices: nothing acknowledged is lost, or there twice."""

import pytest

from tests.loss.children import Web
from tests.loss.ledger import nothing_lost_nothing_twice
from tests.loss.storm import Who, carrier, storm, typist
from tests.loss.world import make_desk

pytestmark = [pytest.mark.deployed, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("who", [typist, carrier])
def test_the_web_dies_three_times(env: dict[str, str], who: Who) -> None:
    desk, died = make_desk(), []
    with Web(env) as web:
        told = storm(web.port, desk, lambda: died.append(web.kill_workers()), at=(8, 24, 40), who=who)
    assert len(died) == 3
    assert sum(died) >= 3
    assert told.retries > 0  # the deaths were felt
    nothing_lost_nothing_twice(env["DATABASE_URL"], told)
