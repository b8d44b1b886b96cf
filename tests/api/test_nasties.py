"""What no honest program sends: each is a problem in French, never a breakdown, nothing is kept of it."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from monitoring.models import MonthlyReport, Period
from tests.api.program import JSON, Program, of_report, problem
from tests.cast import Cast

pytestmark = pytest.mark.django_db

DEEP = 100_000
BODIES: dict[str, tuple[bytes, int]] = {
    "NUL in a key": (b'{"version": 0, "valeurs": {"CP\\u0000N2": 1}}', 400),
    "NUL in a text": (b'{"version": "\\u0000", "valeurs": {"CPN2": 1}}', 400),
    "a raw NUL": (b'{"version": 0, "valeurs": {"CPN2": 1}}\0', 400),
    "half a letter": (b'{"version": 0, "valeurs": {"\\ud800": 1}}', 400),
    "no UTF-8": (b'{"version": 0, "valeurs": {"\xff\xfe": 1}}', 400),
    "UTF-16": ('{"version": 0, "valeurs": {"CPN2": 1}}'.encode("utf-16"), 400),
    "10^400": (b'{"version": 0, "valeurs": {"CPN2": 1' + b"0" * 400 + b"}}", 422),
    "10^400 for a version": (b'{"version": 1' + b"0" * 400 + b', "valeurs": {"CPN2": 1}}', 422),
    "10^9999": (b'{"version": 0, "valeurs": {"CPN2": 1' + b"0" * 9999 + b"}}", 400),
    "1e400": (b'{"version": 0, "valeurs": {"CPN2": 1e400}}', 400),
    "1e5": (b'{"version": 0, "valeurs": {"CPN2": 1e5}}', 422),
    "NaN": (b'{"version": 0, "valeurs": {"CPN2": NaN}}', 400),
    "Infinity": (b'{"version": 0, "valeurs": {"CPN2": -Infinity}}', 400),
    "a megabyte for a key": (b'{"version": 0, "valeurs": {"' + b"A" * 1_000_000 + b'": 1}}', 422),
    "a megabyte for a value": (b'{"version": 0, "valeurs": {"CPN2": "' + b"A" * 1_000_000 + b'"}}', 422),
    "deep lists": (b"[" * DEEP + b"]" * DEEP, 400),
    "deep objects": (b'{"version":' * DEEP + b"0" + b"}" * DEEP, 400),
    "depth without an end": (b"[" * DEEP, 400),
    "a key twice": (b'{"version": 0, "version": 1, "valeurs": {"CPN2": 1}}', 400),
    "a cell twice": (b'{"version": 0, "valeurs": {"CPN2": 1, "CPN2": 2}}', 400),
    "a comma too many": (b'{"version": 0, "valeurs": {"CPN2": 1},}', 400),
    "nothing but spaces": (b"   ", 400),
    "nothing": (b"", 422),
    "too heavy": (b'{"a": "' + b"A" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 10) + b'"}', 413),
}
TYPES = (
    "text/plain", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded",
    "application/json; charset=latin-1; boundary=x", "application/jsonp", "", "\u00e9",
)  # fmt: skip


@pytest.fixture
def kadia(everybody: Cast, october: Period) -> Program:
    return Program(everybody, "kadia")


def save(program: Program, url: str, body: bytes, content_type: str = JSON, **more: Any) -> Any:
    return program.client.generic(
        "POST", url, body, content_type, headers={"idempotency-key": str(uuid4())}, **more
    )


@pytest.mark.parametrize("what", BODIES)
def test_a_hostile_body_is_refused_in_french(
    everybody: Cast, october: Period, kadia: Program, what: str
) -> None:
    body, status = BODIES[what]
    answer = save(kadia, of_report(everybody.territory.aire, october, "valeurs"), body)
    told = problem(answer, status)
    assert len(answer.content) < 20_000, "what was sent is not sent back whole"
    assert told["title"] in {"Demande illisible", "À corriger", "Trop volumineux"}
    assert not MonthlyReport.objects.exists()


@pytest.mark.parametrize("content_type", TYPES)
def test_anything_but_json_is_refused(
    everybody: Cast, october: Period, kadia: Program, content_type: str
) -> None:
    body = json.dumps({"version": 0, "valeurs": {"CPN2": 1}}).encode()
    answer = save(kadia, of_report(everybody.territory.aire, october, "valeurs"), body, content_type)
    if content_type.startswith("application/json;"):
        assert answer.status_code == 200
    else:
        problem(answer, 415)


def test_a_body_announced_as_too_heavy_is_not_read(everybody: Cast, october: Period, kadia: Program) -> None:
    url = of_report(everybody.territory.aire, october, "valeurs")
    problem(save(kadia, url, b"{}", CONTENT_LENGTH=str(10**10)), 413)


@pytest.mark.parametrize("length", ["-1", "abc", "1e3"])
def test_a_length_that_is_none_is_no_breakdown(
    everybody: Cast, october: Period, kadia: Program, length: str
) -> None:
    answer = save(
        kadia, of_report(everybody.territory.aire, october, "valeurs"), b"{}", CONTENT_LENGTH=length
    )
    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize(
    "place", ["ML09-CSCOM-1", "%00", "%ED%A0%80", "x" * 5000, "..", "1;DROP", "ML02-CSCOM-2"]
)
@pytest.mark.parametrize("month", ["2026-10", "2026-13", "0000-00", "20261", "2026-10%0A", "9999-12"])
def test_an_address_out_of_reach_does_not_exist(
    everybody: Cast, october: Period, kadia: Program, place: str, month: str
) -> None:
    url = f"/api/v1/rapports/{place}/{month}/valeurs/"
    answer = save(kadia, url, b'{"version": 0, "valeurs": {"CPN2": 1}}')
    assert answer.status_code in {400, 404}
    problem(answer, answer.status_code)
    assert not MonthlyReport.objects.exists()


@pytest.mark.parametrize(
    "shown", ["Bearer \x00", "Bearer " + "a" * 100_000, "Bearer é", "bearer", "Bearer  a b"]
)
def test_a_hostile_token_is_no_token(everybody: Cast, shown: str) -> None:
    answer = Client().get("/api/v1/moi/", headers={"authorization": shown.encode().decode("latin-1")})
    assert answer.status_code in {400, 401}
    problem(answer, answer.status_code)


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/*", "nonsense", "a/b;q=é"])
def test_the_api_answers_json_or_says_so(everybody: Cast, kadia: Program, accept: str) -> None:
    answer = kadia.client.get("/api/v1/moi/", headers={"accept": accept})
    assert answer.status_code in {200, 406}
    if answer.status_code == 406:
        problem(answer, 406)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO"])
def test_a_method_of_another_world_is_told(
    everybody: Cast, october: Period, kadia: Program, method: str
) -> None:
    url = of_report(everybody.territory.aire, october, "valeurs")
    told = kadia.client.generic(method, url, b"{}", JSON)
    problem(told, 405)
    assert told.headers["Allow"] == "POST"
