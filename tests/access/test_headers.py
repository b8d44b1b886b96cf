"""Every page, of ours or of the administration, carries the headers of the house."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import get_resolver

from tests.access.asking import Askers, questions
from tests.access.engines import here
from tests.access.expected import ROUTES
from tests.access.raw import answer_to
from tests.headers import faults
from tests.house.test_routes import routes

SHARED = "service_worker"  # the same for everybody, asked again each time


def everything(askers: Askers, player: str) -> Iterator[tuple[str, Any]]:
    """Each route by GET, by POST, at a place of each class of answer; and its answer."""
    for name in ROUTES:
        for asked, _ in questions(player, name):
            client = askers.program(player) if name.startswith("api_") else askers.browser(player)
            yield (
                f"{asked.method} {name} {asked.target}",
                answer_to(client, asked.method, askers.address(asked, player)),
            )


@pytest.mark.parametrize("player", here(["anonyme", "kadia", "salif", "nana", "yaya"]))
def test_every_route(askers: Askers, player: str) -> None:
    wrong = {
        what: found
        for what, response in everything(askers, player)
        if (found := faults(response, shared=what.startswith(f"GET {SHARED}")))
    }
    assert wrong == {}


def administration() -> list[str]:
    """Every address of Django's administration that needs no number."""
    found = [
        "/" + address.replace("administration/", "administration/", 1)
        for address, _ in routes(get_resolver().url_patterns)
        if address.startswith("administration/") and "<" not in address and "(?P" not in address
    ]
    assert len(found) > 30
    return found


def test_the_administration(askers: Askers) -> None:
    client = askers.browser("yaya")
    answers = {url: answer_to(client, "GET", url) for url in administration()}
    assert {url: found for url, response in answers.items() if (found := faults(response))} == {}
    assert {response.status_code for response in answers.values()} >= {200}
    assert 500 not in {response.status_code for response in answers.values()}
