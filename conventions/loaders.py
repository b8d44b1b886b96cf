"""What the pages of conventions fetch within reach: 404 otherwise, as if it were not there."""

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from communes.models import Commune
from conventions.enums import ONCE_IN_FORCE
from conventions.models import Cam
from conventions.pairs import Pair
from core.access import Action, Scope
from cscom.models import Aire, CommuneShare


def cam_at(scope: Scope, code: str, commune: str, edition: int) -> Cam:
    """One convention that this reader sees. ``code``: of the aire; ``commune``: its code."""
    cams = Cam.objects.visible_to(scope).located()
    people = ("created_by", "commune_signer", "asaco_signer", "follows")
    found: Cam = get_object_or_404(
        cams.select_related(*people), aire__code=code, commune__code=commune, edition=edition
    )
    return found


def cam_once_in_force(scope: Scope, code: str, commune: str, edition: int) -> Cam:
    """One edition of the convention of an aire (``code``) with a commune, that this reader reads."""
    cams = Cam.objects.visible_to(scope).filter(state__in=ONCE_IN_FORCE).located()
    return get_object_or_404(cams, aire__code=code, commune__code=commune, edition=edition)


def pair_at(scope: Scope, code: str, commune: str) -> Pair:
    """An aire with a commune that it touches, or touched when they signed; of this reader's reach."""
    touched = CommuneShare.objects.filter(aire=OuterRef("pk"), commune__code=commune, ends_on=None)
    signed = Cam.objects.filter(aire=OuterRef("pk"), commune__code=commune)
    aires = Aire.objects.filter(Q(Exists(touched)) | Q(Exists(signed))).select_related("district")
    pair = Pair(
        get_object_or_404(aires, code=code),
        get_object_or_404(Commune.objects.select_related("cercle__region"), code=commune),
    )
    if not scope.may(Action.CAM_SEE, pair.where()):
        raise Http404
    return pair
