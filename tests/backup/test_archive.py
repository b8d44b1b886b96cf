"""An archive opens whole, with its key, or not at all; what refuses it changes nothing."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from backup.drilling import drill
from backup.keys import (
    CLOSED_BY_KEY,
    CLOSED_BY_PHRASE,
    WRONG_PHRASE,
    Key,
    key_of_file,
    lock_for_keys,
    lock_for_phrase,
    make_pair,
    throwaway,
)
from backup.making import newest, rotate
from backup.refused import Refused
from backup.restoring import told
from backup.sealed import ALTERED, NOT_ONE, WRONG_KEY
from backup.tape import TORN
from tests.backup.sites import Place, digest, quiet

pytestmark = pytest.mark.django_db

Untouched = Callable[[], None]
PHRASE = "le baobab garde la place du marché"


def refusal(place: Place, archive: Path, key: Key) -> str:
    with pytest.raises(Refused) as refused:
        place.restore(archive, key)
    return str(refused.value)


def pair(folder: Path, name: str) -> tuple[Path, Key]:
    """The file of a public key, what its secret key opens."""
    secret, public = make_pair()
    (folder / f"{name}.txt").write_text(secret)
    (folder / f"{name}.pub").write_text(public + "\n")
    return folder / f"{name}.pub", key_of_file(folder / f"{name}.txt")


def test_each_of_several_keys_opens_another_does_not(
    place: Place, untouched: Untouched, tmp_path: Path
) -> None:
    (first, one), (second, two), (_, other) = (pair(tmp_path, name) for name in ("a", "b", "c"))
    archive = place.back_up(lock_for_keys([first, second])).path
    assert refusal(place, archive, other) == WRONG_KEY
    assert refusal(place, archive, Key(phrase=PHRASE)) == CLOSED_BY_KEY
    untouched()
    for key in (one, two):
        assert drill(place.site, archive, key, quiet).passed


def test_a_phrase_opens_another_does_not(place: Place) -> None:
    """Few tries: each takes the second that makes guessing slow."""
    before = place.state()
    archive = place.back_up(lock_for_phrase(PHRASE)).path
    assert refusal(place, archive, Key(phrase=PHRASE + ".")) == WRONG_PHRASE
    assert refusal(place, archive, Key()) == CLOSED_BY_PHRASE
    content = archive.read_bytes()
    archive.write_bytes(content[:200])
    assert refusal(place, archive, Key(phrase=PHRASE)) == NOT_ONE
    assert place.state() == before
    archive.write_bytes(content)
    place.restore(archive, Key(phrase=PHRASE))
    assert place.state()[1] == before[1]


def test_a_truncated_archive_is_refused_wherever_it_stops(place: Place, untouched: Untouched) -> None:
    archive, key = place.archive()
    content = archive.read_bytes()
    header = content.index(b"---")
    block = header + 16 + 65_552  # age closes each 64 KB
    for length in (0, 1, 20, header, header + 60, block - 1, block, len(content) // 2, len(content) - 1):
        archive.write_bytes(content[:length])
        assert refusal(place, archive, key) in {ALTERED, NOT_ONE}, length
    archive.write_bytes(content + b"\0")
    assert refusal(place, archive, key) == ALTERED
    untouched()


def test_one_altered_octet_is_seen_wherever_it_is(place: Place, untouched: Untouched) -> None:
    archive, key = place.archive()
    content = archive.read_bytes()
    for tenth in range(11):
        at = min(len(content) * tenth // 10, len(content) - 1)
        altered = bytearray(content)
        altered[at] ^= 1
        archive.write_bytes(altered)
        assert refusal(place, archive, key) in {ALTERED, NOT_ONE}, at
    untouched()


def test_what_is_no_archive(place: Place, untouched: Untouched, tmp_path: Path) -> None:
    _, key = pair(tmp_path, "a")
    assert "ne s’ouvre pas" in refusal(place, tmp_path / "absente", key)
    assert "ne s’ouvre pas" in refusal(place, tmp_path, key)
    assert refusal(place, place.site.var / "sauvegarde.txt", key) != TORN


def test_an_archive_is_made_whole_or_not_at_all(place: Place, untouched: Untouched) -> None:
    """A file changes between its first reading and its second: nothing stands in the folder."""
    [path] = place.rows("SELECT path FROM files_storedfile ORDER BY path DESC LIMIT 1")
    stored, lines = place.site.files / path[0], list[str]()
    content = stored.read_bytes()

    def spoil(line: str) -> None:
        lines.append(line)
        if line == "Chiffrement…":
            stored.write_bytes(content + b"!")

    with pytest.raises(Refused, match="a changé pendant la sauvegarde"):
        place.back_up(throwaway()[0], spoil)
    assert list(place.site.archives.iterdir()) == []
    stored.write_bytes(content)


def test_a_lost_file_is_told_and_the_rest_is_saved(place: Place, tmp_path: Path) -> None:
    public, key = pair(tmp_path, "a")
    [[lost], [changed]] = place.rows("SELECT path FROM files_storedfile ORDER BY path LIMIT 2")
    (place.site.files / lost).unlink()
    (place.site.files / changed).write_bytes(b"other")
    said = place.manage("backup", "--public-key", str(public))
    assert said.returncode == 1
    assert "L’archive est faite, mais 2 fichiers manquent" in said.stderr
    assert lost in said.stderr
    assert changed in said.stderr
    archive = newest(place.site.archives)
    assert archive is not None
    assert not drill(place.site, archive, key, quiet).passed  # what rows promise is not all there
    done = place.restore(archive, key)
    assert done.manifest.damaged == sorted([lost, changed])
    assert len(place.state()[1]) == 3
    assert (done.kept_files / changed).read_bytes() == b"other"  # nothing better is known of it
    assert any("2 fichiers manquaient" in line for line in told(done))


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    names = [
        "20260101-000000",
        "20260102-000000",
        "20260102-000000-2",
        "20260102-000000-10",
        "20251231-235959",
    ]
    ours = [tmp_path / f"jekabaara-{name}.tar.age" for name in names]
    strangers = [tmp_path / name for name in ("jekabaara-avant.tar.age", "notes.txt")]
    old_half, new_half = (tmp_path / f"jekabaara-2026010{n}-000000.tar.age.part" for n in (1, 2))
    for path in (*ours, *strangers, old_half, new_half):
        path.touch()
    day_before = time.time() - 25 * 3600
    os.utime(old_half, (day_before, day_before))
    assert newest(tmp_path) == ours[3]
    assert set(rotate(tmp_path, 2)) == {ours[0], ours[1], ours[4], old_half}
    assert {*tmp_path.iterdir()} == {ours[2], ours[3], *strangers, new_half}


def test_two_archives_of_one_second_have_two_names(place: Place) -> None:
    first, second = place.archive()[0], place.archive()[0]
    third = place.archive()[0]
    assert len({first, second, third}) == 3
    assert len({digest(path) for path in (first, second, third)}) == 3
