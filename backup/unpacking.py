"""Open an archive aside, check every octet of it against its manifest."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db.migrations.loader import MigrationLoader

from backup import manifest as manifests
from backup.engines import Engine
from backup.keys import Key
from backup.making import PREFIX, Say
from backup.manifest import Kept, Manifest
from backup.refused import Refused
from backup.sealed import unsealed
from backup.tape import Member, unpacked
from core.formats import counted
from core.formats import size as size_words

STEP = 500  # files between two lines of progress
ALTERED = "{} n’est pas dans l’archive tel que le manifeste le dit."
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Unpacked:
    """An archive lying open in a folder; ``files``: where its files are, each under its own path."""

    manifest: Manifest
    dump: Path
    files: Path


def unpack(archive: Path, key: Key, engine: Engine, work: Path, say: Say) -> Unpacked:
    """Unpack in ``work``. Raises Refused: key, tearing, alteration, other engine, newer schema, no room."""
    say(f"Lecture de {archive.name}…")
    dump, files = work / "base", work / "fichiers"
    with unsealed(archive, key) as stream:
        members = unpacked(stream)
        manifest = manifests.read(_first(members))
        check(manifest, engine, work)
        say(f"  faite le {manifest.made_at}, version {manifest.product}.")
        _take(members, manifest.dump.path, manifest.dump, dump)
        say("  base lue.")
        for number, kept in enumerate(manifest.files, 1):
            _take(members, PREFIX + kept.path, kept, files / kept.path)
            if number % STEP == 0 or number == len(manifest.files):
                say(f"  {number}/{counted(len(manifest.files), 'fichier', 'fichiers')}.")
        extra = next(members, None)
        if extra is not None:
            raise Refused(ALTERED.format(repr(extra.name)))
    return Unpacked(manifest, dump, files)


def known_migrations() -> set[str]:
    """What this version of the product knows how to read, « app.name »."""
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    names = {*disk, *(old for migration in disk.values() for old in migration.replaces)}
    return {f"{app}.{name}" for app, name in names}


def check(manifest: Manifest, engine: Engine, work: Path) -> None:
    """Can this be restored here at all? Raises Refused."""
    if manifest.engine != engine.name:
        raise Refused(
            f"Cette archive vient d’une base {ENGINES.get(manifest.engine, manifest.engine)}, ici la base "
            f"est {ENGINES[engine.name]}\u00a0: restaurez-la sur une installation du même genre."
        )
    newer = sorted(set(manifest.migrations) - known_migrations())
    if newer:
        raise Refused(
            f"Cette archive vient d’une version plus récente de Jèkabaara ({manifest.product})\u00a0: ici, "
            f"on ne connaît pas {newer[0]}. Mettez d’abord le programme à jour."
        )
    need = manifest.dump.size + manifest.unpacked * 2 + sum(kept.size for kept in manifest.files)
    free = shutil.disk_usage(work).free
    if need > free:
        raise Refused(
            f"La place manque dans {work.parent}\u00a0: il faut {size_words(need)}, "
            f"il y a {size_words(free)}."
        )


def _first(members: Iterator[Member]) -> bytes:
    first = next(members, None)
    if first is None or first.name != manifests.NAME or first.size > manifests.LIMIT:
        raise Refused("Cette archive ne commence pas par son manifeste\u00a0: elle n’est pas de Jèkabaara.")
    return b"".join(first.chunks)


def _take(members: Iterator[Member], name: str, kept: Kept, target: Path) -> None:
    """The next member, which must be the one foretold; its own name never becomes a path."""
    member = next(members, None)
    if member is None or member.name != name or member.size != kept.size:
        raise Refused(ALTERED.format(name))
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with target.open("xb") as out:
        for chunk in member.chunks:
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if digest.hexdigest() != kept.digest:
        raise Refused(ALTERED.format(name))
