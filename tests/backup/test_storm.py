"""Twenty people write while the backup is made: what is restored is one instant, whole, with its files."""

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from backup.keys import make_pair
from tests.backup.sites import Place, digest

pytestmark = pytest.mark.django_db  # the tables of the run are the model of ours

PROCESSES = 2
ENDLESS = 10_000
PATIENCE = 60


@contextmanager
def writers(place: Place, folder: Path, turns: int = ENDLESS) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Two programs of ten connections each, until told to stop."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "tests.backup.writers", str(folder)]
    children = []
    for number in range(PROCESSES):
        with (folder / f"errors-{number}").open("w") as errors:
            children.append(
                subprocess.Popen(
                    [*command, str(number), str(turns)], cwd=settings.BASE_DIR, env=place.env, stderr=errors
                )
            )
    try:
        yield children
    finally:
        (folder / "stop").touch()
        for child in children:
            try:
                child.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
    said = "".join(path.read_text() for path in folder.glob("errors-*"))
    assert [child.returncode for child in children] == [0] * PROCESSES, said


def acknowledged(folder: Path) -> set[str]:
    """The saves that were answered."""
    return {line for path in folder.glob("acknowledged-*") for line in path.read_text().split("\n")[:-1]}


def wait_for(folder: Path, count: int) -> set[str]:
    end = time.monotonic() + PATIENCE
    while len(found := acknowledged(folder)) < count:
        assert time.monotonic() < end, f"{len(found)} saves only"
        time.sleep(0.02)
    return found


def test_what_is_restored_is_one_instant(place: Place, tmp_path: Path) -> None:
    folder, secret = tmp_path / "ledger", tmp_path / "secret.txt"
    text, public = make_pair()
    secret.write_text(text)
    place.site.public_key.write_text(public)
    with writers(place, folder):
        before = wait_for(folder, 40)
        done = place.manage("backup", "--keep", "3")
        after = acknowledged(folder)
        assert done.returncode == 0, done.stderr
        refused = place.manage("restore", str(only_archive(place)), "--key", str(secret), "--replace")
        assert refused.returncode == 1
        assert "Des programmes se servent encore de la base" in refused.stderr
    last = acknowledged(folder)
    assert len(before) < len(after) < len(last)  # they wrote all along
    assert last - all_agree(place) == set()
    done = place.manage("restore", str(only_archive(place)), "--key", str(secret), "--replace")
    assert done.returncode == 0, done.stderr
    restored = all_agree(place)
    # What was answered before it began is there; of what was answered later, only what was under way.
    assert before - restored == set()
    assert len(restored & (last - after)) <= 20
    assert place.rows("SELECT count(*) FROM django_session") == [(0,)]
    [kept] = [path for path in place.site.former.iterdir() if path.name.startswith("avant-")]
    assert len(list((kept / "fichiers").glob("??/??/*"))) >= len(last)
    work_goes_on(place, tmp_path)


def work_goes_on(place: Place, tmp_path: Path) -> None:
    """The restored base takes new rows: its counters follow on."""
    with writers(place, tmp_path / "afterwards", turns=1) as children:
        for child in children:
            child.wait(timeout=PATIENCE)
    assert acknowledged(tmp_path / "afterwards") - all_agree(place) == set()


def only_archive(place: Place) -> Path:
    """The one archive, read by its owner alone."""
    [path] = place.site.archives.iterdir()
    assert path.name.endswith(".tar.age")
    assert path.stat().st_mode & 0o777 == 0o600
    return path


def all_agree(place: Place) -> set[str]:
    """Across tables, between rows and files; the saves that are there."""
    [(values, version)] = place.rows('SELECT "values", version FROM monitoring_monthlyreport')
    diffs = place.rows("SELECT operation, after, version FROM monitoring_reportdiff ORDER BY version")
    assert [number for *_, number in diffs] == list(range(1, version + 1))
    typed: dict[str, Any] = {}
    for _, after, _ in diffs:
        typed |= parsed(after)
    assert parsed(values) == typed
    files = place.rows("SELECT name, path, size, sha256 FROM files_storedfile")
    for name, path, size, sha in files:
        content = f"{name.removesuffix('.txt')}\n".encode() * 500
        assert (len(content), hashlib.sha256(content).hexdigest()) == (size, sha)
        assert digest(place.site.files / path) == sha
    saves = {plain(operation) for operation, *_ in diffs}
    stored = {name.removesuffix(".txt") for name, *_ in files if not name.startswith("document ")}
    # A file is stored once its save is done: at most one save a person was between the two.
    assert stored - saves == set()
    assert len(saves - stored) <= 20
    return stored


def parsed(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(value) if isinstance(value, str) else value
    return found


def plain(operation: Any) -> str:
    """SQLite keeps a UUID as 32 letters."""
    bare = str(operation).replace("-", "")
    return f"{bare[:8]}-{bare[8:12]}-{bare[12:16]}-{bare[16:20]}-{bare[20:]}"
