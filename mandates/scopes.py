"""The scope of a person, read from the mandates in force today (one query)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import router
from django.db.models import BigIntegerField, DateField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Person, User
from communes.models import Cercle, Commune, District, Region
from core.access import Holding, PlaceKind, Role, Scope
from core.prepared import prepared
from cscom.models import Aire
from mandates.models import PLACE_OF_ROLE, Mandate, MandateQuerySet
from mandates.models.mandate import PLACES
from mandates.policy import scope_of

COUNTRY = "Mali"
_MODELS = (Region, Cercle, District, Commune, Aire)  # in the order of ``PLACES``
_HELD = ("pk", "role", *(f"{place}_id" for place in PLACES), "named")
_PERSON = [field.attname for field in Person._meta.concrete_fields]
_USER = [field.attname for field in User._meta.concrete_fields]


def _held(mandates: MandateQuerySet) -> QuerySet[Mandate, Any]:
    """The mandates in the order they are told, each with the name of its place.

    The names are asked one by one: joined, five tables of places would be planned at each page.
    """
    names = [
        Subquery(model._default_manager.filter(pk=OuterRef(place)).order_by().values("name"))
        for place, model in zip(PLACES, _MODELS, strict=True)
    ]
    return mandates.annotate(named=Coalesce(*names, Value(COUNTRY))).order_by("starts_on", "pk")


@prepared(person=BigIntegerField(), day=DateField())
def _of_person(person: int, day: date) -> QuerySet[Mandate, Any]:
    mandates = Mandate.objects.in_force(day).filter(person__pk=person)
    return _held(mandates).values_list(*_HELD)


@prepared(user=BigIntegerField(), day=DateField())
def _of_account(user: int, day: date) -> QuerySet[Mandate, Any]:
    mandates = Mandate.objects.in_force(day).filter(person__user__pk=user)
    person, account = (f"person__{name}" for name in _PERSON), (f"person__user__{name}" for name in _USER)
    return _held(mandates).values_list(*_HELD, *person, *account)


def account_of(user_id: int) -> User | None:
    """An account, its person, what they hold today: one query; two for who holds nothing."""
    rows = _of_account(user=user_id, day=timezone.localdate())
    if not rows:
        return User.objects.select_related("person").filter(pk=user_id).first()
    rest = rows[0][len(_HELD) :]
    user = User.from_db(router.db_for_read(User), _USER, rest[len(_PERSON) :])
    user.person = Person.from_db(router.db_for_read(Person), _PERSON, rest[: len(_PERSON)])
    user.held = _holdings(rows)  # type: ignore[attr-defined]  # for who asks first: see ``scope_of_user``
    return user


def holdings_of(person_id: int, *, token: int | None = None) -> list[Holding]:
    """The mandates of one person in force today; ``token``: only those that this token stands for."""
    if token is None:
        return _holdings(_of_person(person=person_id, day=timezone.localdate()))
    mandates = Mandate.objects.in_force().filter(person=person_id, tokens=token)
    return _holdings(_held(mandates).values_list(*_HELD))


def scope_of_person(person: Person) -> Scope:
    """What ``person`` may do today: for pages, jobs and commands alike."""
    return scope_of(person.pk, str(person), holdings_of(person.pk))


def scope_of_user(user: User) -> Scope:
    """What this user may do today. What came with the account counts once, at the door of a request:
    whoever asks again reads again.
    """
    held: list[Holding] | None = getattr(user, "held", None)
    if held is None:
        return scope_of_person(user.person)
    user.held = None  # type: ignore[attr-defined]
    return scope_of(user.person.pk, str(user.person), held)


def _holdings(rows: Iterable[Sequence[Any]]) -> list[Holding]:
    return [_holding(*row[: len(_HELD)]) for row in rows]


def _holding(pk: int, role: str, *places_and_name: Any) -> Holding:
    *ids, name = places_and_name
    kind = PLACE_OF_ROLE[role]
    at = None if kind == PlaceKind.PAYS else ids[PLACES.index(kind.value)]
    return Holding(pk, Role(role), kind, at, name)
