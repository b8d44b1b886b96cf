"""Make an archive while people write: rows of one instant, then the files that these rows name.

A file is on the disk before its row exists, never changes, and never goes while its row stays
(``files/store.py``): read after the rows, every file that they name is there.
"""

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from backup import manifest as manifests
from backup.engines import Dump
from backup.keys import Lock
from backup.manifest import Kept, Manifest
from backup.refused import Refused
from backup.sealed import seal
from backup.site import Site, product
from backup.tape import Member, packed, read_file
from core.formats import counted
from core.formats import size as size_words
from files.store import sync

PREFIX = "fichiers/"
ENDING = ".tar.age"
HALF = ".part"
OURS = re.compile(r"jekabaara-\d{8}-\d{6}(-\d+)?\.tar\.age")
HALF_AGE = 24 * 3600  # seconds after which a half-written archive is nobody's

Say = Callable[[str], None]


@dataclass(frozen=True)
class Made:
    """An archive that stands complete on the disk; ``size`` in octets."""

    path: Path
    size: int
    manifest: Manifest


def make(site: Site, folder: Path, lock: Lock, work: Path, say: Say) -> Made:
    """Write a new archive in ``folder``, passing by ``work``. Raises Refused; nothing half-written stays."""
    at = datetime.now(UTC)
    say("Copie de la base…")
    dump = site.engine.dump(work)
    rows = sum(table.rows for table in dump.snapshot.tables.values())
    say(f"  {counted(len(dump.snapshot.tables), 'table', 'tables')}, {counted(rows, 'ligne', 'lignes')}.")
    say("Lecture des fichiers…")
    sound, damaged = _sorted_out(site.files, dump.snapshot.files)
    octets = f", {size_words(sum(kept.size for kept in sound))}" if sound else ""
    say(f"  {counted(len(sound), 'fichier', 'fichiers')}{octets}.")
    manifest = _manifest(site, dump, at, sound, damaged)
    say("Chiffrement…")
    path, size = _write(folder, at, _tape(site, manifest, dump.path, int(at.timestamp())), lock)
    dump.path.unlink()
    return Made(path, size, manifest)


def rotate(folder: Path, keep: int) -> list[Path]:
    """Remove all archives but the ``keep`` newest, old half-written ones; what was removed."""
    ours = sorted((path for path in folder.iterdir() if OURS.fullmatch(path.name)), key=_age, reverse=True)
    gone = ours[keep:]
    before = time.time() - HALF_AGE
    for path in folder.glob(f"jekabaara-*{ENDING}{HALF}"):
        if path.stat().st_mtime < before:
            gone.append(path)
    for path in gone:
        path.unlink()
    return gone


def newest(folder: Path) -> Path | None:
    """The last archive of a folder."""
    if not folder.is_dir():
        return None
    return max((path for path in folder.iterdir() if OURS.fullmatch(path.name)), key=_age, default=None)


def _age(path: Path) -> tuple[str, int]:
    """Names tell when; two of one second are told apart by their number."""
    words = path.name.removesuffix(ENDING).split("-")
    return "-".join(words[:3]), int(words[3]) if len(words) > 3 else 1


def _sorted_out(root: Path, known: Sequence[Kept]) -> tuple[list[Kept], list[str]]:
    """The files as their rows say; the paths of those that the disk lost or changed."""
    sound = [kept for kept in known if _digest(root / kept.path) == (kept.size, kept.digest)]
    damaged = {kept.path for kept in known} - {kept.path for kept in sound}
    return sound, sorted(damaged)


def _digest(path: Path) -> tuple[int, str] | None:
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            for chunk in read_file(file):
                digest.update(chunk)
                size += len(chunk)
    except OSError:
        return None
    return size, digest.hexdigest()


def _manifest(
    site: Site, dump: Dump, at: datetime, files: Sequence[Kept], damaged: Sequence[str]
) -> Manifest:
    told = _digest(dump.path)
    if told is None:
        raise Refused(f"{dump.path} ne se relit pas.")
    return Manifest(
        product=product(),
        made_at=at.isoformat(timespec="seconds"),
        engine=site.engine.name,
        dump=Kept(site.engine.dump_name, *told),
        unpacked=dump.unpacked,
        tables=dump.snapshot.tables,
        migrations=dump.snapshot.migrations,
        files=files,
        damaged=damaged,
    )


def _tape(site: Site, manifest: Manifest, dump: Path, at: int) -> Iterator[bytes]:
    """Manifest, dump, files, in the order that the manifest tells."""

    def members() -> Iterator[Member]:
        told = manifests.written(manifest)
        yield Member(manifests.NAME, len(told), iter([told]))
        yield Member(manifest.dump.path, manifest.dump.size, _chunks(dump))
        for kept in manifest.files:
            yield Member(PREFIX + kept.path, kept.size, _chunks(site.files / kept.path))

    return packed(members(), at)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from read_file(file)


def _write(folder: Path, at: datetime, tape: Iterator[bytes], lock: Lock) -> tuple[Path, int]:
    """Under a name of its own until it is whole, flushed, read by its owner alone. Path, octets."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stem = f"jekabaara-{at:%Y%m%d-%H%M%S}"
    number, path = 1, folder / (stem + ENDING)
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{ENDING}"
    half = path.with_name(path.name + HALF)
    with suppress(FileNotFoundError):
        half.unlink()
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            seal(tape, out, lock)
            out.flush()
            os.fsync(out.fileno())
            size = out.tell()
        half.rename(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    sync(folder)
    return path, size
