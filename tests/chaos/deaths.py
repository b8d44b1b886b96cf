"""Killing one program of the site, then measuring how long the site takes to serve again."""

import http.client
import os
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import suppress

from celery import Celery
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from tests.chaos.house import HOST, House, descendants, kill_with_children, schedule
from tests.chaos.plan import Kind

LOST = 60.0  # seconds after which we no longer wait: the run has failed
NAME = {
    Kind.WEB_WORKERS: "web",
    Kind.WEB: "web",
    Kind.WORKER: "worker",
    Kind.BEAT: "beat",
    Kind.REDIS: "redis",
    Kind.REDIS_BARE: "redis",
    Kind.POSTGRES: "postgres",
}


def strike(site: House, kind: Kind, token: str) -> float | None:
    """Kill, and keep the site alive until it serves again; in how many seconds, None: never."""
    at = time.time()
    pid = site.pid(NAME[kind])
    if kind == Kind.WEB_WORKERS:
        old = descendants(pid)
        for one in old:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
    elif kind == Kind.WEB:
        os.kill(pid, signal.SIGKILL)  # those that answer are orphans until the supervisor ends them
    else:
        kill_with_children(pid)
    if kind != Kind.WEB_WORKERS:
        site.gone(NAME[kind])
    if kind == Kind.REDIS_BARE:
        forget(site)
    return site.wait(lambda: all(probe() for probe in probes(site, kind, token, at)), LOST)


def forget(site: House) -> None:
    """What a Redis without AOF keeps of a death: nothing."""
    for path in (site.folder / "redis").iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def probes(site: House, kind: Kind, token: str, since: float) -> list[Callable[[], bool]]:
    """What must answer again: always the web, with its database; besides, whom this death touched."""
    found: list[Callable[[], bool]] = [lambda: web_serves(site, token)]
    if kind in {Kind.WORKER, Kind.REDIS, Kind.REDIS_BARE}:
        found.append(lambda: worker_answers(site))
    if kind == Kind.BEAT:
        found.append(lambda: beat_ticks(site, since))
    return found


def web_serves(site: House, token: str) -> bool:
    """Does a page that reads the database come?"""
    connection = http.client.HTTPConnection(HOST, site.web_port, timeout=5)
    try:
        connection.request("GET", "/api/v1/moi/", headers={"Authorization": f"Bearer {token}"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def worker_answers(site: House) -> bool:
    """Does the worker answer a ping, through the broker?"""
    app = Celery(broker=site.redis, set_as_current=False)
    app.conf.broker_transport_options = {"max_retries": 0, "socket_connect_timeout": 1, "socket_timeout": 2}
    try:
        with app.connection_for_write() as connection:
            return bool(app.control.ping(timeout=0.5, limit=1, connection=connection))
    except (OSError, OperationalError, RedisError):
        return False
    finally:
        app.close()


def beat_ticks(site: House, since: float) -> bool:
    """Did the scheduler open its calendar since then?"""
    kept = schedule(site)
    return any(path.stat().st_mtime > since for path in kept.parent.glob(f"{kept.name}*"))
