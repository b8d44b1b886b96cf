"""The scope of a person, read from the mandates in force today (one query)."""

from accounts.models import Person, User
from core.access import Holding, Role, Scope
from mandates.models import Mandate
from mandates.policy import scope_of


def holdings_of(person_id: int, *, token: int | None = None) -> list[Holding]:
    """The mandates of one person in force today; ``token``: only those that this token stands for."""
    mandates = Mandate.objects.in_force().with_places().filter(person=person_id).order_by("starts_on", "pk")
    if token is not None:
        mandates = mandates.filter(tokens=token)
    return [Holding(m.pk, Role(m.role), m.place_kind, m.place_id, m.place_name) for m in mandates]


def scope_of_person(person: Person) -> Scope:
    """What ``person`` may do today: for pages, jobs and commands alike."""
    return scope_of(person.pk, str(person), holdings_of(person.pk))


def scope_of_user(user: User) -> Scope:
    """What this user may do today."""
    return scope_of_person(user.person)
