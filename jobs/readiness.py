"""Is the site ready to serve: its database, its broker, its workers, its disk."""

import logging
import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Q
from django.utils import timezone
from redis import Redis, RedisError

from jobs.claims import DEAD
from jobs.marks import SWEEP, age_of
from jobs.models import Job

log = logging.getLogger("jekabaara.jobs")
LATE = timedelta(minutes=2)  # the scheduler rings every thirty seconds
ANSWER = 2.0  # seconds given to the broker
MEGABYTE = 1024 * 1024


def check_database() -> dict[str, Any]:
    """One question to the database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        log.exception("readiness database")
        return {"ok": False}
    return {"ok": True}


def check_broker() -> dict[str, Any]:
    """Redis answers, or the folder of bells can be written."""
    if not settings.REDIS_URL:
        return {"ok": os.access(Path(settings.BROKER_DIR) / "queue", os.W_OK)}
    client = Redis.from_url(settings.REDIS_URL, socket_timeout=ANSWER, socket_connect_timeout=ANSWER)
    try:
        return {"ok": bool(client.ping())}
    except RedisError:
        log.exception("readiness broker")
        return {"ok": False}
    finally:
        client.close()


def check_sweep() -> dict[str, Any]:
    """The scheduler rang and a worker came, not long ago; or workers are too busy to sweep, and show it.

    ``age_s``: seconds since the last sweep, null when there was none.
    """
    now = timezone.now()
    try:
        age = age_of(SWEEP)
        busy = Job.objects.filter(
            Q(state=Job.State.RUNNING, heartbeat_at__gte=now - DEAD) | Q(finished_at__gte=now - DEAD)
        ).exists()
    except (DatabaseError, InterfaceError):  # told by ``check_database`` already
        return {"ok": False, "age_s": None}
    return {
        "ok": busy or (age is not None and age <= LATE),
        "age_s": int(age.total_seconds()) if age is not None else None,
    }


def check_disk() -> dict[str, Any]:
    """Room for files to come."""
    try:
        free = shutil.disk_usage(settings.VAR).free
    except OSError:
        log.exception("readiness disk")
        return {"ok": False}
    return {"ok": free >= settings.DISK_FREE_MB * MEGABYTE}


CHECKS: dict[str, Callable[[], dict[str, Any]]] = {
    "base": check_database,
    "file_d_attente": check_broker,
    "balayage": check_sweep,
    "disque": check_disk,
}


def readiness() -> tuple[bool, dict[str, dict[str, Any]]]:
    """Whether all is well, and each check: no name, address or reason, for anybody may read it."""
    told = {name: check() for name, check in CHECKS.items()}
    return all(check["ok"] for check in told.values()), told
