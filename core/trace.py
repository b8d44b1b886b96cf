"""Each request has a number: in its answer, in every line of the log it causes, in the tasks it asks for."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, bound_contextvars, clear_contextvars, get_contextvars

log = logging.getLogger("jekabaara.request")
HEADER = "X-Request-ID"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{7,63}")


class TraceMiddleware:
    """The first of all: one line for each request, whatever became of it.

    The line holds the route's name instead of the address, which may carry what somebody typed. A number that
    comes in is taken only if it is short and plain: a proxy's, never a text for the log.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        clear_contextvars()
        number, began = _number_of(request), time.monotonic()
        with bound_contextvars(request_id=number):
            response = self.get_response(request)
            self._write(request, response.status_code, time.monotonic() - began)
        response.headers[HEADER] = number
        return response

    def _write(self, request: HttpRequest, status: int, took: float) -> None:
        if request.path_info.startswith(settings.STATIC_URL) and status < 400:
            return  # files that everybody may have: no line each
        match, scope = request.resolver_match, getattr(request, "scope", None)
        line = {
            "method": request.method if request.method in _METHODS else "?",
            "route": (match.view_name or "?") if match else "",
            "status": status,
            "duration_ms": round(took * 1000),
            "person": scope.person_id if scope else None,
        }
        log.log(logging.WARNING if status >= 500 else logging.INFO, "request", extra=line)


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def request_number() -> str:
    """The number of the request, or of the one that asked for this task; elsewhere one made on the spot."""
    return str(get_contextvars().get("request_id") or _new_number())


def carry(number: str) -> None:
    """In a worker, before a task: its lines bear the number of who asked for it; "" makes a new one."""
    clear_contextvars()
    bind_contextvars(request_id=number or _new_number())


def _number_of(request: HttpRequest) -> str:
    given = request.headers.get(HEADER, "")
    return given if _PLAIN.fullmatch(given) else _new_number()


def _new_number() -> str:
    """« 3F0A-91C2-77DE »: 48 bits that one can read out by telephone."""
    drawn = secrets.token_hex(6).upper()
    return "-".join(drawn[i : i + 4] for i in (0, 4, 8))
