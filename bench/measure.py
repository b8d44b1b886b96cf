"""Time of an interleaved run: A B C A B C…, so that what else the machine does falls on all alike."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection

WARM = 2  # rounds that are not counted


@dataclass(frozen=True, slots=True)
class Timed:
    """Medians of one act, in milliseconds: processor (ours and the database's), and clock."""

    cpu: float
    clock: float


def interleaved(acts: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Timed]:
    """The medians of each act over ``rounds`` rounds of all of them."""
    cpu: dict[str, list[float]] = {name: [] for name in acts}
    clock: dict[str, list[float]] = {name: [] for name in acts}
    for turn in range(rounds + WARM):
        for name, act in acts.items():
            before, start = processor(), time.perf_counter()
            act()
            took, spent = time.perf_counter() - start, processor() - before
            if turn >= WARM:
                cpu[name].append(spent * 1000)
                clock[name].append(took * 1000)
    return {name: Timed(median(cpu[name]), median(clock[name])) for name in acts}


def processor() -> float:
    """Seconds of processor spent by this process, and by the server process that answers it, if any."""
    return time.process_time() + _backend()


def _backend() -> float:
    raw: Any = connection.connection
    if connection.vendor != "postgresql" or raw is None or raw.closed:
        return 0.0
    return threads_cpu(raw.info.backend_pid)


def threads_cpu(pid: int) -> float:
    """Seconds of processor of all the threads of a process; 0 when it is gone, or elsewhere."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9
    except (OSError, ValueError):
        return 0.0


def process_cpu(pid: int) -> float:
    """The same to a hundredth of a second, on a kernel that counts no finer; 0 when it is gone."""
    try:
        spent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    except OSError:
        return 0.0
    return sum(int(ticks) for ticks in spent) / os.sysconf("SC_CLK_TCK")


class Statements:
    """``with Statements() as told``: how many orders the database is given, and which."""

    def __init__(self) -> None:
        self.orders: list[str] = []

    def __enter__(self) -> "Statements":
        self._wrapper = connection.execute_wrapper(self._hear)
        self._wrapper.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._wrapper.__exit__(None, None, None)

    def _hear(self, execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Any) -> Any:
        self.orders.append(sql)
        return execute(sql, params, many, context)

    def __len__(self) -> int:
        return len(self.orders)
