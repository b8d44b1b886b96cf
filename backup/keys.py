"""The keys that close an archive, the keys that open one (format age, https://age-encryption.org)."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyrage
from pyrage.x25519 import Identity, Recipient

from backup.refused import Refused

PHRASE_LENGTH = 12
KEY_FILE_LIMIT = 64 * 1024
KEPT_START = "AGE-SECRET-KEY-"
GIVEN_START = "age1"
ENVELOPE_START = b"-----BEGIN AGE ENCRYPTED FILE-----\n"
ENVELOPE_END = b"-----END AGE ENCRYPTED FILE-----\n"
ENVELOPE_LIMIT = 4096

CLOSED_BY_PHRASE = "Cette archive est fermée par une phrase secrète, pas par une clé."
CLOSED_BY_KEY = "Cette archive est fermée par une clé, pas par une phrase secrète."
WRONG_PHRASE = "La phrase secrète n’est pas celle de cette archive."


@dataclass(frozen=True)
class Lock:
    """What closes an archive: whom it is for, what stands before it."""

    recipients: Sequence[Recipient]
    envelope: bytes = b""


@dataclass(frozen=True)
class Key:
    """What opens an archive: secret keys, or a phrase."""

    identities: Sequence[Identity] = ()
    phrase: str = ""


def make_pair() -> tuple[str, str]:
    """A new secret key as age-keygen writes it, its public key."""
    identity = Identity.generate()
    public = str(identity.to_public())
    return f"# Clé secrète des sauvegardes de Jèkabaara. Clé publique : {public}\n{identity}\n", public


def throwaway() -> tuple[Lock, Key]:
    """A pair for an archive that is opened at once."""
    identity = Identity.generate()
    return Lock([identity.to_public()]), Key([identity])


def lock_for_keys(paths: Sequence[Path]) -> Lock:
    """Whoever holds one of the secret keys opens. Raises Refused when a file is not of public keys."""
    recipients: list[Recipient] = []
    for path in paths:
        for line in _lines(path):
            if line.startswith(KEPT_START):
                raise Refused(
                    f"{path} contient une clé secrète\u00a0: elle n’a rien à faire sur cette machine. "
                    "Donnez le fichier de la clé publique."
                )
            try:
                recipients.append(Recipient.from_str(line))
            except pyrage.RecipientError:
                raise Refused(
                    f"{path} ne contient pas une clé publique «\u00a0{GIVEN_START}…\u00a0»."
                ) from None
    if not recipients:
        raise Refused("Aucune clé publique\u00a0: personne ne pourrait ouvrir cette sauvegarde.")
    return Lock(recipients)


def lock_for_phrase(phrase: str) -> Lock:
    """A key made for this archive alone stands before it, in an envelope that the phrase opens.

    age closes with a phrase only what fits in memory: hence the envelope.
    """
    if len(phrase) < PHRASE_LENGTH:
        raise Refused(f"La phrase secrète est trop courte\u00a0: {PHRASE_LENGTH} signes au moins.")
    identity = Identity.generate()
    envelope = pyrage.passphrase.encrypt(f"{identity}\n".encode(), phrase, armored=True)
    return Lock([identity.to_public()], envelope.rstrip(b"\n") + b"\n")


def key_of_file(path: Path) -> Key:
    """The secret keys of a file. Raises Refused when it has none."""
    identities: list[Identity] = []
    for line in _lines(path):
        if line.startswith(GIVEN_START):
            raise Refused(f"{path} est une clé publique\u00a0: elle ferme, elle n’ouvre pas.")
        try:
            identities.append(Identity.from_str(line))
        except pyrage.IdentityError:
            raise Refused(f"{path} ne contient pas une clé secrète «\u00a0{KEPT_START}…\u00a0».") from None
    if not identities:
        raise Refused(f"{path} ne contient aucune clé secrète.")
    return Key(identities)


def phrase_of_file(path: Path) -> str:
    """The first line of a file, as a passphrase."""
    return _text(path).partition("\n")[0].strip()


def identities_for(key: Key, envelope: bytes) -> Sequence[Identity]:
    """What opens the archive that follows ``envelope`` (b"" when there is none). Raises Refused."""
    if not envelope:
        if not key.identities:
            raise Refused(CLOSED_BY_KEY)
        return key.identities
    if not key.phrase:
        raise Refused(CLOSED_BY_PHRASE)
    try:
        return [Identity.from_str(pyrage.passphrase.decrypt(envelope, key.phrase).decode().strip())]
    except (pyrage.DecryptError, pyrage.IdentityError, UnicodeDecodeError):
        raise Refused(WRONG_PHRASE) from None


def write_new(path: Path, text: str) -> None:
    """A file of its own, read by its owner alone, on the disk. Raises Refused when the name is taken."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused(
            f"{path} existe déjà\u00a0: une clé ne s’écrase pas, elle ouvre peut-être des sauvegardes."
        ) from None
    except OSError as error:
        raise Refused(f"{path} ne s’écrit pas\u00a0: {error.strerror}.") from None
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def _lines(path: Path) -> list[str]:
    lines = (line.strip() for line in _text(path).splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(KEY_FILE_LIMIT).decode()
    except OSError as error:
        raise Refused(f"{path} ne s’ouvre pas\u00a0: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise Refused(f"{path} n’est pas un fichier de clé.") from None
