"""What a view that only reads has asked once, it keeps to its end: nothing in it can change the answer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """From here to the end of the block, each ``@once`` is asked once."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def remembered(read: Callable[P, T]) -> Callable[P, T]:
    """For what only reads: within it, each ``@once`` is asked once, whoever calls it."""

    @wraps(read)
    def held(*args: P.args, **words: P.kwargs) -> T:
        if _kept.get() is not None:
            return read(*args, **words)
        with remembering():
            return read(*args, **words)

    return held


def known(read: Callable[[], T], answer: T) -> None:
    """What an ``@once`` without arguments would read, when it came with something else."""
    kept = _kept.get()
    if kept is not None:
        kept.setdefault((getattr(read, "__wrapped__"), (), ()), answer)  # noqa: B009 - mypy knows no such name


def once(read: Callable[P, T]) -> Callable[P, T]:
    """For a reading with hashable arguments, whose answer nobody changes. Elsewhere it is read each time."""

    @wraps(read)
    def asked(*args: P.args, **words: P.kwargs) -> T:
        kept = _kept.get()
        if kept is None:
            return read(*args, **words)
        key = (read, args, tuple(sorted(words.items())))
        if key not in kept:
            kept[key] = read(*args, **words)
        answer: T = kept[key]
        return answer

    return asked
