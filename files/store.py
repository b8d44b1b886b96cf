"""Files on disk, under names nobody chooses: written whole or not at all, never changed."""

import hashlib
import io
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings

from accounts.models import Person
from core.access import Action, PlaceKind, Where
from core.formats import size as size_words
from core.workflow import Refusal
from files.models import StoredFile

MAX_SIZE = 20 * 1024 * 1024
CHUNK = 64 * 1024
TEMPORARY = ".part"


class TooLarge(Refusal):
    """The file is heavier than the house accepts."""


def store(
    content: bytes | BinaryIO,
    *,
    name: str,
    mime: str,
    action: Action,
    place_kind: PlaceKind,
    where: Where,
    created_by: Person | None,
    touched: bool = False,
) -> StoredFile:
    """Keep ``content`` (bytes, or a file from where it stands); who holds ``action`` at ``where`` opens it.

    The file is on disk before its row exists, so a row always has its file; a file whose row was undone is
    swept by ``delete_orphans``. Raises TooLarge beyond 20 MB. Of several communes those that host are kept.
    ``touched``: every commune is kept, for an action that is of a commune merely touched.
    """
    key = uuid.uuid4()
    path = f"{key.hex[:2]}/{key.hex[2:4]}/{key}"
    octets, digest = _write(content, settings.FILES_ROOT / path)
    communes = where.communes | where.hosts
    one = next(iter(communes)) if len(communes) == 1 else None
    return StoredFile.objects.create(
        id=key,
        name=_clean_name(name),
        mime=mime,
        size=octets,
        sha256=digest,
        path=path,
        action=action.value,
        place_kind=place_kind,
        region_id=where.region,
        cercle_id=where.cercle,
        district_id=where.district,
        commune_id=one,
        aire_ids=sorted(where.aires),
        host_ids=sorted(where.hosts) if one is None else [],
        commune_ids=sorted(where.communes) if touched else [],
        created_by=created_by,
    )


def open_file(stored: StoredFile) -> BinaryIO:
    """The bytes, for reading. FileNotFoundError when the disk lost them."""
    return cast(BinaryIO, path_of(stored).open("rb"))


def path_of(stored: StoredFile) -> Path:
    """Where the file lies on this machine."""
    return Path(settings.FILES_ROOT) / stored.path


def files_on_disk() -> Iterator[Path]:
    """Every file under the root, half-written ones included."""
    root = Path(settings.FILES_ROOT)
    return (path for path in root.glob("??/??/*") if path.is_file())


def _write(content: bytes | BinaryIO, target: Path) -> tuple[int, str]:
    """Write beside the target, flush to the disk, then take the name. Size in octets, sha256."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(target.name + TEMPORARY)
    digest, octets = hashlib.sha256(), 0
    try:
        with temporary.open("xb") as out:
            for chunk in _chunks(content):
                octets += len(chunk)
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        temporary.rename(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync(target.parent)
    return octets, digest.hexdigest()


def _chunks(content: bytes | BinaryIO) -> Iterator[bytes]:
    source: BinaryIO = io.BytesIO(content) if isinstance(content, bytes) else content
    octets = 0
    while chunk := source.read(CHUNK):
        octets += len(chunk)
        if octets > MAX_SIZE:
            raise TooLarge(f"Ce fichier dépasse {size_words(MAX_SIZE)}. Réduisez-le ou partagez-le en deux.")
        yield chunk


def sync(path: Path) -> None:
    """A file's octets, a folder's new names, must survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clean_name(name: str) -> str:
    """A name for the reader: no path, no control character, 200 signs at most, its ending kept."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(sign for sign in bare if sign.isprintable()).strip() or "fichier"
    stem, dot, ending = plain.rpartition(".")
    if len(plain) <= 200 or not dot:
        return plain[:200]
    return f"{stem[: 199 - len(ending)]}.{ending}" if len(ending) < 20 else plain[:200]
