"""What is read of the catalogue stays in this process while the database says the same edition (ADR 13)."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db.models import BigIntegerField, Model, QuerySet, Subquery

from core.memo import known, once
from core.prepared import prepared
from monitoring.models import Edition

P = ParamSpec("P")
T = TypeVar("T")
Place = TypeVar("Place", bound=Model)
MOST = 256  # answers, of all editions; those asked longest ago leave first
_lock = threading.Lock()
_answers: OrderedDict[tuple[Any, ...], Any] = OrderedDict()


def kept(read: Callable[P, T]) -> Callable[P, T]:
    """For a reading of the tables of ``watching.TABLES`` alone, with hashable arguments, that says the
    same whenever it is asked (the day is an argument) and whose answer nobody changes. One query.
    """

    @once
    @wraps(read)
    def asked(*args: P.args, **words: P.kwargs) -> T:
        mark = edition()
        key = (mark, read, args, tuple(sorted(words.items())))
        with _lock:
            if key in _answers:
                _answers.move_to_end(key)
                answer: T = _answers[key]
                return answer
        answer = read(*args, **words)
        # Somebody may have changed a line meanwhile; a mark that still stands never went away.
        if mark is not None and _mark() == mark:
            _keep(key, answer)
        return answer

    return asked


@once
def edition() -> UUID | None:
    """The mark of the catalogue as this transaction sees it. None without a row: nothing is kept."""
    return _mark()


def marked(places: QuerySet[Place]) -> QuerySet[Place]:
    """Places that come with the mark: their page reads it no more, once ``heard``."""
    with_mark: QuerySet[Place] = places.annotate(mark=Subquery(Edition.objects.filter(pk=1).values("mark")))
    return with_mark


def heard(place: Place) -> None:
    """A place that came with the mark of this instant."""
    known(edition, place.mark)  # type: ignore[attr-defined]


def _mark() -> UUID | None:
    return next((mark for (mark,) in _row(pk=1)), None)


@prepared(pk=BigIntegerField())
def _row(pk: int) -> QuerySet[Edition, Any]:
    return Edition.objects.filter(pk=pk).values_list("mark")


def _keep(key: tuple[Any, ...], answer: object) -> None:
    with _lock:
        _answers[key] = answer
        while len(_answers) > MOST:
            _answers.popitem(last=False)
