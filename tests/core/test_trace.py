"""The number of a request, the line it leaves in the log, what no line ever holds."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest
from django.contrib.auth import authenticate
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django.fixtures import Settings

from config.celery import send_number, take_number
from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as of_the_site
from core.access import Action, Request, requires
from core.http import reading, writing
from core.journal import formatter
from core.trace import carry, request_number
from tests.cast import PASSWORD, Cast

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
NUMBER = r"[0-9A-F]{4}(-[0-9A-F]{4}){2}"
SECRETS = {
    "body": "canari-corps-70112233",
    "query": "canari-question",
    "cookie": "canari-biscuit",
    "header": "canari-jeton",
    "password": "canari mot de passe",
    "phone": "70 44 55 66",
}


@writing
@requires(Action.ANYONE)
def break_down(request: Request) -> NoReturn:
    """As a view does that quotes, in its error, all that it was given."""
    given = f"{request.POST} {request.COOKIES} {request.headers} {request.get_full_path()}"
    raise RuntimeError(f"with {given}") from ValueError(given)


@reading
@requires(Action.ANYONE)
def speak(_request: Request) -> HttpResponse:
    """Writes its own line."""
    logging.getLogger("jekabaara.essai").info("spoken of=%s", "mil")
    return HttpResponse("fait")


urlpatterns = [
    path("panne/", break_down, name="break_down"),
    path("parole/", speak, name="speak"),
    *of_the_site,
]
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Every line so far, as a deployed site writes it; each must be one JSON object."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter("json"))
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)


@pytest.fixture
def client(settings: Settings, db: None) -> Client:
    settings.ROOT_URLCONF = "tests.core.test_trace"
    return Client(raise_request_exception=False)


def test_one_line_a_request(client: Client, lines: Lines) -> None:
    answer = client.get("/aide/?q=canari")
    (line,) = lines()
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert (line["event"], line["method"], line["route"], line["status"]) == (
        "request",
        "GET",
        "help_show",
        200,
    )
    assert line["person"] is None
    assert isinstance(line["duration_ms"], int)
    assert set(line) == {
        *("event", "request_id", "logger", "level", "method", "route", "status", "duration_ms", "person"),
        "timestamp",
    }


def test_who_asked(everybody: Cast, client: Client, lines: Lines) -> None:
    client.force_login(everybody.user_of("kadia"))
    client.get("/mes-droits/")
    assert lines()[-1]["person"] == everybody.person_of("kadia").pk


def test_what_a_view_says_bears_the_number(client: Client, lines: Lines) -> None:
    answer = client.get("/parole/")
    spoken = next(line for line in lines() if line["event"] == "spoken of=mil")
    assert spoken["request_id"] == answer.headers["X-Request-ID"]
    assert spoken["logger"] == "jekabaara.essai"


@pytest.mark.parametrize("given", ["d41d8cd9-8f00-4204-a980-0998ecf8427e", "0123456789abcdef"])
def test_a_plain_number_is_taken(client: Client, lines: Lines, given: str) -> None:
    assert client.get("/aide/", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given
    assert lines()[-1]["request_id"] == given


@pytest.mark.parametrize(
    "given", ["court", "x" * 65, "70 00 01 00 12", "a\nb" * 5, '{"event":"x"}', "é" * 10, "-" * 12, ""]
)
def test_any_other_is_not(client: Client, given: str) -> None:
    assert client.get("/aide/", headers={"X-Request-ID": given}).headers["X-Request-ID"] != given


@pytest.mark.parametrize("address", ["/nulle-part/", "/aide/%00", "/static/nulle-part.css", "/panne/"])
def test_refusals_and_breakdowns_have_one_too(client: Client, address: str) -> None:
    answer = client.post(address) if address == "/panne/" else client.get(address)
    assert answer.status_code >= 400
    assert answer.headers["X-Request-ID"]


def sent(client: Client, address: str) -> Any:
    client.cookies["sessionid"] = SECRETS["cookie"]
    return client.post(
        f"{address}?q={SECRETS['query']}",
        {"username": SECRETS["phone"], "password": SECRETS["password"], "texte": SECRETS["body"]},
        headers={"Authorization": f"Bearer {SECRETS['header']}", "User-Agent": SECRETS["header"]},
    )


@pytest.mark.parametrize("address", ["/panne/", "/connexion/", "/connexion/code/", "/nulle-part/70445566/"])
def test_nothing_of_what_was_sent(client: Client, lines: Lines, address: str) -> None:
    sent(client, address)
    found = lines()
    assert found
    text = json.dumps(found, ensure_ascii=False)
    for secret in (*SECRETS.values(), "70445566", "canari"):
        assert secret not in text


def test_a_breakdown_tells_where(client: Client, lines: Lines) -> None:
    answer = sent(client, "/panne/")
    broken = next(line for line in lines() if line["event"] == "request_failed")
    assert answer.status_code == 500
    assert broken["error"] == ["RuntimeError", "ValueError"]
    assert any(frame.startswith("tests/core/test_trace.py:") for frame in broken["frames"])
    assert broken["request_id"] == answer.headers["X-Request-ID"]
    assert answer.headers["X-Request-ID"] in answer.content.decode()


def test_failed_sign_ins_are_written_without_a_name(everybody: Cast, client: Client, lines: Lines) -> None:
    for _ in range(7):
        client.post("/connexion/", {"username": "70 00 01 00", "password": "canari"})
    events = [line["event"] for line in lines()]
    assert events.count("sign_in_refused") == 7
    assert events.count("locked_out") == 2
    text = json.dumps(lines(), ensure_ascii=False)
    for secret in ("70 00 01 00", "70000100", "kadia", "canari"):
        assert secret not in text


def test_what_the_database_says_is_kept(lines: Lines) -> None:
    error = OperationalError("database is locked\nof a reader: canari")
    logging.getLogger("jekabaara.essai").error("no_base", exc_info=error)
    assert lines()[-1]["error"] == ["OperationalError: database is locked"]


class Task:
    """What Celery gives of a message that came."""

    def __init__(self, headers: dict[str, Any]) -> None:
        self.request = type("Context", (), headers)


def test_the_number_travels_with_a_task() -> None:
    carry("3F0A-91C2-77DE")
    headers: dict[str, Any] = {}
    send_number(headers=headers)
    carry("")
    assert request_number() != "3F0A-91C2-77DE"
    take_number(task=Task(headers))
    assert request_number() == "3F0A-91C2-77DE"
    take_number(task=Task({}))
    assert request_number() != "3F0A-91C2-77DE"


def test_a_throttle_that_cannot_count_lets_nobody_in(everybody: Cast, client: Client) -> None:
    """The count of axes is in the database: without it the right password opens nothing."""

    def broken(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if "axes_" in sql:
            raise OperationalError("no table today")
        return execute(sql, *rest)

    with connection.execute_wrapper(broken):
        answer = client.post("/connexion/", {"username": "kadia", "password": PASSWORD})
        with pytest.raises(OperationalError):
            authenticate(HttpRequest(), username="kadia", password=PASSWORD)
    assert answer.status_code == 500
    assert "_auth_user_id" not in client.session
