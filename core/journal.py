"""What a line of the log may hold: who, what, when, never what somebody typed."""

import traceback
from collections.abc import MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from structlog.contextvars import merge_contextvars
from structlog.dev import ConsoleRenderer
from structlog.processors import JSONRenderer, StackInfoRenderer, TimeStamper
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name

Event = MutableMapping[str, Any]
DEEPEST = 30  # frames kept of one error
# Their words come from a machine. Those of any other error may quote a figure, a name, a password.
_SPOKEN = (OperationalError, InterfaceError, OSError)
FIELDS = ("method", "route", "status", "duration_ms", "person")


def formatter(style: str) -> ProcessorFormatter:
    """For ``LOGGING``: « json », one object a line; « readable », for a terminal."""
    last = JSONRenderer(ensure_ascii=False) if style == "json" else ConsoleRenderer(colors=False)
    return ProcessorFormatter(
        processors=[ProcessorFormatter.remove_processors_meta, last],
        foreign_pre_chain=[
            merge_contextvars,
            add_logger_name,
            add_log_level,
            ExtraAdder(allow=FIELDS),
            TimeStamper(fmt="iso", utc=True),
            of_others,
            StackInfoRenderer(),
            errors_without_words,
        ],
    )


def of_others(_logger: Any, _method: str, event: Event) -> Event:
    """What Django says of refused requests, Celery of failed tasks: that it happened, without its words."""
    name = str(event.get("logger", ""))
    if name.startswith("django.security"):
        event["event"] = f"refused: {name.rpartition('.')[2]}"
        event.pop("exc_info", None)
    elif name == "django.request":
        event["event"] = "request_failed"
    elif name == "celery.app.trace" and event.get("exc_info"):
        event["event"] = "task_failed"
    return event


def errors_without_words(_logger: Any, _method: str, event: Event) -> Event:
    """``error``: the kinds of the chain, newest first; ``frames``: file, line, function, innermost last."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["error"] = [_named(one) for one in _chain(error)]
        event["frames"] = _frames(error.__traceback__)
    return event


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in found:
        found.append(one)
        one = one.__cause__ or one.__context__
    return found


def _named(error: BaseException) -> str:
    kind = type(error).__qualname__
    first = str(error).partition("\n")[0][:200]
    return f"{kind}: {first}" if isinstance(error, _SPOKEN) and first else kind


def _frames(trace: TracebackType | None) -> list[str]:
    stack = traceback.extract_tb(trace)[-DEEPEST:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in stack]


def _short(file: str) -> str:
    path = Path(file)
    if path.is_relative_to(settings.BASE_DIR) and "site-packages" not in path.parts:
        return str(path.relative_to(settings.BASE_DIR))
    return "/".join(path.parts[-3:])
