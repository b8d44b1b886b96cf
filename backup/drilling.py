"""The drill: save, rebuild aside, compare; nothing stays, nothing living is touched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from backup.keys import Key, throwaway
from backup.making import Say, make, newest
from backup.manifest import Manifest, Snapshot
from backup.rebuilding import rebuilt
from backup.site import Site, workshop
from backup.unpacking import unpack


@dataclass(frozen=True)
class Line:
    """One line of the comparison; counts in rows, or in files."""

    name: str
    saved: int
    rebuilt: int
    same: bool


@dataclass(frozen=True)
class Drilled:
    """What the drill found; ``size``: octets of the archive."""

    lines: Sequence[Line]
    manifest: Manifest
    size: int

    @property
    def passed(self) -> bool:
        """Is everything that was saved there again, the same?"""
        return all(line.same for line in self.lines)


def drill(site: Site, archive: Path | None, key: Key | None, say: Say) -> Drilled:
    """Rebuild ``archive`` with ``key``, or one made now and opened at once by a throwaway key."""
    with workshop(site) as work:
        if archive is None or key is None:
            lock, key = throwaway()
            archive = make(site, work, lock, work, say).path
        opened = unpack(archive, key, site.engine, work, say)
        with rebuilt(site.engine, opened, say) as aside:
            say("Comparaison…")
            found = aside.snapshot()
        return Drilled(_compared(opened.manifest, found), opened.manifest, archive.stat().st_size)


def last_backup(folder: Path) -> str:
    """A sentence: how old the newest archive is."""
    path = newest(folder)
    if path is None:
        return f"Dernière sauvegarde\u00a0: aucune dans {folder}."
    hours = int((datetime.now(UTC).timestamp() - path.stat().st_mtime) // 3600)
    age = f"{hours} h" if hours < 48 else f"{hours // 24} jours"
    return f"Dernière sauvegarde\u00a0: {path.name}, il y a {age}."


def _compared(manifest: Manifest, found: Snapshot) -> list[Line]:
    """Tables by their rows; files by what their rows say, each sum checked when it was unpacked."""
    lines = []
    for name in sorted({*manifest.tables, *found.tables}):
        saved, now = manifest.tables.get(name), found.tables.get(name)
        lines.append(Line(name, saved.rows if saved else 0, now.rows if now else 0, saved == now))
    kept = {file.path: file for file in manifest.files}
    known = {file.path: file for file in found.files}
    lines.append(Line("fichiers", len(known), len(kept), kept == known))
    return lines
