"""The aire of an ASACO, its line of the register."""

from django.shortcuts import get_object_or_404

from asaco.models import Asaco
from core.access import Action, Scope
from cscom.models import Aire


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
