"""The aire of an ASACO, its line of the register, an act against one of its organs."""

from typing import Final

from django.http import Http404
from django.shortcuts import get_object_or_404

from asaco.crisis_reading import UNDER
from asaco.models import Appeal, Asaco, Crisis
from core.access import Action, Scope
from cscom.models import Aire

BIGGEST_ID: Final = 2**63 - 1


def load_aire(scope: Scope, code: str) -> Aire:
    """The aire of an ASACO within reach; the register may not know its ASACO yet."""
    aires = Aire.objects.within(scope.reach(Action.ASACO_SEE)).located().select_related("asaco")
    aire: Aire = get_object_or_404(aires, code=code)
    return aire


def asaco_of(aire: Aire) -> Asaco | None:
    """Its line of the register, if there is one; free when fetched by a loader."""
    return getattr(aire, "asaco", None)


def registered(aire: Aire) -> Asaco:
    """Its line of the register, made the first time something is written of it."""
    return Asaco.objects.get_or_create(aire=aire, defaults={"name": f"ASACO de {aire.name}"})[0]


def load_governed(scope: Scope, code: str) -> Aire:
    """An aire whose organs this reader reads."""
    aires = Aire.objects.within(scope.reach(Action.ORGAN_SEE)).located().select_related("asaco")
    aire: Aire = get_object_or_404(aires, code=code)
    return aire


def load_crisis(scope: Scope, pk: int) -> Crisis:
    """An act against an organ of an aire whose organs this reader reads, with all that stands under it."""
    crises = Crisis.objects.within(scope.reach(Action.ORGAN_SEE)).located().prefetch_related(*UNDER)
    return get_object_or_404(crises, pk=min(pk, BIGGEST_ID))


def appeal_of(crisis: Crisis, pk: int) -> Appeal:
    """An appeal against this act, the act with it. Raises Http404."""
    found = next((one for one in crisis.appeals.all() if one.pk == pk), None)
    if found is None:
        raise Http404
    found.crisis = crisis
    return found
