"""A network that loses answers: a relay on the loopback, which hangs up before giving back what it heard."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

PATIENCE = 20


class Relay:
    """``lose``: how many of the next answers never come back, although the server did what was asked."""

    def __init__(self, site: str) -> None:
        there = urlsplit(site)
        self.there = (str(there.hostname), int(there.port or 80))
        self.lose = 0
        self.lost = 0
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.door.getsockname()[1]}"

    def serve(self) -> None:
        while True:
            try:
                near, _ = self.door.accept()
            except OSError:
                return  # the door was shut: the test is over
            with near:
                near.settimeout(PATIENCE)
                self._carry(near)

    def _carry(self, near: socket.socket) -> None:
        """One question (with its whole body), one answer."""
        asked = b""
        while not _whole(asked):
            asked += near.recv(65536)
        with socket.create_connection(self.there, timeout=PATIENCE) as far:
            far.sendall(asked)
            answer = b""
            while piece := far.recv(65536):
                answer += piece
        if self.lose:
            self.lose, self.lost = self.lose - 1, self.lost + 1
        else:
            near.sendall(answer)


def _whole(asked: bytes) -> bool:
    """urllib says « Connection: close » and how long its body is."""
    head, end, body = asked.partition(b"\r\n\r\n")
    lengths = [
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    ]
    return bool(end) and len(body) >= (lengths[0] if lengths else 0)


@contextmanager
def relay_to(site: str) -> Iterator[Relay]:
    """A relay that runs until the end of the block."""
    relay = Relay(site)
    thread = threading.Thread(target=relay.serve, daemon=True)
    thread.start()
    try:
        yield relay
    finally:
        relay.door.shutdown(socket.SHUT_RDWR)
        relay.door.close()
        thread.join(PATIENCE)
