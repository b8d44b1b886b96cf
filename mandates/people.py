"""People with the mandates a reader may see: lists, one person, one person to whom a code is given."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import Person
from core.access import Action, Scope, Where
from mandates.models import Mandate
from mandates.where import located, where_of


@dataclass(frozen=True, slots=True)
class Reached:
    """A person as this reader sees them: their mandates within reach, where the act falls."""

    person: Person
    mandates: list[Mandate]
    spot: Where

    def where(self) -> Where:
        return self.spot


def people_within(scope: Scope, search: str = "") -> QuerySet[Person]:
    """People who hold, or held, a mandate within reach; each carries ``seen_mandates``."""
    seen = Mandate.objects.within(scope.reach(Action.MANDATE_SEE))
    people = Person.objects.filter(pk__in=seen.values("person"))
    for word in search.split():
        people = people.filter(
            Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(phone__icontains=word)
        )
    return people.prefetch_related(Prefetch("mandates", seen.with_places(), to_attr="seen_mandates"))


def person_within(scope: Scope, pk: int) -> Reached:
    """One person, for reading. 404 when no mandate of theirs is within reach."""
    return _reached(scope, pk, Action.MANDATE_SEE)


def person_for_code(scope: Scope, pk: int) -> Reached:
    """One person, to give a code to: stands at the widest of their mandates in force.

    So nobody prepares a code for somebody whose jurisdiction goes beyond their own: the one mandate that lies
    out of the reader's hand is the one that is asked about.
    """
    reached = _reached(scope, pk, Action.MANDATE_SEE, Action.CODE_ISSUE)
    spots = [where_of(m) for m in located(Mandate.objects.in_force()).filter(person=pk)]
    beyond = [spot for spot in spots if not scope.may(Action.CODE_ISSUE, spot)]
    return Reached(reached.person, reached.mandates, (beyond or spots or [reached.spot])[0])


def _reached(scope: Scope, pk: int, *actions: Action) -> Reached:
    person = get_object_or_404(Person, pk=pk)
    mandates = list(located(Mandate.objects.within(scope.reach(*actions))).filter(person=pk))
    if not mandates:
        raise Http404
    return Reached(person, mandates, where_of(mandates[0]))
