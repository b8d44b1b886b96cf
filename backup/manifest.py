"""The manifest: what an archive says of itself, from the same instant as its rows."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backup.refused import Refused

FORMAT = 1
NAME = "manifeste.json"
LIMIT = 256 * 1024 * 1024  # about a million files
PATH = re.compile(r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f-]{36}")
DIGEST = re.compile(r"[0-9a-f]{64}")

UNREADABLE = "Le manifeste de cette archive ne se lit pas\u00a0: {}."


@dataclass(frozen=True)
class Table:
    """A table at one instant; ``digest``: sha256 of its columns, then of its rows by their key."""

    rows: int
    digest: str


@dataclass(frozen=True)
class Kept:
    """A stored file; ``path`` is under ``FILES_ROOT``, ``size`` in octets, ``digest`` its sha256."""

    path: str
    size: int
    digest: str


@dataclass(frozen=True)
class Snapshot:
    """What a database held at one instant; ``migrations`` are « app.name »."""

    tables: Mapping[str, Table]
    migrations: Sequence[str]
    files: Sequence[Kept]


@dataclass(frozen=True)
class Manifest:
    """What stands in an archive, in this order: the manifest, the dump, the files.

    ``unpacked`` is the size of the dump once unpacked, in octets; ``damaged`` the paths of files that rows
    know, that the disk had lost or changed when the archive was made.
    """

    product: str
    made_at: str
    engine: str
    dump: Kept
    unpacked: int
    tables: Mapping[str, Table]
    migrations: Sequence[str]
    files: Sequence[Kept]
    damaged: Sequence[str]

    def differences(self, found: Snapshot) -> list[str]:
        """The names of the tables that are not, row for row, those of the archive."""
        names = sorted({*self.tables, *found.tables})
        return [name for name in names if self.tables.get(name) != found.tables.get(name)]


def written(manifest: Manifest) -> bytes:
    """The JSON text of the archive."""
    told = {
        "format": FORMAT,
        "product": manifest.product,
        "made_at": manifest.made_at,
        "engine": manifest.engine,
        "dump": _row(manifest.dump),
        "unpacked": manifest.unpacked,
        "tables": {name: [table.rows, table.digest] for name, table in manifest.tables.items()},
        "migrations": list(manifest.migrations),
        "files": [_row(kept) for kept in manifest.files],
        "damaged": list(manifest.damaged),
    }
    return json.dumps(told, ensure_ascii=False, indent=0).encode()


def read(content: bytes) -> Manifest:
    """The manifest, every part checked. Raises Refused."""
    try:
        told = json.loads(content)
        if told["format"] != FORMAT:
            raise Refused(UNREADABLE.format("il est d’un format que cette version ne connaît pas"))
        return Manifest(
            product=_text(told["product"]),
            made_at=_text(told["made_at"]),
            engine=_text(told["engine"]),
            dump=_dump(told["dump"]),
            unpacked=_count(told["unpacked"]),
            tables={_text(name): _table(row) for name, row in told["tables"].items()},
            migrations=[_text(name) for name in told["migrations"]],
            files=_files(told["files"]),
            damaged=[_text(path) for path in told["damaged"]],
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refused(UNREADABLE.format("il n’est pas de la forme attendue")) from None


def _row(kept: Kept) -> list[str | int]:
    return [kept.path, kept.size, kept.digest]


def _dump(row: Any) -> Kept:
    name, size, digest = row
    return Kept(_text(name), _count(size), _digest(digest))


def _files(rows: Any) -> list[Kept]:
    """Each under its own name, of the one shape that the house gives: no name leads out of the folder."""
    found = [Kept(_path(path), _count(size), _digest(digest)) for path, size, digest in rows]
    if len({kept.path for kept in found}) != len(found):
        raise ValueError("a file is told twice")
    return found


def _table(row: Any) -> Table:
    rows, digest = row
    return Table(_count(rows), _digest(digest))


def _path(value: Any) -> str:
    if not PATH.fullmatch(_text(value)):
        raise Refused(f"L’archive contient un nom de fichier interdit\u00a0: {value[:80]!r}.")
    return str(value)


def _digest(value: Any) -> str:
    if not DIGEST.fullmatch(_text(value)):
        raise ValueError("not a sha256")
    return str(value)


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("not a count")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
