"""A tar of plain files as a stream: nothing in it but names and sizes that were foretold.

Python's ``tarfile`` reads links, devices, headers of any length; here anything but a plain file is refused.
What is written opens with any ``tar``.
"""

import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from backup.refused import Refused

BLOCK = 512
CHUNK = 256 * 1024
NAME_LENGTH = 99  # beyond, tar needs a second header

TORN = "L’archive est incomplète ou abîmée."


@dataclass(frozen=True)
class Member:
    """A file of the tape; ``chunks`` is read once, to its end, before the next member."""

    name: str
    size: int
    chunks: Iterator[bytes]


def packed(members: Iterable[Member], made_at: int) -> Iterator[bytes]:
    """The octets of the tape; ``made_at``: seconds since 1970, the date of every member.

    Raises Refused when a file has not the size that was told.
    """
    for member in members:
        yield _header(member.name, member.size, made_at)
        written = 0
        for chunk in member.chunks:
            written += len(chunk)
            yield chunk
        if written != member.size:
            raise Refused(f"Le fichier {member.name} a changé pendant la sauvegarde.")
        yield bytes(-member.size % BLOCK)
    yield bytes(2 * BLOCK)


def unpacked(stream: BinaryIO) -> Iterator[Member]:
    """The members in their order, then the end of the stream. Raises Refused on anything unforeseen."""
    while (block := _exactly(stream, BLOCK)) != bytes(BLOCK):
        try:
            info = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.HeaderError, UnicodeDecodeError):
            raise Refused(TORN) from None
        if info.type != tarfile.REGTYPE or info.size < 0:
            raise Refused(f"L’archive contient autre chose que des fichiers\u00a0: {info.name[:80]!r}.")
        chunks = _content(stream, info.size)
        yield Member(info.name, info.size, chunks)
        if next(chunks, None) is not None:
            raise Refused(TORN)
    if _exactly(stream, BLOCK) != bytes(BLOCK) or stream.read(1):
        raise Refused(TORN)


def read_file(stream: BinaryIO) -> Iterator[bytes]:
    """A file by pieces."""
    while chunk := stream.read(CHUNK):
        yield chunk


def _header(name: str, size: int, made_at: int) -> bytes:
    if len(name.encode()) > NAME_LENGTH:
        raise Refused(f"Nom de fichier trop long\u00a0: {name}")
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, made_at, 0o600
    return info.tobuf(tarfile.GNU_FORMAT, "utf-8", "strict")


def _content(stream: BinaryIO, size: int) -> Iterator[bytes]:
    left = size
    while left:
        chunk = stream.read(min(left, CHUNK))
        if not chunk:
            raise Refused(TORN)
        left -= len(chunk)
        yield chunk
    _exactly(stream, -size % BLOCK)


def _exactly(stream: BinaryIO, count: int) -> bytes:
    got = b""
    while len(got) < count:
        chunk = stream.read(count - len(got))
        if not chunk:
            raise Refused(TORN)
        got += chunk
    return got
