"""The first account: opened whole or not at all, its password never shown nor weak."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Person, User
from core.models import ActLog
from mandates.models import Mandate

pytestmark = pytest.mark.django_db
GOOD = "trois calebasses bleues"
WHO = ["--prenom", "Yaya", "--nom", "Sissoko", "--sexe", "m", "--telephone", "70 00 00 01"]


def create(monkeypatch: pytest.MonkeyPatch, *arguments: str, typed: str = "") -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    out = io.StringIO()
    call_command("create_administrator", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def hidden(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """What is typed where nothing is shown."""
    left = iter(answers)
    monkeypatch.setattr("getpass.getpass", lambda _: next(left))


def nothing_written() -> bool:
    return not (Person.objects.exists() or User.objects.exists() or Mandate.objects.exists())


def test_asked_one_by_one(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    hidden(monkeypatch, GOOD, GOOD)
    said = create(monkeypatch, typed="Yaya\nSissoko\nM\n70 00 00 01\n")
    assert "« y.sissoko » est ouvert" in said.replace("\u00a0", " ")
    assert GOOD not in said
    answer = client.post("/connexion/", {"username": "70000001", "password": GOOD})
    assert answer.headers["Location"] == "/"
    assert client.get("/administration/").status_code == 200
    [log] = ActLog.objects.all()
    assert (log.act, log.person_name) == ("ouvrir_administrateur", "Yaya Sissoko")


def test_by_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    create(monkeypatch, *WHO, "--password-stdin", typed=f"{GOOD}\n")
    assert User.objects.get().check_password(GOOD)


def test_a_mistyped_password_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    hidden(monkeypatch, "court", GOOD, "autre chose", GOOD, GOOD)
    said = create(monkeypatch, *WHO)
    assert "au minimum 8" in said
    assert "diffèrent" in said
    assert User.objects.get().check_password(GOOD)


def test_three_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    hidden(monkeypatch, "a", "b", "c")
    with pytest.raises(CommandError, match="Trois essais"):
        create(monkeypatch, *WHO)
    assert nothing_written()


@pytest.mark.parametrize("weak", ["", "password", "12345678", "sissoko1"])
def test_a_weak_password(monkeypatch: pytest.MonkeyPatch, weak: str) -> None:
    with pytest.raises(CommandError):
        create(monkeypatch, *WHO, "--password-stdin", typed=f"{weak}\n")
    assert nothing_written()


def test_somebody_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match=r"prénom.*sexe.*Rien n’a été écrit") as told:
        create(monkeypatch, "--nom", "Sissoko", "--telephone", "1", typed="\nX\n")
    assert "nom\u00a0:" in str(told.value)
    assert nothing_written()


def test_a_second_one_is_asked_for_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    create(monkeypatch, *WHO, "--password-stdin", typed=f"{GOOD}\n")
    with pytest.raises(CommandError, match="Yaya Sissoko"):
        create(monkeypatch, *WHO, "--password-stdin", typed=f"{GOOD}\n")
    create(monkeypatch, *WHO, "--password-stdin", "--encore", typed=f"{GOOD}\n")
    assert sorted(User.objects.values_list("username", flat=True)) == ["y.sissoko", "y.sissoko2"]
