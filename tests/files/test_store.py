"""Files written whole or not at all."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest

from core.access import Action, PlaceKind, Where
from files.models import StoredFile
from files.store import MAX_SIZE, TooLarge, open_file, path_of, store

pytestmark = pytest.mark.django_db


def keep(
    content: Any = b"%PDF-1.7 essai", name: str = "rapport.pdf", where: Where | None = None
) -> StoredFile:
    return store(
        content,
        name=name,
        mime="application/pdf",
        action=Action.DOCUMENT_SEE,
        place_kind=PlaceKind.COMMUNE,
        where=where or Where(region=1),
        created_by=None,
    )


def on_disk(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


@pytest.mark.parametrize("made", [bytes, io.BytesIO])
def test_what_goes_in_comes_out(root: Path, made: type) -> None:
    content = bytes(range(256)) * 1000
    stored = keep(made(content))
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert stored.size == len(content)
    with open_file(stored) as handle:
        assert handle.read() == content
    assert on_disk(root) == [path_of(stored)]
    assert stored.path.startswith(f"{stored.pk.hex[:2]}/{stored.pk.hex[2:4]}/")


def test_the_name_never_reaches_the_disk(root: Path) -> None:
    stored = keep(name="../../etc/pass\x00wd\r\n.pdf")
    assert stored.name == "passwd.pdf"
    assert path_of(stored).resolve().is_relative_to(root.resolve())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\dossiers\\PV d’août.pdf", "PV d’août.pdf"),
        ("", "fichier"),
        ("é" * 300 + ".xlsx", "é" * 195 + ".xlsx"),
        ("é" * 300, "é" * 200),
        ('un "guillemet".pdf', 'un "guillemet".pdf'),
    ],
)
def test_names_for_the_reader(given: str, kept: str) -> None:
    assert keep(name=given).name == kept


class Endless(io.RawIOBase):
    """More than anybody may send."""

    def read(self, size: int = -1) -> bytes:
        return b"x" * size


def test_too_large_leaves_nothing(root: Path) -> None:
    with pytest.raises(TooLarge, match="20\u00a0Mo"):
        keep(Endless())
    assert on_disk(root) == []
    assert not StoredFile.objects.exists()


def test_just_large_enough() -> None:
    assert keep(io.BytesIO(b"x" * MAX_SIZE)).size == MAX_SIZE


class Torn(io.RawIOBase):
    """The line drops in the middle of the file."""

    def __init__(self) -> None:
        self.sent = False

    def read(self, size: int = -1) -> bytes:
        if self.sent:
            raise OSError("connection lost")
        self.sent = True
        return b"x" * size


def test_a_line_that_drops_leaves_nothing(root: Path) -> None:
    with pytest.raises(OSError, match="connection lost"):
        keep(Torn())
    assert on_disk(root) == []
    assert not StoredFile.objects.exists()


def test_it_stands_where_it_was_put() -> None:
    where = Where(1, 2, 3, aires=frozenset({5, 4}), communes=frozenset({6}), hosts=frozenset({6}))
    stored = StoredFile.objects.get(pk=keep(where=where).pk)
    assert stored.where() == where


def test_of_several_communes_those_that_host_open_it() -> None:
    where = Where(1, 2, 3, communes=frozenset({6, 7, 8}), hosts=frozenset({6, 7}))
    kept = Where(1, 2, 3, communes=frozenset({6, 7}), hosts=frozenset({6, 7}))
    assert StoredFile.objects.get(pk=keep(where=where).pk).where() == kept
