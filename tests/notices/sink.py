"""A mail server on loopback that keeps what it is given: enough of SMTP for Django's own client."""

import asyncio
import email
import email.policy
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage

LIMIT = 10  # seconds to start, to stop


@dataclass
class Sink:
    """What came. ``refused``: addresses that the server does not know; ``shut``: it answers 421 at once."""

    port: int = 0
    refused: set[str] = field(default_factory=set)
    shut: bool = False
    messages: list[EmailMessage] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One client, to its QUIT."""

        async def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())
            await writer.drain()

        await say("421 closed" if self.shut else "220 sink")
        while not self.shut and (line := (await reader.readline()).decode().strip()):
            verb = line.upper()
            if verb.startswith("RCPT") and line.partition("<")[2].rstrip(">") in self.refused:
                await say("550 unknown here")
            elif verb == "DATA":
                await say("354 go on")
                body = await reader.readuntil(b"\r\n.\r\n")
                self._keep(body.removesuffix(b".\r\n"))
                await say("250 kept")
            else:
                await say("221 bye" if verb == "QUIT" else "250 fine")
                if verb == "QUIT":
                    break
        writer.close()

    def _keep(self, body: bytes) -> None:
        found = email.message_from_bytes(body, policy=email.policy.default)
        assert isinstance(found, EmailMessage)
        self.messages.append(found)


@contextmanager
def sink() -> Iterator[Sink]:
    """A sink that listens on a free port of loopback; ended at the end."""
    kept, ready, loop = Sink(), threading.Event(), asyncio.new_event_loop()

    async def start() -> asyncio.Server:
        server = await asyncio.start_server(kept.serve, "127.0.0.1", 0)
        kept.port = server.sockets[0].getsockname()[1]
        ready.set()
        return server

    def run() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(start())
        loop.run_forever()
        server.close()
        loop.run_until_complete(server.wait_closed())
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(LIMIT)
    try:
        yield kept
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(LIMIT)
