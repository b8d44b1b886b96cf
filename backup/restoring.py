"""Put an archive in the place of what is there: all of it, or nothing.

Everything is unpacked, rebuilt, compared aside. Files come first: they have names that nobody else bears, so
that those without a row disturb nobody. Then the database changes in one act. Killed before that act, the
site is as it was; killed after, it is the archive.
"""

import errno
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from backup import forgetting
from backup.engines import MIGRATIONS
from backup.keys import Key
from backup.making import Say
from backup.manifest import Manifest
from backup.rebuilding import migrate, prove, rebuilt
from backup.refused import Refused
from backup.site import Site, workshop
from backup.unpacking import unpack
from core.formats import counted
from files.store import sync

# What `migrate` fills by itself: a base that holds only this is new.
FILLED_BY_MIGRATE = (MIGRATIONS, ContentType._meta.db_table, Permission._meta.db_table)
NOT_EMPTY = (
    "Il y a déjà des données ici. Rien n’a été changé. Pour les remplacer (elles seront gardées "
    "à côté)\u00a0: la même commande avec --replace."
)


@dataclass(frozen=True)
class Restored:
    """What is now in place; ``kept``: where the former rows are, the former files."""

    manifest: Manifest
    kept_base: str
    kept_files: Path


def restore(site: Site, archive: Path, key: Key, *, replace: bool, say: Say) -> Restored:
    """Restore ``archive``. Raises Refused, everything left as it was."""
    with workshop(site) as work:
        if not replace and not is_empty(site):
            raise Refused(NOT_EMPTY)
        site.engine.check_alone()
        opened = unpack(archive, key, site.engine, work, say)
        with rebuilt(site.engine, opened, say) as aside:
            prove(aside, opened.manifest)
            migrate(aside, opened.manifest, say)
            aside.run(forgetting.ORDERS)
            say("Mise en place…")
            paths = [file.path for file in opened.manifest.files]
            former, new = _paths(site.files), [path for path in paths if not (site.files / path).exists()]
            kept = _new_folder(site.former / f"avant-{timezone.now():%Y%m%d-%H%M%S}")
            try:
                _link(site.files, kept / "fichiers", former)
                _place(opened.files, site.files, paths)
                say("  fichiers en place.")
                kept_base = site.engine.replace_by(aside, kept)
            except Refused:  # the base did not change; after another stop one could not be sure of it
                _remove(site.files, new)
                shutil.rmtree(kept)
                raise
            say("  base en place.")
        _remove(site.files, set(former) - set(paths))
    return Restored(opened.manifest, kept_base, kept / "fichiers")


def is_empty(site: Site) -> bool:
    """Is there nothing that a restore could replace?"""
    return not _paths(site.files) and site.engine.is_empty(FILLED_BY_MIGRATE)


def told(done: Restored) -> list[str]:
    """The sentences for whoever typed the command."""
    rows = sum(table.rows for table in done.manifest.tables.values())
    counts = f"{counted(rows, 'ligne', 'lignes')}, {counted(len(done.manifest.files), 'fichier', 'fichiers')}"
    lines = [
        f"Restauré\u00a0: {counts}, comme le {done.manifest.made_at}.",
        forgetting.SAID,
        f"Ce qui était là avant est gardé\u00a0: {done.kept_base}\u202f; {done.kept_files}",
    ]
    if done.manifest.damaged:
        count = counted(len(done.manifest.damaged), "fichier manquait", "fichiers manquaient")
        lines.append(f"Attention\u00a0: {count} déjà au moment de la sauvegarde.")
    return lines


def _paths(root: Path) -> list[str]:
    """Every stored file, under the root."""
    return ["/".join(path.parts[-3:]) for path in root.glob("??/??/*") if path.is_file()]


def _new_folder(path: Path) -> Path:
    number, folder = 1, path
    while folder.exists():
        number += 1
        folder = path.with_name(f"{path.name}-{number}")
    folder.mkdir(mode=0o700)
    return folder


def _link(root: Path, target: Path, paths: Sequence[str]) -> None:
    """Give each file a second name in ``target``; no octet is copied, if it may be."""
    target.mkdir(mode=0o700)
    for path in paths:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(root / path, target / path)
        except OSError:  # another disk, or one that knows no links
            shutil.copy2(root / path, target / path)


def _place(source: Path, root: Path, paths: Sequence[str]) -> None:
    """Give the files of the archive their places, names flushed to the disk."""
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        _move(source / path, root / path)
    folders = {(root / path).parent for path in paths}
    for folder in folders | {folder.parent for folder in folders}:
        sync(folder)


def _move(source: Path, target: Path) -> None:
    """In one act, from another disk too."""
    try:
        source.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        near = target.with_name(target.name + ".part")
        shutil.copyfile(source, near)
        sync(near)
        near.rename(target)


def _remove(root: Path, paths: Iterable[str]) -> None:
    for path in paths:
        (root / path).unlink(missing_ok=True)
