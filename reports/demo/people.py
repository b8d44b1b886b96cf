"""The people of the demonstration, all invented: the cast that signs in, the holders of the other offices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Person, User, normal_phone
from communes.models import Cercle, Commune, District, Place, Region
from core.access import PlaceKind, Role
from cscom.models import Aire
from mandates.models import PLACE_OF_ROLE, Mandate
from reports.demo import story
from reports.demo.dice import Dice
from reports.demo.names import FAMILIES, MEN, WOMEN

PASSWORD: Final = "mil-et-fonio"  # noqa: S105 - everybody's in the demonstration, printed by demo_signins
ACT: Final = "acte fictif (démonstration)"


@dataclass(frozen=True, slots=True)
class Part:
    """One of the cast: who, which office, at which place (its code; "": the country)."""

    username: str
    first_name: str
    last_name: str
    sex: str
    role: Role
    place: str


CAST: Final = (
    Part("kadia", "Kadia", "Traoré", "F", Role.SECRETAIRE, story.CENTRAL),
    Part("moussa", "Moussa", "Coulibaly", "M", Role.PRESIDENT, story.CENTRAL),
    Part("awa", "Awa", "Diarra", "F", Role.CPM, story.CENTRAL),
    Part("oumar", "Oumar", "Sangaré", "M", Role.CPM, story.KIBAN),
    Part("fanta", "Fanta", "Keïta", "F", Role.MAIRE, story.BANAMBA),
    Part("binta", "Binta", "Sidibé", "F", Role.SECRETAIRE_GENERAL, story.BANAMBA),
    Part("drissa", "Drissa", "Doumbia", "M", Role.MAIRE, story.BEN_KADI),
    Part("salif", "Salif", "Diallo", "M", Role.CHARGE_SIS, story.DISTRICT),
    Part("seydou", "Seydou", "Cissé", "M", Role.MEDECIN_CHEF, story.DISTRICT),
    Part("nana", "Nana", "Touré", "F", Role.DRS, story.REGION),
    Part("yaya", "Yaya", "Sissoko", "M", Role.ADMINISTRATEUR, ""),
    Part("hamidou", "Hamidou", "Haïdara", "M", Role.PREFET, story.CERCLE),
)

# Out of ten office holders, how many are women.
_WOMEN_OF_TEN: Final = {Role.TRESORIER: 6, Role.SECRETAIRE: 4, Role.CPM: 3, Role.PRESIDENT: 1, Role.MAIRE: 1}

_MODELS: Final[dict[PlaceKind, type[Place]]] = {
    PlaceKind.REGION: Region,
    PlaceKind.CERCLE: Cercle,
    PlaceKind.DISTRICT: District,
    PlaceKind.COMMUNE: Commune,
    PlaceKind.AIRE: Aire,
}


@transaction.atomic
def load_people(since: date) -> tuple[int, int]:
    """Give every office of the story its holder, once: (people, accounts) made now.

    An office that has or had a holder is left alone. ``since``: the first day of the first month told.
    """
    held = set(Mandate.objects.values_list("role", *(f"{kind.value}_id" for kind in _MODELS)))
    ids = {kind: dict(model._default_manager.values_list("code", "pk")) for kind, model in _MODELS.items()}

    def office(part: Part) -> dict[str, Any]:
        kind = PLACE_OF_ROLE[part.role]
        return {} if kind == PlaceKind.PAYS else {f"{kind.value}_id": ids[kind][part.place]}

    def vacant(part: Part) -> bool:
        places = office(part)
        return (part.role.value, *(places.get(f"{kind.value}_id") for kind in _MODELS)) not in held

    parts = [part for part in (*CAST, *_others()) if vacant(part)]
    first = Person.objects.count() + 1
    people = Person.objects.bulk_create([_person(part, number) for number, part in enumerate(parts, first)])
    Mandate.objects.bulk_create(
        [
            Mandate(
                person=person, role=part.role, starts_on=_start(part, since), reference=ACT, **office(part)
            )
            for part, person in zip(parts, people, strict=True)
        ]
    )
    return len(people), _open_accounts(parts, people)


def _person(part: Part, number: int) -> Person:
    """Phones follow one another: 70 00 00 01, 70 00 00 02…"""
    digits = f"7000{number:04}"
    phone = " ".join(digits[i : i + 2] for i in range(0, 8, 2))
    return Person(
        first_name=part.first_name, last_name=part.last_name, sex=part.sex, phone=phone, fictitious=True
    )


def _start(part: Part, since: date) -> date:
    return since - timedelta(days=Dice("mandate", part.role, part.place).whole(40, 500))


def _open_accounts(parts: Sequence[Part], people: Sequence[Person]) -> int:
    """Accounts of the cast alone; the others hold their office and never sign in."""
    named = [(part, person) for part, person in zip(parts, people, strict=True) if part.username]
    hashed = make_password(PASSWORD) if named else ""
    users = [
        User(username=part.username, person=person, phone=normal_phone(person.phone), password=hashed)
        for part, person in named
    ]
    return len(User.objects.bulk_create(users))


def _others() -> Iterator[Part]:
    """The other offices: each aire and district of the région, the communes, the préfets of the pilots."""
    taken = {(part.role, part.place) for part in CAST}
    offices = [
        (role, code)
        for code in Aire.objects.order_by("code").values_list("code", flat=True)
        for role in (Role.SECRETAIRE, Role.PRESIDENT, Role.TRESORIER, Role.CPM)
    ]
    offices += [
        (role, code)
        for code in District.objects.order_by("code").values_list("code", flat=True)
        for role in (Role.CHARGE_SIS, Role.MEDECIN_CHEF)
    ]
    pilots = Commune.objects.filter(cercle__code__in=story.PILOTS)
    offices += [(Role.MAIRE, code) for code in pilots.order_by("code").values_list("code", flat=True)]
    offices += [(Role.PREFET, code) for code in story.PILOTS]
    offices += [(Role.CONSEILLER, story.BANAMBA), (Role.DRDSES, story.REGION)]
    for role, code in offices:
        if (role, code) not in taken:
            yield _invented(role, code)


def _invented(role: Role, code: str) -> Part:
    dice = Dice("person", role, code)
    woman = dice.whole(1, 10) <= _WOMEN_OF_TEN.get(role, 3)
    first_names = WOMEN if woman else MEN
    return Part(
        username="",
        first_name=first_names[dice.whole(0, len(first_names) - 1)],
        last_name=FAMILIES[dice.whole(0, len(FAMILIES) - 1)],
        sex="F" if woman else "M",
        role=role,
        place=code,
    )
