"""One convention of the first aire with its host commune, begun by Fanta, seen from October 2026."""

from collections.abc import Iterator

import pytest
import time_machine

from conventions.beginning import begin
from conventions.models import Cam
from conventions.pairs import Pair
from tests.cast import Cast

NOW = "2026-10-05T10:00:00+00:00"


@pytest.fixture(autouse=True)
def october() -> Iterator[time_machine.Traveller]:
    """Monday 5 October 2026."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def pair(everybody: Cast) -> Pair:
    """Samakélé with Banamba, its host."""
    return Pair(everybody.territory.aire, everybody.territory.host)


@pytest.fixture
def cam(pair: Pair, everybody: Cast) -> Cam:
    """A draft with the typical commitments."""
    made = begin(pair, everybody.scope_of("fanta"))
    return Cam.objects.located().get(pk=made.pk)
