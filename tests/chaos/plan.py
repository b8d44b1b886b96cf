"""What will die, when: all of it drawn from one seed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """One way of dying; each is a kill -9."""

    WEB_WORKERS = "web (processus)"  # those that answer: their arbiter replaces them
    WEB = "web (arbitre)"
    WORKER = "worker"
    BEAT = "beat"
    REDIS = "Redis avec AOF"  # comes back with what it had written down
    REDIS_BARE = "Redis sans AOF"  # comes back empty
    POSTGRES = "PostgreSQL"


@dataclass(frozen=True, slots=True)
class Kill:
    """``at``: the share of the whole work (saves and papers, half each) done when it strikes."""

    kind: Kind
    at: float


@dataclass(frozen=True, slots=True)
class Size:
    """How much is sent (by programs, over the API; by devices), printed, killed."""

    submissions: int
    communes: int
    kills: int

    @property
    def sendings(self) -> int:
        """Those of the devices: as many from each as from each program."""
        return self.submissions // CLIENTS * DEVICES

    @property
    def saves(self) -> int:
        return self.submissions + self.sendings


CLIENTS, DEVICES = 20, 10
CI = Size(submissions=200, communes=20, kills=7)
NORMAL = Size(submissions=200, communes=108, kills=7)
LONG = Size(submissions=2_000, communes=108, kills=20)
BEGINS, ENDS = 0.03, 0.9  # nothing dies before anything was done, nor when all is


def draw(seed: int, kills: int) -> list[Kill]:
    """Each kind at least once, the others by chance, one in each of ``kills`` equal parts of the work."""
    dice = random.Random(seed)
    kinds = [*Kind, *dice.choices(list(Kind), k=max(0, kills - len(Kind)))]
    dice.shuffle(kinds)
    part = (ENDS - BEGINS) / len(kinds)
    return [Kill(kind, BEGINS + part * (i + dice.random())) for i, kind in enumerate(kinds)]


def words(kills: Sequence[Kill]) -> str:
    """« 12 % worker, 40 % PostgreSQL »."""
    return ", ".join(f"{round(kill.at * 100)} % {kill.kind}" for kill in kills)
