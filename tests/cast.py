"""The people everybody knows, each with one mandate in force in the small territory."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from accounts.models import Person, User
from core.access import PlaceKind, Role, Scope
from mandates.models import PLACE_OF_ROLE, Mandate
from mandates.scopes import scope_of_person
from tests.territory import SmallTerritory

PASSWORD = "Mil et sorgho 26"  # everybody's, hashed once for the whole run
SINCE = date(2020, 1, 1)


@dataclass(frozen=True)
class Part:
    """Who plays, which function, at which place of the small territory (its attribute; "": the country)."""

    first_name: str
    last_name: str
    sex: str
    role: Role
    place: str


PARTS: Mapping[str, Part] = MappingProxyType(
    {
        "kadia": Part("Kadia", "Traoré", "F", Role.SECRETAIRE, "aire"),
        "moussa": Part("Moussa", "Coulibaly", "M", Role.PRESIDENT, "aire"),
        "sitan": Part("Sitan", "Konaré", "F", Role.TRESORIER, "aire"),
        "awa": Part("Awa", "Diarra", "F", Role.CPM, "aire"),
        "oumar": Part("Oumar", "Sangaré", "M", Role.CPM, "second_aire"),
        "fanta": Part("Fanta", "Keïta", "F", Role.MAIRE, "host"),
        "drissa": Part("Drissa", "Doumbia", "M", Role.MAIRE, "neighbour"),
        "binta": Part("Binta", "Sidibé", "F", Role.CONSEILLER, "host"),
        "issa": Part("Issa", "Koné", "M", Role.SECRETAIRE_GENERAL, "host"),
        "salif": Part("Salif", "Diallo", "M", Role.CHARGE_SIS, "district"),
        "seydou": Part("Seydou", "Cissé", "M", Role.MEDECIN_CHEF, "district"),
        "nana": Part("Nana", "Touré", "F", Role.DRS, "region"),
        "modibo": Part("Modibo", "Haïdara", "M", Role.DRDSES, "region"),
        "boubacar": Part("Boubacar", "Bagayoko", "M", Role.PREFET, "cercle"),
        "cheick": Part("Cheick", "Fofana", "M", Role.CONSEIL_CERCLE, "cercle"),
        "ramata": Part("Ramata", "Dembélé", "F", Role.FEDERATION, "cercle"),
        "julie": Part("Julie", "Mercier", "F", Role.PTF, "region"),
        "yaya": Part("Yaya", "Sissoko", "M", Role.ADMINISTRATEUR, ""),
    }
)


@dataclass(frozen=True)
class Cast:
    """What ``cast`` made: people, accounts, mandates, by first name in lower case."""

    territory: SmallTerritory
    users: Mapping[str, User]
    mandates: Mapping[str, Mandate]

    def user_of(self, name: str) -> User:
        return self.users[name]

    def person_of(self, name: str) -> Person:
        return self.users[name].person

    def mandate_of(self, name: str) -> Mandate:
        return self.mandates[name]

    def scope_of(self, name: str) -> Scope:
        """What this person may do now, read again from the mandates."""
        return scope_of_person(self.person_of(name))

    def client_of(self, name: str) -> Client:
        """A browser in which this person is signed in; « anonyme » for nobody."""
        client = Client()
        if name != Role.ANONYME:
            client.force_login(self.user_of(name))
        return client

    def end_mandate_of(self, name: str) -> None:
        """The mandate ended yesterday: its holder has no right left today."""
        mandate = self.mandate_of(name)
        mandate.ends_on = timezone.localdate() - timedelta(days=1)
        mandate.save()


def cast(territory: SmallTerritory) -> Cast:
    """Everybody, in three queries; without history rows."""
    # Phone numbers follow the part's place in the table: 70 00 01 00, 70 00 01 01…
    start = User.objects.count() + 100
    people = Person.objects.bulk_create(
        [
            Person(
                first_name=part.first_name,
                last_name=part.last_name,
                sex=part.sex,
                phone=f"70 00 {number // 100:02} {number % 100:02}",
                fictitious=True,
            )
            for number, part in enumerate(PARTS.values(), start)
        ]
    )
    suffix = "" if start == 100 else f".{start}"
    users = User.objects.bulk_create(
        [
            User(
                username=name + suffix, person=person, password=_hashed(), phone=person.phone.replace(" ", "")
            )
            for name, person in zip(PARTS, people, strict=True)
        ]
    )
    mandates = Mandate.objects.bulk_create(
        [_mandate(person, part, territory) for person, part in zip(people, PARTS.values(), strict=True)]
    )
    return Cast(territory, dict(zip(PARTS, users, strict=True)), dict(zip(PARTS, mandates, strict=True)))


def _mandate(person: Person, part: Part, territory: SmallTerritory) -> Mandate:
    mandate = Mandate(person=person, role=part.role, starts_on=SINCE)
    kind = PLACE_OF_ROLE[part.role]
    if kind != PlaceKind.PAYS:
        setattr(mandate, kind.value, getattr(territory, part.place))
    return mandate


@cache
def _hashed() -> str:
    return make_password(PASSWORD)


@pytest.fixture
def everybody(territory: SmallTerritory) -> Cast:
    """The cast of one test, in the small territory (known to every test)."""
    return cast(territory)
