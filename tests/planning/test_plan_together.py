"""Ten people at the same instant on one plan, on PostgreSQL: their acts stand in one order, none is lost."""

from collections.abc import Callable

import pytest
from django.db import connection

from core.models import ActLog
from core.workflow import Refusal
from planning.acts import do
from planning.lines import write_line
from planning.models import Plan
from planning.workflow import CIRCUIT
from tests.cast import Cast
from tests.planning.conftest import BLANK
from tests.planning.moves import DETAILS
from tests.together import at_once

pytestmark = [pytest.mark.deployed, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def postgresql(db: None) -> None:
    """SQLite lets one writer in at a time: there is nothing to try there."""
    if connection.vendor != "postgresql":
        pytest.fail("run with ./run test --deployed")


def persistent(cast: Cast, plan: Plan, name: str, act: str) -> Callable[[], object]:
    """Tries again on the version it then reads, five times: as somebody in front of the page would."""
    scope = cast.scope_of(name)

    def run() -> object:
        refused: Refusal | None = None
        for _ in range(5):
            fresh = Plan.objects.located().get(pk=plan.pk)
            try:
                return CIRCUIT.apply(
                    fresh, act, scope, version=fresh.version, comment="Ainsi.", details=DETAILS.get(act)
                )
            except Refusal as refusal:
                refused = refusal
        return refused

    return run


def test_ten_at_once_stand_in_one_order(plan: Plan, everybody: Cast) -> None:
    CIRCUIT.apply(plan, "adopter", everybody.scope_of("moussa"), version=plan.version)
    start = plan.version
    deeds = [
        *(persistent(everybody, plan, name, "diverger") for name in ("kadia", "awa", "binta", "cheick")),
        persistent(everybody, plan, "drissa", "avis_touche"),
        persistent(everybody, plan, "fanta", "avis"),
        persistent(everybody, plan, "fanta", "renvoyer_commune"),
        persistent(everybody, plan, "moussa", "retirer"),
        persistent(everybody, plan, "seydou", "valider"),
        persistent(everybody, plan, "binta", "conseiller"),
    ]
    results = at_once(deeds)
    assert all(isinstance(one, ActLog | Refusal) for one in results), results
    logs = list(CIRCUIT.history(plan).filter(version__gt=start).order_by("version"))
    assert len(logs) == sum(isinstance(one, ActLog) for one in results) > 0
    assert [log.version for log in logs] == list(range(start + 1, start + 1 + len(logs)))
    state = "adopte"
    for log in logs:
        assert log.from_state == state
        state = log.to_state
    fresh = Plan.objects.get(pk=plan.pk)
    assert (fresh.state, fresh.version) == (state, logs[-1].version)


def test_ten_clicks_are_one_act(plan: Plan, everybody: Cast) -> None:
    scope, version = everybody.scope_of("moussa"), plan.version

    def click() -> object:
        fresh = Plan.objects.located().get(pk=plan.pk)
        return do(fresh, "adopter", scope, version=version, words="En session.").pk

    results = at_once([click] * 10)
    assert len(set(results)) == 1, results
    assert ActLog.objects.count() == 1


def test_a_line_and_an_adoption_never_both_on_one_version(plan: Plan, everybody: Cast) -> None:
    version, scopes = plan.version, {name: everybody.scope_of(name) for name in ("kadia", "moussa")}

    def adopt() -> object:
        fresh = Plan.objects.located().get(pk=plan.pk)
        return CIRCUIT.apply(fresh, "adopter", scopes["moussa"], version=version)

    def write() -> object:
        fresh = Plan.objects.located().get(pk=plan.pk)
        return write_line(fresh, scopes["kadia"], BLANK | {"text": "Une ligne de plus"})

    results = at_once([adopt, write])
    fresh = Plan.objects.get(pk=plan.pk)
    assert sum(isinstance(one, Refusal) for one in results) == 1, results
    assert fresh.version == version + 1
    assert fresh.activities.count() == (2 if fresh.state == "adopte" else 3)
