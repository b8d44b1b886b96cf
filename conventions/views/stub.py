"""The page of a convention until it has one of its own: its latest year."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from conventions.models import Cam
from conventions.views.year_frame import address
from conventions.year_loader import cam_once_in_force
from conventions.yearly import years_of
from core.access import Action, Request, requires
from core.http import reading


@reading
@requires(Action.CAM_SEE, cam_once_in_force)
def cam_show(request: Request, cam: Cam) -> HttpResponse:  # noqa: ARG001 - the same for all
    """To its latest year."""
    years = years_of(cam)
    if not years:
        raise Http404
    return redirect(address("cam_year", cam, years[-1]))
