"""User names made from people's names."""

import pytest

from accounts.models import Person
from accounts.names import account_of, find_user

pytestmark = pytest.mark.django_db


def person(first: str, last: str, phone: str = "") -> Person:
    return Person.objects.create(first_name=first, last_name=last, sex="F", phone=phone)


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("Awa", "Diarra", "a.diarra"),
        ("Néné", "Keïta", "n.keita"),
        ("Ɲɛlɛ", "Ɓa", "n.ba"),
        ("Fatoumata Binta", "Cissé-Ly", "f.cisse-ly"),
        ("N’Golo", "N’Diaye", "n.ndiaye"),
    ],
)
def test_plain_letters(first: str, last: str, name: str) -> None:
    made = account_of(person(first, last))
    made.full_clean(exclude=["password"])
    assert made.username == name


def test_a_name_in_another_writing_still_gets_an_account() -> None:
    assert account_of(person("ߊߥߊ", "ߖߊ߯ߙߊ")).username == "compte"


def test_two_of_the_same_name() -> None:
    names = [account_of(person("Awa", "Diarra")).username for _ in range(3)]
    assert names == ["a.diarra", "a.diarra2", "a.diarra3"]


def test_the_account_is_made_once_without_a_password() -> None:
    awa = person("Awa", "Diarra", "+223 76 12 34 56")
    made = account_of(awa)
    assert account_of(awa) == made
    assert not made.has_usable_password()
    assert find_user("76 12 34 56") == made


def test_a_phone_shared_by_two_people_opens_the_first_account_alone() -> None:
    first = account_of(person("Awa", "Diarra", "76 12 34 56"))
    second = account_of(person("Salif", "Diarra", "76123456"))
    assert (first.phone, second.phone) == ("76123456", None)
    assert find_user("76123456") == first


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "a" * 500])
def test_nobody_answers_to_that(typed: str) -> None:
    account_of(person("Awa", "Diarra"))
    assert find_user(typed) is None
