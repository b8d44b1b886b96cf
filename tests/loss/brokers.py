"""The two brokers of the house, and how each dies: a Redis program, a folder of bells."""

import shutil
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.jobs.conftest import app, ring_at
from tests.loss.children import OwnRedis


class Broker(ABC):
    """``with broker:`` this process rings there too."""

    url: str  # as REDIS_URL; "" for the folder
    bells: str  # as Celery names it
    options: dict[str, Any]

    def __enter__(self) -> Self:
        self._kept = {key: app.conf[key] for key in ("broker_url", "broker_transport_options")}
        ring_at(self.bells, self.options)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        ring_at(**self._kept)

    @abstractmethod
    def die(self) -> None:
        """kill -9, for a broker that is a program."""

    @abstractmethod
    def forget(self) -> None:
        """Every bell is lost, as with the disk that kept them."""

    @abstractmethod
    def come_back(self) -> None:
        """Started again."""


class RedisBroker(Broker):
    """A Redis of the test's own, that writes each order down."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "redis"
        self.folder.mkdir()
        self.program = OwnRedis(self.folder)
        self.url = self.bells = self.program.url
        self.options = {}

    def __enter__(self) -> Self:
        self.program.start()
        return super().__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        self.program.stop()

    def die(self) -> None:
        self.program.kill()

    def forget(self) -> None:
        shutil.rmtree(self.folder / "appendonlydir")

    def come_back(self) -> None:
        self.program.start()


class FolderBroker(Broker):
    """The folder of a site without Redis: it cannot die, it can be emptied."""

    def __init__(self, folder: Path) -> None:
        root = folder / "broker"
        for name in ("queue", "processed", "control"):
            (root / name).mkdir(parents=True)
        self.queue = root / "queue"
        self.url, self.bells = "", "filesystem://"
        self.options = {
            "data_folder_in": str(self.queue),
            "data_folder_out": str(self.queue),
            "processed_folder": str(root / "processed"),
            "control_folder": str(root / "control"),
        }

    def die(self) -> None:
        """There is no program to kill."""

    def forget(self) -> None:
        for bell in self.queue.iterdir():
            bell.unlink(missing_ok=True)  # the worker may have just taken it

    def come_back(self) -> None:
        """Nor to start."""
