"""Twenty people type at once through a server that dies: each sends again, the same, until « Reçu »."""

import html
import http.client
import random
import re
import time
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from tests.loss.device import RECEIVED, TRANSIENT, Device, Sending
from tests.loss.tab import TOKEN, Tab
from tests.loss.world import Desk

TYPISTS = 20
ROUNDS = 3
PATIENCE = 90.0  # seconds one save may take, deaths of the server included


@dataclass
class Sent:
    """One save that was acknowledged: what was typed, what the page said."""

    operation: str
    cells: dict[str, int | None]
    said: str


@dataclass
class Told:
    """What the typists lived through together."""

    sent: list[Sent] = field(default_factory=list)
    retries: int = 0
    lock: Lock = field(default_factory=Lock)

    def __len__(self) -> int:
        return len(self.sent)


Who = Callable[[int, Desk, int, Told], None]


class StubbornTab(Tab):
    """A tab whose reader sends again what was not answered."""

    def insist(
        self, told: Told, path: str, body: Mapping[str, str] | None = None, *, good: int = 200
    ) -> tuple[str, str]:
        """Ask until the server answers ``good``: what it lost on the way is sent again, the same."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                status, address, page = self.ask(path, body)
            except (OSError, http.client.HTTPException):
                status, address, page = 0, "", ""
            if status == good:
                return address, page
            assert status in {0, 500, 502, 503}, (status, page[:2000])
            assert time.monotonic() < end, f"no answer in {PATIENCE} s: {status}"
            with told.lock:
                told.retries += 1
            time.sleep(random.uniform(0.05, 0.3))


def typist(port: int, desk: Desk, number: int, told: Told) -> None:
    """Types numbers in a cell of one's own, each « Reçu » before the next; the last is sent once more."""
    tab, cell = StubbornTab(port, desk.session), desk.cells[number]
    body: dict[str, str] = {}
    _, page = tab.insist(told, desk.path)
    for turn in range(1, ROUNDS + 1):
        operation, value = str(uuid.uuid4()), number * 100 + turn
        body = {
            f"c.{cell}": str(value),
            "version": _version(page),
            "operation": operation,
            "csrfmiddlewaretoken": TOKEN,
        }
        said, page = _received(tab, told, desk, body)
        with told.lock:
            told.sent.append(Sent(operation, {cell: value}, said))
    # The answer might have been lost: it is not counted twice.
    assert "déjà reçu" in _received(tab, told, desk, body)[0]


def _received(tab: StubbornTab, told: Told, desk: Desk, body: Mapping[str, str]) -> tuple[str, str]:
    """Sent until it is acknowledged: « Reçu à 10 h 04 : 1 case. », and the page that says so."""
    address, _ = tab.insist(told, desk.path, body, good=302)
    _, page = tab.insist(told, address)
    words = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))
    said = re.search(r"Reçu à \d+ h \d+[^.]*\.", words)
    assert said is not None, words[:1500]
    return said[0], page


def _version(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None, page
    return found[1]


def carrier(port: int, desk: Desk, number: int, told: Told) -> None:
    """A device with cells of its own: typed, typed again while nobody answers; the last leaves once more."""
    device, mine = Device(port, desk.session, desk.report), desk.carried[number::TYPISTS]
    sending: Sending | None = None
    for turn in range(1, ROUNDS + 1):
        for nth, cell in enumerate(mine):
            device.type(cell, str(number * 1_000 + turn * 100 + nth) if (turn + nth) % 3 else "")
        sending = device.freeze()
        answer = _accepted(device, told)
        with told.lock:
            told.sent.append(Sent(sending.operation, changed(sending), f"version {answer['version']}"))
    assert sending is not None
    device.sending = sending
    assert set(_accepted(device, told)["recues"]) == set(changed(sending))


def changed(sending: Sending) -> dict[str, int | None]:
    """The cells that are no more what they were."""
    return {cell: value for cell, value in sending.values.items() if value != sending.base[cell]}


def _accepted(device: Device, told: Told) -> dict[str, Any]:
    end = time.monotonic() + PATIENCE
    while True:
        status, answer = device.flush()
        if status == RECEIVED:
            return answer
        assert status in TRANSIENT, (status, answer)
        assert time.monotonic() < end, f"no answer in {PATIENCE} s: {status}"
        with told.lock:
            told.retries += 1
        time.sleep(random.uniform(0.05, 0.3))


def storm(
    port: int, desk: Desk, disturb: Callable[[], None], at: tuple[int, ...], *, who: Who = typist
) -> Told:
    """Everybody types (``who``); ``disturb`` each time so many saves (``at``) were acknowledged."""
    told = Told()
    with ThreadPoolExecutor(TYPISTS) as pool:
        all_of_them = [pool.submit(who, port, desk, number, told) for number in range(TYPISTS)]
        for count in at:
            while len(told) < count and not all(one.done() for one in all_of_them):
                time.sleep(0.005)
            disturb()
        for one in all_of_them:
            one.result()
    return told
