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
