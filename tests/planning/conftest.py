"""One plan of the first aire for 2027, written by Kadia, seen from October 2026."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine

from planning.beginning import begin
from planning.enums import Source
from planning.lines import write_line
from planning.models import Activity, Plan
from tests.cast import Cast

NOW = "2026-10-05T10:00:00+00:00"
BLANK: dict[str, Any] = {
    "objective": "Améliorer le suivi des grossesses",
    "result": "Chaque femme enceinte vient quatre fois",
    "text": "Tenir deux sorties avancées par mois",
    "tasks": "",
    "indicator": "",
    "indicator_words": "",
    "baseline": None,
    "target": None,
    "months": 0b111,
    "responsible": "DTC",
    "support": "commune",
    "place": "",
    "component": "",
    "groups": ["enceintes"],
    "unit": "sortie",
    "quantity": 24,
    "unit_cost": 25_000,
    "partner": "",
    **dict.fromkeys(Source.values, 0),
    "by_asaco": 400_000,
    "by_commune": 200_000,
}
Write = Callable[..., Activity]


@pytest.fixture(autouse=True)
def october() -> Iterator[time_machine.Traveller]:
    """Monday 5 October 2026."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def plan(everybody: Cast) -> Plan:
    """Begun by Kadia, with two lines."""
    scope = everybody.scope_of("kadia")
    made = begin(everybody.territory.aire, 2027, scope)
    write_line(made, scope, BLANK)
    repair = {"text": "Réparer la moto ambulance", "quantity": 1, "unit_cost": 600_000}
    write_line(made, scope, BLANK | repair)
    return made
