"""A convention whose years are read: one that entered into force; 404 otherwise, as if it were not there."""

from django.shortcuts import get_object_or_404

from conventions.enums import ONCE_IN_FORCE
from conventions.models import Cam
from core.access import Scope


def cam_once_in_force(scope: Scope, code: str, commune: str, edition: int) -> Cam:
    """One edition of the convention of an aire (``code``) with a commune, that this reader reads."""
    cams = Cam.objects.visible_to(scope).filter(state__in=ONCE_IN_FORCE).located()
    return get_object_or_404(cams, aire__code=code, commune__code=commune, edition=edition)
