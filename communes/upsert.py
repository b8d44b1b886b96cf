"""Bring the rows of a table to what a file says, with their history, in few queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

M = TypeVar("M", bound=models.Model)
BATCH = 500


@dataclass(frozen=True, slots=True)
class Counts:
    """What a load did to one table."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.created + other.created, self.changed + other.changed, self.unchanged + other.unchanged
        )


def upsert(
    model: type[M], wanted: Mapping[Any, dict[str, Any]], known: Mapping[Any, M], reason: str
) -> Counts:
    """Create or change the rows of ``model``.

    ``wanted``: natural key → every attribute (foreign keys as ``cercle_id``); the same attributes for each.
    ``known``: natural key → the row that exists. Rows that ``wanted`` does not name are left
    alone: nothing is deleted. ``reason`` is kept in the history.
    """
    new, changed = [], []
    for key, values in wanted.items():
        row = known.get(key)
        if row is None:
            new.append(model(**values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    write(model, new, changed, reason)
    return Counts(len(new), len(changed), len(wanted) - len(new) - len(changed))


def write(model: type[M], new: list[M], changed: list[M], reason: str) -> None:
    """Insert ``new``, save every column of ``changed``; a row of history each when the model keeps one."""
    columns = [f.name for f in model._meta.concrete_fields if not f.primary_key]
    manager = model._default_manager
    if not hasattr(model, "history"):
        manager.bulk_create(new, batch_size=BATCH)
        if changed:
            manager.bulk_update(changed, columns, batch_size=BATCH)
        return
    if new:
        bulk_create_with_history(new, model, batch_size=BATCH, default_change_reason=reason)
    if changed:
        bulk_update_with_history(changed, model, columns, batch_size=BATCH, default_change_reason=reason)
