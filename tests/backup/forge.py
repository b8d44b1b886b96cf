"""Archives that the house did not make: taken apart, changed, closed again."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from backup.keys import Key, throwaway
from backup.manifest import NAME
from backup.sealed import seal, unsealed
from backup.tape import Member, packed, unpacked

Parts = list[tuple[str, bytes]]


def parts_of(archive: Path, key: Key) -> Parts:
    """Names with their content, in order."""
    with unsealed(archive, key) as stream:
        return [(member.name, b"".join(member.chunks)) for member in unpacked(stream)]


def close(path: Path, octets: Iterator[bytes]) -> tuple[Path, Key]:
    """A sealed archive of these octets; what opens it."""
    lock, key = throwaway()
    with path.open("wb") as out:
        seal(octets, out, lock)
    return path, key


def forged(path: Path, parts: Sequence[tuple[str, bytes]]) -> tuple[Path, Key]:
    """A well-formed archive of these parts."""
    members = [Member(name, len(content), iter([content])) for name, content in parts]
    return close(path, packed(members, 0))


def retold(path: Path, parts: Parts, change: Callable[[dict[str, Any]], None]) -> tuple[Path, Key]:
    """The same archive, its manifest changed."""
    told = json.loads(parts[0][1])
    change(told)
    return forged(path, [(NAME, json.dumps(told).encode()), *parts[1:]])
