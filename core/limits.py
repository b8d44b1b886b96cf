"""Rate limits counted in the database: one statement a question, the same for every process of the site.

A window opens with the first question of a key, lasts ``per``, lets ``limit`` questions through. Whoever asks
at the very end of one window, then at the start of the next, may so pass twice the limit in a short while.
"""

import ipaddress
import logging
import math
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.models import LimitCount

log = logging.getLogger("jekabaara.limits")
BROKEN_WAIT = 30  # seconds to wait when the count itself cannot be kept

# Read and written at once: PostgreSQL and SQLite both hold the row meanwhile, so that no question is lost.
_COUNT = """
INSERT INTO core_limitcount (bucket, key_hash, asked, ends_at) VALUES (%s, %s, 1, %s)
ON CONFLICT (bucket, key_hash) DO UPDATE SET
    asked = CASE WHEN core_limitcount.ends_at <= %s THEN 1 ELSE core_limitcount.asked + 1 END,
    ends_at = CASE WHEN core_limitcount.ends_at <= %s THEN excluded.ends_at ELSE core_limitcount.ends_at END
RETURNING id, bucket, key_hash, asked, ends_at
"""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Go on; ``left`` more questions pass in this window."""

    left: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Come back in ``retry_after`` whole seconds."""

    retry_after: int


def allow(bucket: str, key: str, limit: int, per: timedelta) -> Allowed | Refused:
    """Count one question of ``key`` in ``bucket``: at most ``limit`` are allowed each ``per``.

    ``key`` (an address, a person's number, a name) is kept as a keyed hash alone. It writes: call it outside
    a ``reading`` view, outside a transaction that may be undone. A database that fails refuses.
    """
    now = timezone.now()
    moment = connection.ops.adapt_datetimefield_value
    start, end = moment(now), moment(now + per)
    try:
        row = LimitCount.objects.raw(_COUNT, [bucket, hashed(key), end, start, start])[0]
    except DatabaseError:
        log.exception("limit_not_counted bucket=%s", bucket)
        return Refused(BROKEN_WAIT)
    if row.asked <= limit:
        return Allowed(limit - row.asked)
    return Refused(max(1, math.ceil((row.ends_at - now).total_seconds())))


def forget_old_counts() -> int:
    """Delete the windows that are over; how many (the sweep calls it)."""
    return LimitCount.objects.filter(ends_at__lte=timezone.now()).delete()[0]


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; for IPv6 the /64 network, for one device may use any address of it."""
    text = str(request.META.get("REMOTE_ADDR", ""))
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    if isinstance(address, ipaddress.IPv4Address):
        return text
    return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))


def by_address(request: HttpRequest) -> str:
    """The key of whoever asks from there."""
    return f"adresse {address_of(request)}"


def by_person(request: Any) -> str:
    """The key of a signed-in person wherever they are, of anybody else by address."""
    person = request.scope.person_id
    return f"personne {person}" if person else by_address(request)


def hashed(key: str) -> str:
    """What is kept of a key: neither a name nor an address can be read back from it."""
    return salted_hmac("core.limits", key, algorithm="sha256").hexdigest()
