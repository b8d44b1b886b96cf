"""How passwords are kept, which are refused, what coming in changes of a session."""

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from tests.cast import PASSWORD, Cast

DOOR = "/connexion/"


def test_argon2_keeps_them() -> None:
    kept = make_password(PASSWORD)
    assert identify_hasher(kept).algorithm == "argon2"
    assert PASSWORD not in kept
    assert make_password(PASSWORD) != kept


def test_an_old_one_is_kept_anew_at_the_door(everybody: Cast, client: Client) -> None:
    old = make_password(PASSWORD, hasher="pbkdf2_sha256")
    User.objects.filter(username="kadia").update(password=old)
    assert client.post(DOOR, {"username": "kadia", "password": "faux"}).status_code == 200
    assert User.objects.get(username="kadia").password == old
    assert client.post(DOOR, {"username": "kadia", "password": PASSWORD}).status_code == 302
    kept = User.objects.get(username="kadia")
    assert kept.password.startswith("argon2$")
    assert kept.check_password(PASSWORD)
    assert client.get("/mes-droits/").status_code == 200


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("court7!", "password_too_short"),
        ("motdepasse", "password_too_common"),
        ("password1", "password_too_common"),
        ("kadia.traore", "password_too_similar"),
    ],
)
def test_each_validator_refuses(db: None, password: str, code: str) -> None:
    user = User(username="kadia.traore")
    with pytest.raises(ValidationError) as refused:
        validate_password(password, user)
    assert code in [error.code for error in refused.value.error_list]


def test_a_session_given_by_somebody_else_is_left_at_the_door(everybody: Cast, client: Client) -> None:
    client.get(DOOR)
    planted = client.session
    planted["planted"] = "yes"
    planted.save()
    client.cookies["sessionid"] = given = str(planted.session_key)
    token = client.get(DOOR).cookies["csrftoken"].value
    answer = client.post(DOOR, {"username": "kadia", "password": PASSWORD})
    assert answer.status_code == 302
    assert answer.cookies["sessionid"].value != given
    assert answer.cookies["csrftoken"].value != token
    other = Client()
    other.cookies["sessionid"] = given
    assert other.get("/mes-droits/").status_code == 302


def test_a_session_does_not_pass_from_one_person_to_the_next(everybody: Cast, client: Client) -> None:
    client.post(DOOR, {"username": "kadia", "password": PASSWORD})
    first = client.cookies["sessionid"].value
    client.post("/deconnexion/")
    client.post(DOOR, {"username": "awa", "password": PASSWORD})
    assert client.cookies["sessionid"].value != first
    other = Client()
    other.cookies["sessionid"] = first
    assert other.get("/mes-droits/").status_code == 302
