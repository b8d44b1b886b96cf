"""Sweeping the files that no row knows."""

import os
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from core.access import Action, PlaceKind, Where
from files.models import StoredFile
from files.store import path_of, store

pytestmark = pytest.mark.django_db


def keep() -> StoredFile:
    return store(
        b"x",
        name="x.txt",
        mime="text/plain",
        action=Action.SELF,
        place_kind=PlaceKind.PAYS,
        where=Where(),
        created_by=None,
    )


def age(path: Path, hours: float) -> None:
    moment = time.time() - hours * 3600
    os.utime(path, (moment, moment))


def undone() -> Path:
    """A file whose act was rolled back."""
    with transaction.atomic():
        path = path_of(keep())
        transaction.set_rollback(True)
    return path


def test_old_orphans_go_and_nothing_else(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known, orphan, fresh = path_of(keep()), undone(), undone()
    torn = orphan.with_name("half.part")
    torn.write_bytes(b"x")
    for path in (known, orphan, torn):
        age(path, 25)
    call_command("delete_orphans", essai=True)
    assert "2 fichier(s) à supprimer" in capsys.readouterr().out
    assert orphan.exists()
    call_command("delete_orphans")
    assert [path.exists() for path in (known, orphan, torn, fresh)] == [True, False, False, True]
    assert "2 fichier(s) supprimé(s)" in capsys.readouterr().out


def test_an_empty_house(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("delete_orphans")
    assert "0 fichier(s)" in capsys.readouterr().out
