"""The storm itself: everybody sends, the quarter is printed, what was drawn dies."""

import http.client
import json
import random
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial

import psycopg2

from ops.places import Problem
from tests.chaos.clients import Client, Stopped, Told, official, typist
from tests.chaos.deaths import beat_ticks, strike, web_serves, worker_answers
from tests.chaos.devices import carrier
from tests.chaos.house import SETTLED, House, start, tell
from tests.chaos.people import World, world_of
from tests.chaos.plan import CLIENTS, DEVICES, Kill, Size
from tests.loss.tab import TOKEN, Tab

RUSH = 0.3  # seconds, at most, between the call to everybody and the death
STUCK = 120.0  # seconds without any progress
A_PAPER = 1.3  # seconds, about: clients take the time the batch takes
PREPARE = """
import json, sys, django
django.setup()
from dataclasses import asdict
from tests.chaos.world import make
print(json.dumps(asdict(make(int(sys.argv[1])))))
"""


@dataclass
class Storm:
    """What happened, and to whom."""

    site: House
    world: World
    size: Size
    told: Told = field(default_factory=Told)
    recoveries: list[tuple[Kill, float | None]] = field(default_factory=list)
    seconds: float = 0.0
    stuck: str = ""
    _printed: tuple[float, int, int] = (0.0, 0, 0)  # when it was read, papers, jobs not over

    def look(self) -> tuple[int, int]:
        """Papers issued, jobs not over: as last read, half a second ago at most when the database lives."""
        at, papers, waiting = self._printed
        if time.monotonic() - at > 0.5:
            with suppress(psycopg2.OperationalError):
                papers, waiting = self.site.ask(
                    "SELECT (SELECT count(*) FROM reports_document), "
                    "(SELECT count(*) FROM jobs_job WHERE state IN ('en_file', 'en_cours'))"
                )[0]
            self._printed = time.monotonic(), papers, waiting
        return papers, waiting

    @property
    def progress(self) -> float:
        """The share of the work that is done: saves and papers, half each."""
        return len(self.told.saves) / self.size.saves / 2 + self.look()[0] / self.size.communes / 2


def open_site(site: House, communes: int) -> World:
    """Fill it, start it, wait until it serves."""
    world = world_of(json.loads(site.python("-c", PREPARE, str(communes)).splitlines()[-1]))
    token = world.desks[0].token
    start(site)
    for name, ready in (
        ("web", lambda: web_serves(site, token)),
        ("worker", lambda: worker_answers(site)),
        ("beat", lambda: beat_ticks(site, 0)),
    ):
        if site.wait(ready, SETTLED) is None:
            raise Problem(f"«\u00a0{name}\u00a0» ne démarre pas. {site.log(name)[-3_000:]}")
    return world


def ask_batch(site: House, world: World) -> None:
    """The quarter of every commune, asked on the page by the région. Raises Problem."""
    tab = Tab(site.web_port, world.region)
    body = {"trimestre": world.quarter, "lesquels": "tous", "csrfmiddlewaretoken": TOKEN}
    status, address, page = tab.ask("/rapports-trimestriels/", body)
    if status != http.client.FOUND or not address.startswith("/travaux/"):
        raise Problem(f"Le lot n’a pas été pris\u00a0: {status} {address} {page[:1_000]}")


def rage(storm: Storm, kills: list[Kill], seed: int) -> None:
    """Everything at once, until all is sent and printed, or nothing moves any more."""
    began, token, dice = time.monotonic(), storm.world.desks[0].token, random.Random(seed)
    ask_batch(storm.site, storm.world)
    with _clients(storm, seed) as clients:
        for kill in kills:
            _until(storm, clients, kill.at)
            if storm.stuck:
                return
            storm.told.wake()
            time.sleep(dice.uniform(0, RUSH))
            took = strike(storm.site, kill.kind, token)
            storm.recoveries.append((kill, took))
            said = "ne répond plus" if took is None else f"de retour en {took:.1f} s"
            tell(f"{kill.at:4.0%} tué\u00a0: {kill.kind}, {said}")
            if took is None:
                return
        _until(storm, clients, 1.0)
    storm.seconds = time.monotonic() - began


@contextmanager
def _clients(storm: Storm, seed: int) -> Iterator[list[Future[None]]]:
    """Those who type, those who declare; a failure of one of them is raised at the end."""
    world, turns = storm.world, storm.size.submissions // CLIENTS
    pause = storm.size.communes * A_PAPER / turns
    typing: list[Future[None]] = []

    def client(number: int) -> Client:
        return Client(storm.site.web_port, storm.told, random.Random(seed * 1_000 + number), pause)

    with ThreadPoolExecutor(CLIENTS + DEVICES + len(world.offices)) as pool:
        try:
            for number in range(CLIENTS):
                desk = world.desks[number % len(world.desks)]
                cell = desk.cells[number // len(world.desks)]
                typing.append(pool.submit(typist, client(number), desk, cell, turns))
            for number in range(DEVICES):
                desk, turn = world.desks[number % len(world.desks)], number // len(world.desks)
                cells = desk.carried[turn :: DEVICES // len(world.desks)]
                typing.append(pool.submit(carrier, client(CLIENTS + number), desk, cells, turns))
            busy = partial(_busy, typing)
            acting = [
                pool.submit(official, client(CLIENTS + DEVICES + number), office, busy)
                for number, office in enumerate(world.offices)
            ]
            yield typing + acting
        finally:
            if any(not one.done() for one in typing):
                storm.told.stop.set()
                storm.told.wake()
    for one in typing + acting:
        with suppress(Stopped):
            one.result()


def _busy(typing: list[Future[None]]) -> bool:
    return any(not one.done() for one in typing)


def _until(storm: Storm, clients: list[Future[None]], share: float) -> None:
    """Keep the site alive until so much is done (1: all, with every job over); tell when nothing moves."""
    last, since = -1.0, time.monotonic()

    def done() -> bool:
        nonlocal last, since
        if any(one.done() and one.exception() for one in clients):
            storm.stuck = "un client a abandonné"
            return True
        now = storm.progress + len(storm.told.acts) / 1_000
        if now != last:
            last, since = now, time.monotonic()
        if time.monotonic() - since > STUCK:
            storm.stuck = f"rien n’avance depuis {STUCK:.0f} s"
            return True
        if share < 1:
            return storm.progress >= share
        return all(one.done() for one in clients) and storm.look()[1] == 0

    while storm.site.wait(done, 3_600) is None:
        pass
