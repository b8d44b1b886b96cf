"""A program that asks the API: its token, its addresses, the problems it is told."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.test import Client

from cscom.models import Aire
from mandates import tokens
from mandates.scopes import scope_of_user
from monitoring.models import Period
from tests.cast import Cast

JSON = "application/json"


class Program:
    """A program of one of the cast, under a token with all their mandates."""

    def __init__(self, cast: Cast, name: str) -> None:
        user = cast.user_of(name)
        self.secret, self.token = tokens.issue(user, "Essai", scope_of_user(user))
        self.client = Client(headers={"authorization": f"Bearer {self.secret}"})

    def get(self, url: str) -> Any:
        return self.client.get(url)

    def post(self, url: str, body: object, **headers: str) -> Any:
        return self.client.post(url, json.dumps(body), JSON, headers=headers)

    def save(
        self, aire: Aire, period: Period, cells: Mapping[str, object], version: int = 0, key: str = ""
    ) -> Any:
        """Send cells read at ``version``, under a new key unless one is given."""
        body = {"version": version, "valeurs": dict(cells)}
        return self.post(of_report(aire, period, "valeurs"), body, **{"idempotency-key": key or str(uuid4())})


def of_report(aire: Aire, period: Period, end: str) -> str:
    return f"/api/v1/rapports/{aire.code}/{period.code}/{end}/"


def problem(response: Any, status: int) -> dict[str, Any]:
    """The body of a problem, whose outside is checked."""
    assert response.status_code == status, response.content.decode()
    assert response.headers["Content-Type"].startswith("application/problem+json")
    body: dict[str, Any] = json.loads(response.content)
    assert body["status"] == status
    assert body["detail"]
    return body


def faults(response: Any) -> dict[str, str]:
    """What is to be corrected: path → sentence (422)."""
    return {one["path"]: one["message"] for one in problem(response, 422)["errors"]}
