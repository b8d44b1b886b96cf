"""Archives made by somebody who knows the public key: no name leads out, nothing unforeseen is unpacked."""

import gzip
import hashlib
import io
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backup.keys import Key
from backup.manifest import NAME
from backup.refused import Refused
from tests.backup.forge import Parts, close, forged, parts_of, retold
from tests.backup.sites import Place

pytestmark = pytest.mark.django_db

Untouched = Callable[[], None]
NOT_AS_TOLD = "n’est pas dans l’archive tel que"
UNREADABLE = "manifeste de cette archive ne se lit pas"


@pytest.fixture
def parts(place: Place) -> Parts:
    """An honest archive, taken apart."""
    return parts_of(*place.archive())


def refused(place: Place, forgery: tuple[Path, Key], why: str) -> None:
    with pytest.raises(Refused, match=why):
        place.restore(*forgery)


LEADING_OUT = (
    "../../../etc/passwd", "/etc/passwd", "ab/cd/../../../secret_key", "ab/cd/" + "." * 36, "", "ab\\cd\\x",
)  # fmt: skip


def test_no_name_leads_out(place: Place, untouched: Untouched, parts: Parts, tmp_path: Path) -> None:
    for number, name in enumerate(LEADING_OUT):

        def traverse(told: dict[str, Any], name: str = name) -> None:
            told["files"][0][0] = name

        refused(place, retold(tmp_path / str(number), parts, traverse), "nom de fichier interdit")


def test_the_name_on_the_tape_is_never_a_path(
    place: Place, untouched: Untouched, parts: Parts, tmp_path: Path
) -> None:
    changed = [*parts[:2], ("fichiers/../../outside", parts[2][1]), *parts[3:]]
    refused(place, forged(tmp_path / "forged", changed), NOT_AS_TOLD)
    assert not (tmp_path / "outside").exists()
    refused(place, forged(tmp_path / "extra", [*parts, ("../more", b"x")]), NOT_AS_TOLD)
    refused(place, forged(tmp_path / "less", parts[:-1]), NOT_AS_TOLD)
    refused(place, forged(tmp_path / "order", [parts[1], parts[0]]), "ne commence pas par son manifeste")
    refused(place, forged(tmp_path / "empty", []), "ne commence pas par son manifeste")


def test_links_and_the_like_are_refused(
    place: Place, untouched: Untouched, parts: Parts, tmp_path: Path
) -> None:
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE, tarfile.XHDTYPE):
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as tar:
            for name, content in parts[:2]:
                info = tarfile.TarInfo(name)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
            info = tarfile.TarInfo(parts[2][0])
            info.type, info.linkname = kind, "/etc/passwd"
            tar.addfile(info)
        forgery = close(tmp_path / "forged", iter([buffer.getvalue()]))
        refused(place, forgery, "autre chose que des fichiers")


def test_another_content_is_refused(place: Place, untouched: Untouched, parts: Parts, tmp_path: Path) -> None:
    name, content = parts[2]
    same_size = bytes([content[0] ^ 1]) + content[1:]
    refused(place, forged(tmp_path / "a", [*parts[:2], (name, same_size), *parts[3:]]), NOT_AS_TOLD)
    refused(place, forged(tmp_path / "b", [*parts[:2], (name, content + b"x"), *parts[3:]]), NOT_AS_TOLD)
    refused(place, close(tmp_path / "c", iter([b"x" * 5000])), "incomplète ou abîmée")
    refused(place, forged(tmp_path / "d", [(NAME, b"[" * 100_000)]), UNREADABLE)
    refused(place, forged(tmp_path / "e", [(NAME, b"{}")]), UNREADABLE)


SHAPES: tuple[tuple[str, object], ...] = (
    ("format", 2),
    ("unpacked", -1),
    ("unpacked", "1"),
    ("tables", {"x": [1, "short"]}),
    ("files", [["ab"]]),
    ("migrations", [1]),
    ("dump", None),
)


def test_a_manifest_of_another_shape(
    place: Place, untouched: Untouched, parts: Parts, tmp_path: Path
) -> None:
    for key, value in SHAPES:

        def reshape(told: dict[str, Any], key: str = key, value: object = value) -> None:
            told[key] = value

        refused(place, retold(tmp_path / "forged", parts, reshape), UNREADABLE)


def test_rows_that_are_not_those_told(
    place: Place, untouched: Untouched, parts: Parts, tmp_path: Path
) -> None:
    def one_more(told: dict[str, Any]) -> None:
        told["tables"]["accounts_user"][0] += 1

    refused(place, retold(tmp_path / "a", parts, one_more), "n’est pas celle de l’archive.*accounts_user")

    def one_table_less(told: dict[str, Any]) -> None:
        del told["tables"]["jobs_job"]

    refused(place, retold(tmp_path / "b", parts, one_table_less), "n’est pas celle de l’archive.*jobs_job")


def test_no_room(place: Place, untouched: Untouched, parts: Parts, tmp_path: Path) -> None:
    forgery = retold(tmp_path / "forged", parts, lambda told: told.update(unpacked=10**18))
    refused(place, forgery, "La place manque")


def test_a_dump_that_is_none(place: Place, untouched: Untouched, parts: Parts, tmp_path: Path) -> None:
    """Noise, then what unpacks to far more than it tells."""
    name = parts[1][0]
    bomb = gzip.compress(bytes(50_000_000)) if name.endswith(".gz") else b"PGDMP" + bytes(1000)
    for number, content in enumerate((b"noise" * 100, bomb)):
        kept = [*parts[:1], (name, content), *parts[2:]]

        def retell(told: dict[str, Any], content: bytes = content) -> None:
            told["dump"][1:] = [len(content), hash_of(content)]

        with pytest.raises(Refused):
            place.restore(*retold(tmp_path / str(number), kept, retell))


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
