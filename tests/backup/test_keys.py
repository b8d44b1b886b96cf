"""Keys are made once, never written over, told apart."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from backup.keys import key_of_file, lock_for_keys, lock_for_phrase, make_pair
from backup.refused import Refused
from tests.backup.sites import Place

pytestmark = pytest.mark.django_db


def test_a_pair_is_made_once(place: Place, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    done = place.manage("backup_key", str(secret))
    assert done.returncode == 0, done.stderr
    assert "HORS de cette machine" in done.stdout
    assert "AGE-SECRET-KEY-" not in done.stdout
    assert secret.stat().st_mode & 0o777 == 0o600
    assert place.site.public_key.read_text().strip() in done.stdout
    assert str(key_of_file(secret).identities[0].to_public()) in done.stdout
    kept = secret.read_text(), place.site.public_key.read_text()
    with pytest.raises(CommandError, match="existe déjà"):
        call_command("backup_key", str(tmp_path / "other.txt"), public=place.site.public_key)
    assert not (tmp_path / "other.txt").exists()
    assert (secret.read_text(), place.site.public_key.read_text()) == kept


def test_nothing_is_half_made(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("precious")
    with pytest.raises(CommandError, match="existe déjà"):
        call_command("backup_key", str(tmp_path / "taken"), public=tmp_path / "public")
    assert (tmp_path / "taken").read_text() == "precious"
    assert not (tmp_path / "public").exists()


def test_a_secret_may_be_shown_rather_than_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("backup_key", "-", public=tmp_path / "public")
    said = capsys.readouterr().out
    (tmp_path / "copied").write_text(
        next(line for line in said.splitlines() if line.startswith("AGE-SECRET"))
    )
    [identity] = key_of_file(tmp_path / "copied").identities
    assert (tmp_path / "public").read_text() == f"{identity.to_public()}\n"


def test_without_a_key_no_archive(place: Place) -> None:
    done = place.manage("backup")
    assert done.returncode == 1
    assert "Faites d’abord une paire de clés" in done.stderr
    assert not place.site.archives.exists()


def test_one_is_not_taken_for_the_other(tmp_path: Path) -> None:
    secret, public = make_pair()
    (tmp_path / "secret").write_text(secret)
    (tmp_path / "public").write_text(public)
    with pytest.raises(Refused, match="contient une clé secrète"):
        lock_for_keys([tmp_path / "secret"])
    with pytest.raises(Refused, match="elle ferme, elle n’ouvre pas"):
        key_of_file(tmp_path / "public")


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"age1zzz\n", b"AGE-SECRET-KEY-1\n", b"\xff\xfe\n"])
def test_what_is_no_key(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)
    for attempt in (lambda: lock_for_keys([tmp_path / "key"]), lambda: key_of_file(tmp_path / "key")):
        with pytest.raises(Refused):
            attempt()


def test_a_short_phrase_is_refused() -> None:
    with pytest.raises(Refused, match="12 signes au moins"):
        lock_for_phrase("bonjour")
