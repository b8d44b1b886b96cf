"""The API tells itself: a valid OpenAPI document, every address in it, a page that anybody may read."""

import json
from collections.abc import Iterable
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.validation import validate_schema

from core.api_schema import schema
from tests.access.expected import ROUTES

PAGES = {"api_documentation"}  # under the API's addresses, and no endpoint


def endpoints(patterns: Iterable[URLPattern | URLResolver], under: str = "/") -> Iterable[tuple[str, str]]:
    """(name, address as the description writes it) of every route of the API."""
    for pattern in patterns:
        address = under + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from endpoints(pattern.url_patterns, address)
        elif str(pattern.name).startswith("api_") and pattern.name not in PAGES:
            yield str(pattern.name), address


def plain(address: str) -> str:
    """« /a/<slug:code>/ » → « /a/{code}/ »."""
    pieces = address.replace(">", "}").split("<")
    return "{".join([pieces[0], *(piece.partition(":")[2] for piece in pieces[1:])]).replace("{pk}", "{id}")


def operations() -> Iterable[tuple[str, str, dict[str, Any]]]:
    for path, methods in schema()["paths"].items():
        for method, told in methods.items():
            yield path, method, told


def test_the_description_is_valid_and_says_nothing_unwillingly(capsys: pytest.CaptureFixture[str]) -> None:
    schema.cache_clear()
    validate_schema(json.loads(json.dumps(schema())))
    assert "Warning" not in capsys.readouterr().err


def test_every_endpoint_is_described() -> None:
    named = dict(endpoints(get_resolver().url_patterns))
    assert {name for name in ROUTES if name.startswith("api_")} == {*named, *PAGES}
    assert {path for path, _, _ in operations()} == {plain(address) for address in named.values()}


def test_every_operation_tells_its_errors_as_problems() -> None:
    for path, method, told in operations():
        assert told["summary"], path
        assert told["tags"], path
        statuses = {int(code): said for code, said in told["responses"].items()}
        needed = {400, 405, 406, 422, 429} | ({409, 413, 415} if method == "post" else set())
        if told.get("security"):
            needed |= {401, 403, 404}
        assert needed <= set(statuses), (path, needed - set(statuses))
        for status, said in statuses.items():
            if status >= 400:
                assert list(said["content"]) == ["application/problem+json"], path
                assert said["description"], path


def test_one_of_two_ways_in_is_enough() -> None:
    told = schema()["paths"]["/api/v1/moi/"]["get"]
    assert told["security"] == [{"jeton": []}, {"session": []}]
    assert set(schema()["components"]["securitySchemes"]) == {"jeton", "session"}


@pytest.mark.django_db
def test_anybody_reads_the_description() -> None:
    answer = Client().get("/api/v1/schema/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json() == json.loads(json.dumps(schema()))


@pytest.mark.django_db
def test_the_page_tells_every_endpoint() -> None:
    answer = Client().get("/api/v1/documentation/")
    assert answer.status_code == 200
    html = answer.content.decode()
    for path, _, told in operations():
        assert f"<code>{path}</code>" in html
        assert f'id="{told["operationId"]}"' in html
    assert "Pointeur JSON" not in html  # errors are told once, elsewhere
    assert "Code de la fonction" in html  # fields of inner objects are there
