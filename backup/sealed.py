"""An encrypted file, written or read piece by piece: memory does not grow with it."""

import io
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import pyrage
from pyrage.x25519 import Identity

from backup.keys import ENVELOPE_END, ENVELOPE_LIMIT, ENVELOPE_START, Key, Lock, identities_for
from backup.refused import Refused

WRONG_KEY = "Cette clé n’ouvre pas cette archive\u00a0: elle a été fermée pour une autre."
ALTERED = "L’archive est tronquée ou altérée\u00a0: elle ne se déchiffre pas jusqu’au bout."
NOT_ONE = "Ce fichier n’est pas une sauvegarde chiffrée, ou son début est abîmé."


class _Pulled(io.RawIOBase):
    """A file whose octets come from an iterator; keeps the exception that stopped it."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks, self.rest, self.error = chunks, b"", cast("BaseException | None", None)

    def readable(self) -> bool:
        """Yes."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` octets; b"" at the end."""
        try:
            while not self.rest:
                self.rest = next(self.chunks)
        except StopIteration:
            return b""
        except BaseException as error:
            self.error = error
            raise
        given, self.rest = self.rest[:size], self.rest[size:]
        return given


def seal(chunks: Iterator[bytes], out: BinaryIO, lock: Lock) -> None:
    """Write ``chunks`` encrypted. What ``chunks`` raises is raised here."""
    out.write(lock.envelope)
    source = _Pulled(chunks)
    try:
        pyrage.encrypt_io(source, out, lock.recipients)
    except (pyrage.EncryptError, OSError) as error:
        raise source.error or Refused(f"L’archive ne s’écrit pas\u00a0: {error}") from None


@contextmanager
def unsealed(path: Path, key: Key) -> Iterator[BinaryIO]:
    """The octets of an archive, decrypted in a thread as they are read.

    Leaving the ``with`` without an exception means that the archive was authentic up to its last octet.
    Raises Refused: wrong key, truncated, altered.
    """
    try:
        archive = path.open("rb")
    except OSError as error:
        raise Refused(f"{path} ne s’ouvre pas\u00a0: {error.strerror}.") from None
    with archive:
        identities = identities_for(key, _envelope(archive))
        reading, writing = os.pipe()
        decrypting = _Decrypting(archive, writing, identities)
        decrypting.start()
        try:
            with os.fdopen(reading, "rb") as stream:
                yield stream
        except Refused:
            decrypting.join()
            if decrypting.refusal:  # a torn stream ends early for its reader: why it ended says more
                raise decrypting.refusal from None
            raise
        finally:
            decrypting.join()
        if decrypting.refusal:
            raise decrypting.refusal


class _Decrypting(threading.Thread):
    """Pours the decrypted archive in a pipe; ``refusal``: why it stopped, unless its reader left."""

    def __init__(self, archive: BinaryIO, writing: int, identities: Sequence[Identity]) -> None:
        super().__init__(daemon=True)
        self.archive, self.writing, self.identities = archive, writing, identities
        self.refusal: Refused | None = None

    def run(self) -> None:
        """Decrypt to the end."""
        pipe = os.fdopen(self.writing, "wb", buffering=0)
        try:
            with pipe:
                pyrage.decrypt_io(self.archive, pipe, self.identities)
        except BrokenPipeError:
            return
        except pyrage.DecryptError as error:
            self.refusal = Refused(WRONG_KEY if "matching keys" in str(error) else NOT_ONE)
        except OSError:
            self.refusal = Refused(ALTERED)


def _envelope(archive: BinaryIO) -> bytes:
    """What a phrase opens, when it stands first; the file is left where the archive begins."""
    start = archive.read(ENVELOPE_LIMIT)
    if not start.startswith(ENVELOPE_START):
        archive.seek(0)
        return b""
    end = start.find(ENVELOPE_END)
    if end < 0:
        raise Refused(NOT_ONE)
    archive.seek(end + len(ENVELOPE_END))
    return start[: end + len(ENVELOPE_END)]
