"""The life of a one-time code: wrong, expired, used, replaced, worn out."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from core.access import Role
from core.models import ActLog
from mandates.codes import ALPHABET, check_code, normal_code, use_code, why_refused
from mandates.models import Mandate, OneTimeCode
from notices.models import Notice
from tests.cast import PASSWORD, Cast, cast
from tests.territory import small_territory

pytestmark = pytest.mark.django_db
NEW = "trois calebasses bleues"
REDEEM = "/connexion/code/"


def page_of(everybody: Cast, name: str) -> str:
    return f"/personnes/{everybody.person_of(name).pk}/code/"


def issue(everybody: Cast, officer: str = "salif", name: str = "kadia") -> str:
    """The code as the officer reads it on the screen."""
    answer = everybody.client_of(officer).post(page_of(everybody, name))
    assert answer.status_code == 200
    found = re.search(r'class="otp"><b>([A-Z0-9]{4} [A-Z0-9]{4})<', answer.content.decode())
    assert found
    return found[1]


def redeem(
    code: str, username: str = "kadia", new: str = NEW, again: str | None = None
) -> tuple[Client, str]:
    """The browser afterwards, and the page that came back ("" when it let in)."""
    client = Client()
    fields = {
        "username": username,
        "code": code,
        "new_password": new,
        "again": new if again is None else again,
    }
    answer = client.post(REDEEM, fields)
    return client, "" if answer.status_code == 302 else answer.content.decode()


def opens(password: str) -> bool:
    return Client().post("/connexion/", {"username": "kadia", "password": password}).status_code == 302


def test_a_code_becomes_a_password_and_lets_in(everybody: Cast) -> None:
    code = issue(everybody)
    client, page = redeem(code)
    assert page == ""
    assert client.get("/mes-droits/").status_code == 200
    assert opens(NEW)
    assert not opens(PASSWORD)


@pytest.mark.parametrize(
    "writing", [str.lower, lambda c: c.replace(" ", ""), lambda c: c.replace(" ", "-") + " "]
)
def test_however_it_is_written(everybody: Cast, writing: Callable[[str], str]) -> None:
    assert redeem(writing(issue(everybody)))[1] == ""


def test_the_phone_will_do_for_a_name(everybody: Cast) -> None:
    assert redeem(issue(everybody), "70 00 01 00")[1] == ""


def test_only_its_print_is_kept(everybody: Cast) -> None:
    code = issue(everybody)
    kept = OneTimeCode.objects.get()
    assert normal_code(code) not in kept.hashed
    assert set(normal_code(code)) <= set(ALPHABET)
    assert not set(ALPHABET) & set("01OILZSB")


def test_it_serves_once(everybody: Cast) -> None:
    code = issue(everybody)
    redeem(code)
    assert "a déjà servi" in redeem(code, new="autre chose encore")[1]
    assert opens(NEW)


def test_a_new_one_replaces_the_old(everybody: Cast) -> None:
    old, new = issue(everybody), issue(everybody, "seydou")
    assert redeem(old)[1] != ""
    assert redeem(new)[1] == ""


def test_it_expires_and_says_when(everybody: Cast) -> None:
    code = issue(everybody)
    with time_machine.travel(timezone.now() + timedelta(hours=48, minutes=1), tick=False):
        page = redeem(code)[1]
    assert "Ce code a expiré le" in page
    assert opens(PASSWORD)


def test_just_before_it_still_works(everybody: Cast) -> None:
    code = issue(everybody)
    with time_machine.travel(timezone.now() + timedelta(hours=47, minutes=59), tick=False):
        assert redeem(code)[1] == ""


@pytest.mark.parametrize("username", ["kadia", "awa", "personne"])
def test_a_wrong_one_says_the_same_to_everybody(everybody: Cast, username: str) -> None:
    issue(everybody)
    page = redeem("AAAA AAAA", username)[1]
    assert "Ce code n’est pas le bon pour ce compte" in page
    assert "<title>Erreur\u00a0: Saisir mon code" in page
    assert NEW not in page
    assert f'value="{username}"' in page


def test_the_code_of_another_opens_nothing(everybody: Cast) -> None:
    code = issue(everybody, name="awa")
    assert "n’est pas le bon" in redeem(code, "kadia")[1]


def test_five_tries_wear_it_out(everybody: Cast) -> None:
    code = issue(everybody)
    for _ in range(5):
        assert check_code("kadia", "AAAAAAAA") is None
    assert check_code("kadia", code) is None
    assert "essayé trop de fois" in why_refused("kadia", code)
    assert OneTimeCode.objects.get().tries == 5


def test_tries_are_counted_with_those_of_the_password(everybody: Cast) -> None:
    code = issue(everybody)
    client = Client()
    fields = {"username": "kadia", "code": "AAAA AAAA", "new_password": NEW, "again": NEW}
    answers = [client.post(REDEEM, fields).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert client.post("/connexion/", {"username": "kadia", "password": PASSWORD}).status_code == 429
    assert client.post(REDEEM, fields | {"code": code}).status_code == 429


@pytest.mark.parametrize(
    ("new", "again"), [(NEW, "autre"), ("court", "court"), ("", ""), ("12345678", "12345678")]
)
def test_a_poor_password_does_not_use_it_up(everybody: Cast, new: str, again: str) -> None:
    code = issue(everybody)
    assert redeem(code, new=new, again=again)[1] != ""
    assert opens(PASSWORD)
    assert redeem(code)[1] == ""


def test_two_people_with_one_code(everybody: Cast) -> None:
    code = issue(everybody)
    first, second = check_code("kadia", code), check_code("kadia", code)
    assert first is not None
    assert second is not None
    use_code(first, NEW)
    with pytest.raises(Exception, match="a déjà servi"):
        use_code(second, "autre chose encore")
    assert opens(NEW)


def test_it_is_written_down_and_its_owner_told(everybody: Cast) -> None:
    issue(everybody)
    redeem(OneTimeCode.objects.get().hashed[:8])
    log = ActLog.objects.get(act="remettre_code")
    assert (log.person_name, log.role, log.object_id) == (
        "Salif Diallo",
        Role.CHARGE_SIS,
        str(everybody.user_of("kadia").pk),
    )
    told = Notice.objects.get()
    assert told.person == everybody.person_of("kadia")
    assert "Salif Diallo" in told.text


# ---- Who gives codes to whom ----
def test_nothing_is_made_by_reading_the_page(everybody: Cast) -> None:
    page = everybody.client_of("salif").get(page_of(everybody, "kadia"))
    assert page.status_code == 200
    assert not OneTimeCode.objects.exists()


def test_the_answer_stays_in_no_cache(everybody: Cast) -> None:
    answer = everybody.client_of("salif").post(page_of(everybody, "kadia"))
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("officer", "name", "status"),
    [
        ("salif", "kadia", 200),
        ("salif", "fanta", 200),
        ("salif", "seydou", 200),
        ("salif", "nana", 404),
        ("salif", "boubacar", 404),
        ("nana", "boubacar", 200),
        ("nana", "salif", 200),
        ("nana", "yaya", 404),
        ("yaya", "nana", 200),
        ("kadia", "awa", 403),
        ("kadia", "oumar", 404),
        ("fanta", "kadia", 403),
        ("modibo", "kadia", 403),
        ("julie", "kadia", 404),
        ("sitan", "kadia", 404),
    ],
)
def test_the_officers_of_the_jurisdiction(everybody: Cast, officer: str, name: str, status: int) -> None:
    client = everybody.client_of(officer)
    assert client.get(page_of(everybody, name)).status_code == status
    assert client.post(page_of(everybody, name)).status_code == status
    assert OneTimeCode.objects.exists() == (status == 200)


def test_the_neighbour_officer_sees_nobody(everybody: Cast) -> None:
    other = cast(small_territory("ML03", "Sikasso"))
    for officer in ("salif", "seydou", "nana"):
        assert other.client_of(officer).post(page_of(everybody, "kadia")).status_code == 404
    assert not OneTimeCode.objects.exists()


def test_not_for_somebody_whose_jurisdiction_is_wider(everybody: Cast) -> None:
    """Kadia also sits at the DRS: the district sees her, and may not open her account."""
    Mandate.objects.create(
        person=everybody.person_of("kadia"),
        role=Role.DRS,
        region=everybody.territory.region,
        starts_on=timezone.localdate(),
    )
    salif = everybody.client_of("salif")
    assert salif.get(f"/personnes/{everybody.person_of('kadia').pk}/").status_code == 200
    assert salif.post(page_of(everybody, "kadia")).status_code == 403
    assert not OneTimeCode.objects.exists()
    assert everybody.client_of("nana").post(page_of(everybody, "kadia")).status_code == 200


def test_the_refusal_says_who_may(everybody: Cast) -> None:
    page = everybody.client_of("fanta").get(page_of(everybody, "kadia")).content.decode()
    assert "chargé du SIS, médecin chef, direction régionale de la santé et administrateur" in page


@pytest.mark.parametrize(
    ("name", "words"), [("salif", "changez votre mot de passe"), ("kadia", "n’a pas de mandat en cours")]
)
def test_codes_that_would_open_nothing_or_too_much(everybody: Cast, name: str, words: str) -> None:
    everybody.end_mandate_of("kadia")
    client = everybody.client_of("salif")
    assert words in client.get(page_of(everybody, name)).content.decode()
    assert client.post(page_of(everybody, name)).status_code == 409
    assert not OneTimeCode.objects.exists()


def test_somebody_without_an_account_gets_one(everybody: Cast) -> None:
    kadia = everybody.person_of("kadia")
    everybody.user_of("kadia").delete()
    answer = everybody.client_of("salif").post(page_of(everybody, "kadia"))
    assert "k.traore" in answer.content.decode()
    code = re.search(r"<b>(\w{4} \w{4})<", answer.content.decode())
    assert code
    client, page = redeem(code[1], "k.traore")
    assert page == ""
    assert client.session["_auth_user_id"] == str(type(everybody.user_of("awa")).objects.get(person=kadia).pk)
