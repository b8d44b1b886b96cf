"""Devices that send while the site dies: the same sending until it is answered, cells typed meanwhile."""

import random
import time
from collections.abc import Sequence
from typing import Any

from tests.chaos.clients import FIRST_WAIT, LAST_WAIT, PATIENCE, Client, Sent, Stopped
from tests.chaos.people import Desk
from tests.loss.device import RECEIVED, TRANSIENT, Device, Sending

AT_ONCE = 3  # cells of one sending, at most, when the network is good


def carrier(client: Client, desk: Desk, cells: Sequence[str], turns: int) -> None:
    """Types a few cells, sends them, types on while nobody answers; the last sending leaves twice."""
    device, dice = Device(client.port, desk.session, desk.report), client.dice
    last: Sending | None = None
    for turn in range(turns):
        client.rest()
        for cell in dice.sample(cells, dice.randint(1, AT_ONCE)):
            fill(device, cell, dice)
        last = device.freeze()
        answer = _insist(client, device, cells if turn < turns - 1 else ())
        assert not answer["refusees"], answer
        assert not answer["conflits"], answer
        sent = Sent(
            last.operation, desk.report, last.values, answer["version"], device=True, left_at=device.sent_at
        )
        with client.told.lock:
            client.told.saves.append(sent)
    # Had this answer been lost too, it would not be counted twice.
    assert last is not None
    device.sending = last
    answer = _insist(client, device, ())
    assert set(answer["recues"]) == set(last.cells), answer


def fill(device: Device, cell: str, dice: random.Random) -> None:
    """Another value than the one in sight: a number, or nothing."""
    seen = device.shows(cell)
    value = dice.choice([n for n in (None, *range(1, 50)) if n != seen])
    device.type(cell, "" if value is None else str(value))


def _insist(client: Client, device: Device, cells: Sequence[str]) -> dict[str, Any]:
    """The same sending until it is received; ``cells``: where somebody types meanwhile, for the next one."""
    began, wait = time.monotonic(), FIRST_WAIT
    going = device.sending
    while True:
        status, answer = device.flush()
        took = time.monotonic() - began
        if status == RECEIVED:
            with client.told.lock:
                client.told.slowest = max(client.told.slowest, took)
            return answer
        assert status in TRANSIENT, (device.report, status, answer)
        assert took < PATIENCE, f"{device.report}: no answer in {PATIENCE} s, {status} {answer}"
        assert device.sending is going
        with client.told.lock:
            client.told.retries[status] += 1
        if cells:
            fill(device, client.dice.choice(cells), client.dice)
        if client.told.stop.wait(wait * client.dice.uniform(0.5, 1)):
            raise Stopped
        wait = min(2 * wait, LAST_WAIT)
