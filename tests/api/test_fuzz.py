"""Every endpoint asked thousands of odd things, by schemathesis: what it documents is what it answers.

The description is loaded as a program would, its path parameters narrowed to the places, months, numbers of
the access world, near and far, so that most questions come further than 404. Each is undone.
"""

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from core.api_schema import schema
from monitoring.loading import load_catalogue
from tests.access.asking import Askers
from tests.access.world import World, build_world

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

pytestmark = pytest.mark.django_db
ASKERS = {
    "kadia": 5,
    "salif": 5,
    "nana": 5,
    "anonyme": 2,
}  # → questions an endpoint, valid ones then wrong ones
LONG = 5  # times as many with « -m long »
CELLS = ["CPN2", "CPN3", "CPN1.lt15", "CC_NC.lt1.F", "REC_ACT", "CS_RAP"]
BOTH = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
# Rules that no schema tells (cells of the month, days to come) answer 422.
TAKEN = ["2xx", "401", "403", "404", "409", "422"]


@dataclass(frozen=True)
class Fuzzed:
    """Who asks what."""

    askers: Askers
    operations: dict[str, Any]


@pytest.fixture(scope="module")
def fuzzed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Fuzzed]:
    """The access world and its API, in a transaction that is undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        load_catalogue()
        world = build_world()
        yield Fuzzed(Askers(world), operations_of(narrowed(copy.deepcopy(schema()), world)))
        transaction.set_rollback(True)


def narrowed(made: dict[str, Any], world: World) -> dict[str, Any]:
    """Path parameters take what exists, in the readers' reach or not, besides a stranger."""
    known: dict[str, list[Any]] = {
        "aire": [world.codes[name] for name in ("aire1", "aire2", "aire_z")],
        "code": [*world.codes.values(), "RIEN-1"],
        "month": ["2026-09", "2026-10", "2031-12"],
        "indicator": ["I01", "I11", "I99"],
        "number": [document.number for document in world.documents.values()],
    }
    for methods in made["paths"].values():
        for told in methods.values():
            for parameter in told.get("parameters", []):
                if parameter["in"] == "path" and parameter["name"] in known:
                    parameter["schema"] = {"type": "string", "enum": known[parameter["name"]]}
    for name, shape in made["components"]["schemas"].items():
        if name.startswith("Save") and "valeurs" in shape["properties"]:
            shape["properties"]["valeurs"]["propertyNames"] = {"enum": CELLS}
    return made


def operations_of(made: dict[str, Any]) -> dict[str, Any]:
    """operationId → operation, wired to the application itself."""
    rules = {
        "checks": {"positive_data_acceptance": {"expected-statuses": TAKEN}},
        "generation": {"allow-x00": False},  # a NUL is no text to any address of ours: ``test_nasties``
    }
    loaded = schemathesis.openapi.from_dict(made, config=SchemathesisConfig.from_dict(rules))
    loaded.app = whole(get_wsgi_application())
    found = [result.ok() for result in loaded.get_all_operations() if isinstance(result, Ok)]
    return {operation.definition.raw["operationId"]: operation for operation in found}


def whole(app: "WSGIApplication") -> "WSGIApplication":
    """The application, its answers read to the end, so that no file stays open.

    As in Django's own test client, a request neither begins nor ends by closing the connection of the test.
    """

    def read(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        signals = (request_started, request_finished)
        for signal in signals:
            signal.disconnect(close_old_connections)
        try:
            answer: Any = app(environ, start_response)
            try:
                return [b"".join(answer)]
            finally:
                answer.close()
        finally:
            for signal in signals:
                signal.connect(close_old_connections)

    return read


def names() -> list[str]:
    return sorted(told["operationId"] for methods in schema()["paths"].values() for told in methods.values())


def ask(fuzzed: Fuzzed, player: str, case: Any) -> None:
    """One question, undone; the answer is held against the description."""
    shown = {**fuzzed.askers.shown(player), "Accept-Encoding": "identity"}  # the tool reads no squeezed body
    with transaction.atomic():
        response = case.call(headers=shown)
        case.validate_response(response, headers=shown)
        transaction.set_rollback(True)


def walk(fuzzed: Fuzzed, name: str, player: str, times: int, mode: GenerationMode) -> None:
    @settings(
        max_examples=times, derandomize=True, database=None, deadline=None, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(fuzzed.operations[name].as_strategy(generation_mode=mode))
    def asked(case: Any) -> None:
        ask(fuzzed, player, case)

    try:
        asked()
    except Unsatisfiable:  # an endpoint without parameters can be asked nothing wrong
        assert mode == GenerationMode.NEGATIVE


@pytest.mark.long
@pytest.mark.parametrize("name", names())
def test_the_same_at_length(fuzzed: Fuzzed, name: str) -> None:
    for player, times in ASKERS.items():
        for mode in BOTH:
            walk(fuzzed, name, player, times * LONG, mode)


@pytest.mark.parametrize("name", names())
def test_what_is_documented_is_what_is_answered(fuzzed: Fuzzed, name: str) -> None:
    # The second engine is asked less: what it alone refuses, it refuses of the first questions.
    share = 1 if connection.vendor == "sqlite" else 3
    for player, times in ASKERS.items():
        for mode in BOTH:
            walk(fuzzed, name, player, -(-times // share), mode)
