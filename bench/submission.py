"""Sending a section of the monthly report, over HTTP, against one durable row in the same database."""

import json
import random
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any
from uuid import uuid4

import psycopg2
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from bench.country import user_of
from bench.device import Device, whole_report
from bench.finding import Finding, Table, french
from bench.measure import Statements
from bench.server import Caller, Server, serving
from bench.sizes import Size
from bench.unit import TABLE, UPSERT
from bench.visits import Visitor
from core.access import Role
from core.months import Month
from monitoring.cells import FIELD
from monitoring.form import FormSection, load_form

GOAL, STATEMENTS = 6, 12
DICE = random.Random(1)
SENT, BARE = "envoi d’une section par HTTP", "une ligne durable par HTTP, mêmes intergiciels"
DEVICE, WHOLE = "envoi des mêmes cases par un appareil", "envoi d’un rapport entier par un appareil"
ROW, CPU = "une ligne durable, seule", "processeur du serveur pendant un envoi"


def fullest() -> FormSection:
    """The section with the most cells."""
    return max(load_form(timezone.localdate()).sections, key=lambda section: len(section.cells))


@dataclass
class Sender:
    """A secretary who sends a section again and again, each time with other numbers."""

    aire: str
    section: FormSection
    version: int = 0

    @property
    def path(self) -> str:
        month = Month.of(timezone.localdate())
        return reverse("report_section", args=[self.aire, month.code, self.section.code])

    def fields(self) -> dict[str, Any]:
        """What the form sends: every cell of the section, whole."""
        cells = {FIELD + cell.key: DICE.randrange(1, 28) for cell in self.section.cells}
        return {**cells, "version": self.version, "operation": str(uuid4())}

    def visitor(self) -> Visitor:
        return Visitor(user_of(Role.SECRETAIRE, self.aire))

    def send(self, caller: Caller) -> None:
        """One submission; raises AssertionError unless it was received."""
        answer = caller.post(self.path, self.fields())
        assert answer.status == 302, (answer.status, answer.body[:300])
        self.version += 1


def raw_row() -> Callable[[], None]:
    """An act: one row written over itself, on disk when it returns; a connection of its own."""
    content = json.dumps({cell.key: DICE.randrange(300) for cell in fullest().cells})
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {TABLE} (id integer PRIMARY KEY, content text)")
    line: Any
    if connection.vendor == "postgresql":
        line = psycopg2.connect(**_address())
        order = UPSERT
    else:
        line = sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=20)
        line.execute("PRAGMA synchronous=FULL")
        order = UPSERT.replace("%s", "?")

    def write() -> None:
        cursor = line.cursor()
        cursor.execute(order, (1, content))
        line.commit()

    return write


def _address() -> dict[str, Any]:
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {to: value for name, to in names.items() if (value := settings.DATABASES["default"].get(name))}


def measure(size: Size) -> Finding:
    """One client: submissions and raw rows in turn; then the orders of one submission."""
    section = fullest()
    sender, write = Sender("A00000", section), raw_row()
    device = Device("A00001", [cell.key for cell in section.cells])
    whole = Device("A00002", whole_report())
    with serving(workers=1, threads=8) as server:
        taken = _in_turn(size.submissions, sender, (device, whole), write, server)
    orders, asked = _orders(sender), [_asked(one) for one in (device, whole)]
    sent, bare, rows, sync = (median(taken[name]) for name in (SENT, BARE, ROW, DEVICE))
    finding = Finding("submission")
    finding.tables.append(
        Table(
            f"Envoi d’une section de {len(section.cells)} cases, {connection.vendor}",
            ("acte", "médiane (ms)", "95 % sous (ms)"),
            [(name, french(median(times), 2), french(_most(times), 2)) for name, times in taken.items()],
            f"{size.submissions} fois chacun, tour à tour. Ordres SQL : {_counted(orders)} par envoi, "
            f"{asked[0]} par envoi d’un appareil, {asked[1]} quand il envoie {len(whole.cells)} cases "
            "(BEGIN à part, que PostgreSQL reçoit sans qu’on le voie). "
            "La ligne seule n’a ni réseau, ni session, ni page : le moins qu’une base puisse faire. "
            "La ligne par HTTP passe par les mêmes intergiciels que l’envoi.",
        )
    )
    finding.tables.append(_listing(orders))
    finding.most("envoi par HTTP, × une ligne durable seule", sent / rows, GOAL)
    finding.most("envoi par HTTP, × une ligne durable par HTTP", sent / bare, GOAL)
    finding.most("ordres SQL par envoi", _counted(orders), STATEMENTS, decimals=0)
    finding.most("envoi d’un appareil, × une ligne durable seule", sync / rows, GOAL)
    finding.most("envoi d’un appareil, × une ligne durable par HTTP", sync / bare, GOAL)
    finding.most("ordres SQL par envoi d’un appareil", max(asked), STATEMENTS, decimals=0)
    return finding


def _in_turn(
    count: int,
    sender: Sender,
    devices: tuple[Device, Device],
    write: Callable[[], None],
    server: Server,
) -> dict[str, list[float]]:
    """Milliseconds of each submission, of the server's processor in it, of each bare row."""
    fields, caller = sender.fields(), Caller(server.port, sender.visitor())
    few, whole = ((one, Caller(server.port, one.visitor())) for one in devices)
    acts: dict[str, Callable[[], object]] = {
        SENT: lambda: sender.send(caller),
        DEVICE: lambda: few[0].send(few[1]),
        WHOLE: lambda: whole[0].send(whole[1]),
        BARE: lambda: caller.post("/banc/ligne/", fields),
        ROW: write,
    }
    times: dict[str, list[float]] = {name: [] for name in (*acts, CPU)}
    for turn in range(count + 3):
        for name, act in acts.items():
            before, start = server.cpu(), time.perf_counter()
            act()
            took, cpu = time.perf_counter() - start, server.cpu() - before
            if turn >= 3:
                times[name].append(took * 1000)
                if name == SENT:
                    times[CPU].append(cpu * 1000)
    return times


def _orders(sender: Sender) -> list[str]:
    visitor = sender.visitor()
    with Statements() as orders:
        answer = visitor.post(sender.path, sender.fields())
    assert answer.status == 302
    sender.version += 1
    return orders.orders


def _asked(device: Device) -> int:
    visitor = device.visitor()
    with Statements() as orders:
        answer = visitor.post_json(device.path, device.body(visitor))
    assert answer.status == 200, answer.body[:300]
    return _counted(orders.orders)


def _counted(orders: list[str]) -> int:
    """Without the edge of the transaction, which only one of the engines shows."""
    return sum(not order.startswith("BEGIN") for order in orders)


def _listing(orders: list[str]) -> Table:
    lines = [f"{i:2} {' '.join(order.split())[:110]}" for i, order in enumerate(orders, 1)]
    return Table(f"Les ordres d’un envoi, {connection.vendor}", listing="\n".join(lines))


def _most(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]
