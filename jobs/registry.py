"""What higher apps give to background work, from their ``tasks.py``: a kind of work, a witness, a broom."""

from collections.abc import Callable
from typing import Any

from jobs.models import Job
from jobs.steps import Stepper

Handler = Callable[[Job, Stepper], dict[str, Any]]
Witness = Callable[[Job], None]
Broom = Callable[[], int]
_handlers: dict[str, Handler] = {}
_resumable: set[str] = set()
_witnesses: list[Witness] = []
_brooms: list[Broom] = []


def handler(kind: str, *, resumable: bool = False) -> Callable[[Handler], Handler]:
    """``@handler("rapport_trimestriel")``: the function gets the job and its stepper, returns the result.

    The result is JSON; its « liens » ([{"label", "url"}]) stand on the job's page. The function may run twice
    after a crash: what it writes must be the same the second time. Raising ``Refusal`` ends the job with that
    French sentence; anything else ends it « en erreur », with the trace in the log.

    ``resumable``: its asker may take it up again once it failed or was stopped, and finds done what was done.
    """

    def register(function: Handler) -> Handler:
        if resumable:
            _resumable.add(kind)
        if _handlers.setdefault(kind, function) is not function:
            raise ValueError(f"two handlers for {kind!r}")
        return function

    return register


def when_over(witness: Witness) -> Witness:
    """``@when_over``: called with each job that ends, however it ends, in the transaction that ends it."""
    _witnesses.append(witness)
    return witness


def witnesses() -> tuple[Witness, ...]:
    """Who wants to know that a job is over."""
    return tuple(_witnesses)


def at_each_sweep(broom: Broom) -> Broom:
    """``@at_each_sweep``: called by every sweep; it deletes what is long dead, and says how much."""
    _brooms.append(broom)
    return broom


def brooms() -> tuple[Broom, ...]:
    """What the sweep also cleans."""
    return tuple(_brooms)


def is_resumable(kind: str) -> bool:
    """May its asker take up again a work of this kind that ended too early?"""
    return kind in _resumable


def handler_of(kind: str) -> Handler | None:
    """The function that does this kind of work, if this process knows it."""
    return _handlers.get(kind)
