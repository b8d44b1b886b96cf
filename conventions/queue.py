"""The conventions whose next act is the reader’s."""

from django.db.models import Q
from django.utils import timezone

from conventions.enums import CamState
from conventions.models import Cam, CamQuerySet
from core.access import Action, Scope

# Whoever holds one of these may be the one that a convention waits for.
TURNS = (
    Action.CAM_WRITE,
    Action.CAM_ADVISE,
    Action.CAM_DELIBERATE,
    Action.CAM_SIGN_COMMUNE,
    Action.CAM_SIGN_ASACO,
    Action.CAM_VISA,
)


def mine(scope: Scope) -> CamQuerySet:
    """Those that wait for this reader, the oldest first; none of an effect that is still to come."""
    begun = Q(starts_on=None) | Q(starts_on__lte=timezone.localdate())
    turns = Q(pk=None)
    for action, state in (
        (Action.CAM_WRITE, Q(state=CamState.DRAFT)),
        (Action.CAM_WRITE, Q(state=CamState.VISED) & begun),
        (Action.CAM_ADVISE, Q(state=CamState.SUBMITTED)),
        (Action.CAM_DELIBERATE, Q(state=CamState.ADVISED)),
        (Action.CAM_SIGN_COMMUNE, Q(state=CamState.DELIBERATED, commune_signer=None)),
        (Action.CAM_SIGN_ASACO, Q(state=CamState.DELIBERATED, asaco_signer=None)),
        (Action.CAM_VISA, Q(state=CamState.SIGNED)),
    ):
        if places := scope.reach(action):
            turns |= state & Q(pk__in=Cam.objects.within(places).values("pk"))
    found: CamQuerySet = Cam.objects.filter(turns).order_by("moved_at", "pk")
    return found
