"""Views that read, views that write: a GET cannot change a row."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connection
from django.http import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import View

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class WrittenInReadingError(RuntimeError):
    """A view that only reads tried to write."""


def _forbid_writes(execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Any) -> Any:
    # The session and the sign-in throttle write outside the view; nothing inside it may.
    if sql.lstrip().upper().startswith(_WRITES):
        raise WrittenInReadingError(sql[:80])
    return execute(sql, params, many, context)


def _keep(view: Callable[..., HttpResponseBase], new: Callable[..., HttpResponseBase]) -> View:
    new.access = view.access  # type: ignore[attr-defined]
    return new  # type: ignore[return-value]


def reading(view: View) -> View:
    """GET and HEAD only, with the database held to reading."""

    @wraps(view)
    def read(request: Any, *args: Any, **parts: Any) -> HttpResponseBase:
        with connection.execute_wrapper(_forbid_writes):
            return view(request, *args, **parts)

    return _keep(view, require_safe(read))


def writing(view: View) -> View:
    """A form: GET shows it (and cannot write), POST receives it."""

    @wraps(view)
    def write(request: Any, *args: Any, **parts: Any) -> HttpResponseBase:
        if request.method == "POST":
            return view(request, *args, **parts)
        with connection.execute_wrapper(_forbid_writes):
            return view(request, *args, **parts)

    return _keep(view, require_http_methods(["GET", "HEAD", "POST"])(write))


def acting(view: View) -> View:
    """An act behind a button: POST only."""
    return _keep(view, require_POST(view))
