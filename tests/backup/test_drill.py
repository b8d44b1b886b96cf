"""The drill says what came back, fails on a difference, leaves nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from backup.drilling import drill, last_backup
from backup.keys import key_of_file, lock_for_keys, make_pair
from tests.backup.forge import parts_of, retold
from tests.backup.sites import Place, quiet

pytestmark = pytest.mark.django_db

Untouched = Callable[[], None]


def test_a_drill_passes_and_leaves_nothing(place: Place, untouched: Untouched) -> None:
    done = place.manage("backup_drill")
    assert done.returncode == 0, done.stderr
    lines = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines() if "identique" in line}
    assert lines["fichiers"] == ["5", "5", "identique"]
    assert lines["accounts_user"][0] == lines["accounts_user"][1] != "0"
    assert f"Dernière sauvegarde\u00a0: aucune dans {place.site.archives}." in done.stdout
    assert "L’exercice a réussi" in done.stdout


def test_a_difference_is_shown_and_fails(place: Place, untouched: Untouched, tmp_path: Path) -> None:
    secret, public = make_pair()
    (tmp_path / "k").write_text(secret)
    (tmp_path / "k.pub").write_text(public)
    honest = place.back_up(lock_for_keys([tmp_path / "k.pub"])).path
    key = key_of_file(tmp_path / "k")
    assert drill(place.site, honest, key, quiet).passed

    def another_digest(told: dict[str, Any]) -> None:
        told["tables"]["communes_village"][1] = "0" * 64

    def one_file_less(told: dict[str, Any]) -> None:
        told["files"].pop()

    parts = parts_of(honest, key)
    drilled = drill(place.site, *retold(tmp_path / "a", parts, another_digest), quiet)
    assert [line.name for line in drilled.lines if not line.same] == ["communes_village"]
    assert not drilled.passed
    drilled = drill(place.site, *retold(tmp_path / "b", parts[:-1], one_file_less), quiet)
    assert [(line.name, line.saved, line.rebuilt) for line in drilled.lines if not line.same] == [
        ("fichiers", 5, 4)
    ]


def test_the_age_of_the_last_backup(place: Place) -> None:
    path, _ = place.archive()
    assert last_backup(place.site.archives) == f"Dernière sauvegarde\u00a0: {path.name}, il y a 0 h."


def test_an_archive_is_drilled_with_what_opens_it() -> None:
    with pytest.raises(CommandError, match="Une archive s’éprouve avec ce qui l’ouvre"):
        call_command("backup_drill", archive=Path("somewhere"))
