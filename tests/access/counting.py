"""How many SQL queries one answer costs, beside what is written."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.access.asking import API, Asked, Askers, expected_class, targets
from tests.access.expected import ROUTES

NOW = "2026-11-12T10:00:00+00:00"  # September was due, October too
MARKS = ("SAVEPOINT", "RELEASE", "ROLLBACK")  # the edges of a transaction read no row
Written = Mapping[str, Mapping[str, int]]  # route → who asks → queries


@contextmanager
def undone() -> Iterator[None]:
    """On the day of the world; nothing that is done stays."""
    with time_machine.travel(NOW, tick=False), transaction.atomic():
        yield
        transaction.set_rollback(True)


def differences(askers: Askers, written: Written, questions: Mapping[str, str]) -> list[str]:
    """Where the cost is not what is written; ``questions``: route → « ?q=a »."""
    return [
        f"{route} for {player}: {found} queries, {count} written"
        for route, by_player in written.items()
        for player, count in by_player.items()
        if (found := _cost(askers, route, player, questions.get(route, ""))) != count
    ]


def _cost(askers: Askers, route: str, player: str, question: str) -> int:
    """The queries of one answer, about the first object this player may ask about.

    Of the second answer: the first one has read the catalogue, which the process then keeps.
    """
    asked = next(
        one
        for target in targets(ROUTES[route])
        if expected_class(player, one := Asked(route, "GET", target)) == "ok"
    )
    client, address = _client(askers, route, player), askers.address(asked, player) + question
    _answer(client, address)
    with CaptureQueriesContext(connection) as found:
        answer = _answer(client, address)
    right = {200} if route.startswith(API) else {200, 302}
    assert answer.status_code in right, f"{route} for {player}: {answer.status_code}"
    return sum(not query["sql"].startswith(MARKS) for query in found)


def _answer(client: Client, address: str) -> Any:
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer)  # read to its end, it closes its file
    return answer


def _client(askers: Askers, route: str, player: str) -> Client:
    if not route.startswith(API):
        return askers.world.cast.client_of(player)
    program = askers.program(player)
    program.get("/api/v1/moi/")  # the first use of a token on a day is written down
    return program
