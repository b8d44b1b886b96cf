"""The annual review of a convention: read by all its readers, written and closed by its parties."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from conventions.loaders import cam_once_in_force
from conventions.models import Cam
from conventions.review_forms import CloseForm, ReviewForm
from conventions.reviewing import close, missing, prepare
from conventions.views.frame import address
from conventions.views.year_frame import frame, year_lines
from conventions.yearly import review_of
from core.access import Action, Request, requires
from core.http import acting, writing
from core.keeping import keeping
from core.seen import version_of
from core.workflow import Refusal

UNSEEN = "999999999/"  # a version that none has: the close is then refused as seen too long ago


@keeping
@writing
@requires(Action.CAM_SEE, cam_once_in_force)
def cam_review(request: Request, cam: Cam, year: int) -> HttpResponse:
    """When it was held, who came, what was said; what is missing before it is closed."""
    if request.method != "POST":
        return _page(request, cam, year)
    if not request.scope.may(Action.CAM_SCORE, cam.where()):
        raise PermissionDenied(Action.CAM_SCORE)
    form = ReviewForm(request.POST, year=year, review=review_of(cam, year))
    if form.is_valid():
        try:
            prepare(cam, year, form.said(), request.scope, version=form.version)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "La revue est enregistrée.")
            return redirect(address("cam_review", cam, year))
    return _page(request, cam, year, form)


@acting
@requires(Action.CAM_SCORE, cam_once_in_force)
def cam_review_close(request: Request, cam: Cam, year: int) -> HttpResponse:
    """Close it: what the parties said of the year stays as it is."""
    year_lines(cam, year)
    form = CloseForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else UNSEEN
    try:
        close(cam, year, request.scope, version=version_of(seen))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "La revue est close. Ce qui n’est pas tenu est dans le suivi.")
    return redirect(address("cam_review", cam, year))


def _page(request: Request, cam: Cam, year: int, form: ReviewForm | None = None) -> HttpResponse:
    lines, review = year_lines(cam, year), review_of(cam, year)
    context = frame(cam, year, review, request.scope, "Revue annuelle") | {
        "form": form or ReviewForm(year=year, review=review),
        "seen": ReviewForm(year=year, review=review).now,
        "missing": missing(lines),
        "unsettled": [line for line in lines if not line.settled],
    }
    status = 422 if form and form.errors else 200
    return render(request, "conventions/cam_review.html", context, status=status)
