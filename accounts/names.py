"""User names: made from the name of a person, found again from whatever somebody types to come in."""

import re
import unicodedata
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from accounts.models import Person, User, normal_phone

# Letters of the national languages that do not fall apart into a letter with an accent.
_LETTERS = str.maketrans(
    {"ɛ": "e", "ɔ": "o", "ɲ": "ny", "ŋ": "ng", "ɓ": "b", "ɗ": "d", "ƴ": "y", "œ": "oe", "æ": "ae"}
)


def find_user(typed: str) -> User | None:
    """The account meant by a phone number or a user name, however it was typed."""
    typed = typed.replace("\0", "")  # PostgreSQL refuses it in a text
    name = typed.strip().lower()
    return (
        User.objects.select_related("person")
        .filter(Q(username=name) | Q(phone=normal_phone(typed)))
        .order_by("pk")
        .first()
        if name
        else None
    )


def counted_name(_request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Under which name failures are counted: one count an account, whatever its owner types."""
    typed = str((credentials or {}).get("username") or "")
    user = find_user(typed)
    return user.username if user else normal_phone(typed).lower()[:40]


def account_of(person: Person) -> User:
    """The account of ``person``; made on the spot, without a password, for somebody who never had one."""
    user = User.objects.select_related("person").filter(person=person).first()
    if user:
        return user
    phone = normal_phone(person.phone)
    taken = not phone or User.objects.filter(phone=phone).exists()
    user = User(username=_free_name(person), person=person, phone=None if taken else phone)
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    return user


def _free_name(person: Person) -> str:
    """« Awa Diarra » → « a.diarra », then « a.diarra2 »…"""
    stem = f"{_plain(person.first_name)[:1]}.{_plain(person.last_name)}".strip(".")[:30] or "compte"
    used = set(User.objects.filter(username__startswith=stem).values_list("username", flat=True))
    name, number = stem, 2
    while name in used:
        name, number = f"{stem}{number}", number + 1
    return name


def _plain(text: str) -> str:
    """Lower case, without accents or spaces."""
    plain = text.lower().translate(_LETTERS)
    bare = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9-]", "", bare).strip("-")
