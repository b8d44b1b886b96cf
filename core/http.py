"""Views that read, views that write: a GET cannot change a row."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.db import connection
from django.http import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import View
from core.memo import remembering

T = TypeVar("T")
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


def held(view: Callable[..., T]) -> Callable[..., T]:
    """Whatever is not a POST only reads: the database is held to it, and asked each thing once.

    For pages as for the API.
    """

    @wraps(view)
    def read_or_posted(request: Any, *args: Any, **parts: Any) -> T:
        if request.method == "POST":
            return view(request, *args, **parts)
        with connection.execute_wrapper(_forbid_writes), remembering():
            return view(request, *args, **parts)

    return read_or_posted


def reading(view: View) -> View:
    """GET and HEAD only, with the database held to reading."""
    return _keep(view, require_safe(held(view)))


def writing(view: View) -> View:
    """A form: GET shows it (and cannot write), POST receives it."""
    return _keep(view, require_http_methods(["GET", "HEAD", "POST"])(held(view)))


def acting(view: View) -> View:
    """An act behind a button: POST only."""
    return _keep(view, require_POST(view))
