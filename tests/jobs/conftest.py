"""The bells of the jobs, rung in memory, where tests can count them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from kombu import Queue
from kombu.transport.memory import Channel

import tests.jobs.kinds  # noqa: F401 - registers the kinds of work
from config.celery import app as celery_app

app: Any = celery_app


@pytest.fixture(autouse=True)
def rung() -> Iterator[Callable[[], list[str]]]:
    """Ids whose bell rang since last asked, as the workers would get them: a real broker, in this process."""
    kept = {key: app.conf[key] for key in ("broker_url", "broker_transport_options")}
    ring_at("memory://")
    Channel.queues.clear()
    yield _read
    ring_at(**kept)


def ring_at(broker_url: str, broker_transport_options: dict[str, Any] | None = None) -> None:
    """From now on, bells go to this broker."""
    app.conf.update(broker_url=broker_url, broker_transport_options=broker_transport_options or {})
    app._pool = app.amqp._producer_pool = None  # connections already open


def _read() -> list[str]:
    found: list[Any] = []
    with app.connection_for_read() as connection:
        queue = Queue(app.conf.task_default_queue, channel=connection.default_channel)
        queue.declare()
        while message := queue.get(no_ack=True):
            found += message.payload[0]
    return [str(one) for one in found]
