"""A wire between a browser and the site: it counts every byte that comes back, it can be cut."""

import re
import socket
import threading
from collections import defaultdict
from contextlib import suppress
from types import TracebackType
from typing import Self

ASKED = re.compile(rb"(?:GET|HEAD|POST) (\S+) HTTP/1\.1\r\n")
CHUNK = 65_536


class Wire:
    """``with Wire(port) as wire``: the site at ``wire.url``; bytes of answers, headers too, by address."""

    def __init__(self, port: int) -> None:
        self.far = ("127.0.0.1", port)
        self.there = True
        self.came: dict[str, int] = defaultdict(int)
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._door = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._welcome, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up(self._door, *self._sockets)

    def cut(self) -> None:
        """No network: what was on its way is lost, whoever calls is hung up on."""
        self.there = False
        self._hang_up(*self._sockets)

    def mend(self) -> None:
        """The network is back."""
        self.there = True

    def _hang_up(self, *sockets: socket.socket) -> None:
        for one in sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def read(self) -> dict[str, int]:
        """What came since the last reading."""
        with self._lock:
            came, self.came = dict(self.came), defaultdict(int)
        return came

    def _welcome(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                try:
                    far = socket.create_connection(self.far) if self.there else None
                except OSError:  # the site is down
                    far = None
                if far is None:
                    self._hang_up(near)
                    continue
                self._sockets += [near, far]
                asked = [""]
                threading.Thread(target=self._up, args=(near, far, asked), daemon=True).start()
                threading.Thread(target=self._down, args=(far, near, asked), daemon=True).start()

    def _up(self, near: socket.socket, far: socket.socket, asked: list[str]) -> None:
        """Questions: one at a time on a line, as HTTP/1.1 browsers ask."""
        with suppress(OSError):
            while sent := near.recv(CHUNK):
                if found := ASKED.match(sent):
                    asked[0] = found[1].decode()
                far.sendall(sent)
        with suppress(OSError):
            far.shutdown(socket.SHUT_WR)

    def _down(self, far: socket.socket, near: socket.socket, asked: list[str]) -> None:
        with suppress(OSError):
            while got := far.recv(CHUNK):
                with self._lock:
                    self.came[asked[0]] += len(got)
                near.sendall(got)
        with suppress(OSError):
            near.shutdown(socket.SHUT_WR)
