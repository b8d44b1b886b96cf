"""A device without a browser: it keeps what is typed, and sends the same until it is answered."""

import http.client
import json
import time
import uuid
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

TRANSIENT = frozenset({0, 429, 500, 502, 503})  # no answer, or one that says « later »
RECEIVED = 200
Value = int | None


@dataclass(frozen=True, slots=True)
class Sending:
    """Cells frozen together under one number: as typed, and as the device knew them before."""

    operation: str
    cells: dict[str, str]
    base: dict[str, Value]

    @property
    def values(self) -> dict[str, Value]:
        """What the report must hold once this is received."""
        return {cell: _value(text) for cell, text in self.cells.items()}


@dataclass
class Device:
    """One browser profile in the middle of a month (``report``: « aire/mois »), as ``sync.js`` makes it."""

    port: int
    session: str
    report: str
    known: dict[str, Value] = field(default_factory=dict)  # what the server last said
    typed: dict[str, tuple[str, Value]] = field(default_factory=dict)  # text, what it replaces
    sending: Sending | None = None
    sent_at: float = 0.0  # when the sending last left
    cookies: dict[str, str] = field(default_factory=dict)

    def type(self, cell: str, text: str) -> None:
        """Kept on the device, whatever the network does."""
        _, base = self.typed.get(cell, ("", self.known.get(cell)))
        self.typed[cell] = (text, base)

    def shows(self, cell: str) -> Value:
        """What the cell says now: what was typed, else what the server said."""
        return _value(self.typed[cell][0]) if cell in self.typed else self.known.get(cell)

    def freeze(self) -> Sending:
        """All that waits, under a number of its own, kept until it is answered."""
        cells = {cell: text for cell, (text, _) in self.typed.items()}
        base = {cell: before for cell, (_, before) in self.typed.items()}
        self.sending = Sending(str(uuid.uuid4()), cells, base)
        return self.sending

    def flush(self) -> tuple[int, dict[str, Any]]:
        """Ask who is there, send what is frozen, settle what came back; 0: no answer."""
        assert self.sending is not None
        status, told = self._ask("GET", "/sync/")
        if status != RECEIVED:
            return status, {}
        body = {
            "operation": self.sending.operation,
            "personne": told["personne"],
            "cases": self.sending.cells,
            "base": self.sending.base,
        }
        self.sent_at = time.time()
        status, answer = self._ask("POST", f"/sync/{self.report}/", json.dumps(body), told["jeton"])
        if status == RECEIVED:
            self._settle(self.sending, answer)
        return status, answer

    def _settle(self, sending: Sending, answer: dict[str, Any]) -> None:
        """A cell typed again meanwhile now replaces what was just received."""
        self.known = answer["valeurs"]
        for cell, text in sending.cells.items():
            now = self.typed.get(cell)
            if now and now[0] == text:
                del self.typed[cell]
            elif now:
                self.typed[cell] = (now[0], self.known.get(cell))
        self.sending = None

    def _ask(self, method: str, path: str, body: str | None = None, token: str = "") -> tuple[int, Any]:
        jar = {"sessionid": self.session, **self.cookies}
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())}
        if token:
            headers |= {"Content-Type": "application/json", "X-CSRFToken": token}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            return 0, {}
        finally:
            line.close()
        for one in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.coded_value for name, morsel in SimpleCookie(one).items()}
        return answer.status, {} if answer.status in TRANSIENT else json.loads(content or b"{}")


def _value(text: str) -> Value:
    return int(text) if text else None
