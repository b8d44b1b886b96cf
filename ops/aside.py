"""Data of another version: kept beside, never deleted."""

from datetime import date
from pathlib import Path

# Environments and caches hold no data; the lock is held while this runs.
STAYS = {"venv", "venv-dev", "venv-lock", "cache", "check", "tests", "demo.lock"}

# Migrations may all be applied while a table lacks a column: a history that was rewritten since.
READ_EVERY_TABLE = """
from django.apps import apps
for model in apps.get_models():
    model._base_manager.first()
"""


def set_aside(var: Path) -> Path:
    """Move all data of `var` to a new folder beside it, named after today; return that folder."""
    kept = free_name(var.with_name(f"{var.name}.ancien-{date.today().isoformat()}"))  # noqa: DTZ011
    kept.mkdir()
    for entry in sorted(var.iterdir()):
        if entry.name not in STAYS:
            entry.rename(kept / entry.name)
    return kept


def put_back(kept: Path, var: Path) -> None:
    """Undo `set_aside`; what a failed start has written meanwhile is kept in turn."""
    set_aside_again = set_aside(var)
    for entry in sorted(kept.iterdir()):
        entry.rename(var / entry.name)
    kept.rmdir()
    if not any(set_aside_again.iterdir()):
        set_aside_again.rmdir()


def free_name(path: Path) -> Path:
    """The path itself, or the first of path-2, path-3… that does not exist."""
    number, candidate = 1, path
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.name}-{number}")
    return candidate
