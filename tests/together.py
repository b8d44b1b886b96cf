"""Several threads let go at the same instant, each with a connection of its own."""

import threading
from collections.abc import Callable, Iterable

from django.db import connection, connections


def at_once(deeds: Iterable[Callable[[], object]]) -> list[object]:
    """Run every deed in its own thread from one starting line; what each returned or raised."""
    deeds = list(deeds)
    line = threading.Barrier(len(deeds))
    results: list[object] = [None] * len(deeds)

    def run(i: int, deed: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            line.wait(timeout=20)
            results[i] = deed()
        except Exception as error:  # noqa: BLE001 - told to the test
            results[i] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return results
