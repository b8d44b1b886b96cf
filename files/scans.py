"""The copy of a signed paper: from the form that received it to the store."""

from dataclasses import dataclass
from typing import IO, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile

from accounts.models import Person
from core.access import Action, PlaceKind, Where
from files.kinds import ENDINGS
from files.models import StoredFile
from files.store import store


@dataclass(frozen=True, slots=True)
class Scan:
    """The copy of the paper: its octets from where they stand, their type."""

    content: IO[bytes]
    mime: str


def scan_of(copy: UploadedFile) -> Scan:
    """What a valid ``CopyField`` holds."""
    assert copy.file is not None  # noqa: S101 - for the reader of types
    assert copy.content_type is not None  # noqa: S101 - said by the field
    return Scan(copy.file, copy.content_type)


def store_scan(
    scan: Scan,
    stem: str,
    *,
    action: Action,
    place_kind: PlaceKind,
    where: Where,
    created_by: Person | None,
    touched: bool = False,
) -> StoredFile:
    """Keep the copy under « stem.pdf »; who holds ``action`` at ``where`` opens it. Raises TooLarge.

    ``touched``: so do the people of every commune of ``where``, when the action is theirs.
    """
    return store(
        cast(BinaryIO, scan.content),
        name=f"{stem}.{ENDINGS[scan.mime]}",
        mime=scan.mime,
        action=action,
        place_kind=place_kind,
        where=where,
        created_by=created_by,
        touched=touched,
    )
