"""Programs that send over the API while the site dies: the same again, under the same key, until answered."""

import http.client
import json
import random
import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Condition, Event, Lock
from typing import Any

from tests.chaos.house import HOST
from tests.chaos.people import Desk, Office

REASON = "incoherent"
FIRST_WAIT, LAST_WAIT = 0.2, 2.0  # seconds before sending again: longer each time, as one must
PATIENCE = 120.0  # seconds one message may take, deaths included
TRANSIENT = {0, 429, 500, 502, 503}  # no answer, or one that says « later »
Answer = tuple[int, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Sent:
    """One save that was acknowledged."""

    operation: str
    report: str  # « aire/mois »
    cells: Mapping[str, int | None]
    version: int  # of the report, as the answer said
    device: bool = False  # sent by a device
    left_at: float = 0.0  # when the message that was answered left


@dataclass
class Told:
    """What the clients lived through together."""

    saves: list[Sent] = field(default_factory=list)
    acts: list[tuple[str, str, int]] = field(default_factory=list)  # report, act, version after
    retries: Counter[int] = field(default_factory=Counter)  # by status, 0: no answer
    replayed: int = 0  # acknowledged the second time only: the first answer was lost
    slowest: float = 0.0
    stop: Event = field(default_factory=Event)
    rush: Condition = field(default_factory=Condition)
    lock: Lock = field(default_factory=Lock)

    def wake(self) -> None:
        """Whoever rests sends now: what dies next dies under everybody's messages."""
        with self.rush:
            self.rush.notify_all()


class Stopped(Exception):
    """The run ends before the work does."""


@dataclass
class Client:
    """One program with its token; ``pause``: seconds, on average, between two messages."""

    port: int
    told: Told
    dice: random.Random
    pause: float

    def rest(self) -> None:
        """Wait a while, differently each time, unless everybody is called at once."""
        with self.told.rush:
            self.told.rush.wait(self.dice.uniform(0, 2 * self.pause))
        if self.told.stop.is_set():
            raise Stopped

    def insist(self, path: str, token: str, body: Mapping[str, Any], key: str = "") -> dict[str, Any]:
        """Send until the answer is 200; what was lost on the way is sent again, the same."""
        began, wait = time.monotonic(), FIRST_WAIT
        while True:
            status, answer = self._send(path, token, body, key)
            took = time.monotonic() - began
            if status == http.HTTPStatus.OK:
                with self.told.lock:
                    self.told.slowest = max(self.told.slowest, took)
                return answer
            assert status in TRANSIENT, (path, status, answer)
            assert took < PATIENCE, f"{path}: no answer in {PATIENCE} s, {status} {answer}"
            with self.told.lock:
                self.told.retries[status] += 1
            if self.told.stop.wait(wait * self.dice.uniform(0.5, 1)):
                raise Stopped
            wait = min(2 * wait, LAST_WAIT)

    def _send(self, path: str, token: str, body: Mapping[str, Any], key: str) -> Answer:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        connection = http.client.HTTPConnection(HOST, self.port, timeout=20)
        try:
            connection.request("POST", path, json.dumps(body), headers)
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            return 0, {}
        finally:
            connection.close()
        if answer.status in TRANSIENT:
            return answer.status, {}
        found = json.loads(content)
        return answer.status, found if isinstance(found, dict) else {}


def typist(client: Client, desk: Desk, cell: str, turns: int) -> None:
    """Types, corrects, empties one cell, each acknowledged before the next; the last is sent once more."""
    path, version = f"/api/v1/rapports/{desk.report}/valeurs/", 0
    body: dict[str, Any] = {}
    key, last = "", None
    for _ in range(turns):
        client.rest()
        value = client.dice.choice([n for n in (None, *range(1, 50)) if n != last])
        key, body = str(uuid.uuid4()), {"version": version, "valeurs": {cell: value}}
        answer = client.insist(path, desk.token, body, key)
        assert not answer.get("conflits"), answer
        version, last = answer["version"], value
        with client.told.lock:
            client.told.replayed += bool(answer["deja_recu"])
            client.told.saves.append(Sent(key, desk.report, {cell: value}, version))
    # Had this answer been lost too, it would not be counted twice.
    assert client.insist(path, desk.token, body, key)["deja_recu"] is True


def official(client: Client, office: Office, busy: Callable[[], bool]) -> None:
    """Declares a report, sends it back, as long as the others type: totals move each time."""
    path, version = f"/api/v1/rapports/{office.report}", 0
    while True:
        for act, token, more in (
            ("declarer", office.secretary, {}),
            ("renvoyer", office.sis, {"motifs": [REASON], "texte": "Un chiffre est à revoir."}),
        ):
            client.rest()
            answer = client.insist(f"{path}/{act}/", token, {"version": version, **more})
            version = answer["version"]
            with client.told.lock:
                client.told.replayed += bool(answer["deja_fait"])
                client.told.acts.append((office.report, act, version))
            if act == "declarer" and not busy():
                return
