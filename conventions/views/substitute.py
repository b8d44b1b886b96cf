"""Who signs for a party in another’s stead: read by all, recorded by those who prepare the papers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from conventions.enums import SIGNATORIES, CamParty
from conventions.loaders import cam_at
from conventions.models import Cam
from conventions.signing import substitute_of
from conventions.substitute_form import SubstituteForm
from conventions.substituting import Named, designate, eligible, may_record, replaceable, shut
from conventions.views.frame import cam_context
from core.access import Action, Request, requires
from core.http import writing
from core.keeping import keeping
from core.workflow import Refusal, Stale


@keeping
@writing
@requires(Action.CAM_SEE, cam_at)
def cam_substitute(request: Request, cam: Cam, party: str) -> HttpResponse:
    """The substitute of one party."""
    side = next((one for one in SIGNATORIES if one.value == party), None)
    if side is None:
        raise Http404
    if request.method != "POST":
        return _page(request, cam, side, _form(request, cam, side))
    if not may_record(cam, request.scope):
        raise PermissionDenied(Action.CAM_PAPER)
    form, status = _form(request, cam, side), 422
    if form.is_valid():
        try:
            _recorded(request, cam, side, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = 409 if isinstance(refusal, Stale) else 422
        else:
            messages.success(request, "C’est noté\u00a0: cette personne signe à sa place.")
            return redirect(cam)
    return _page(request, cam, side, form, status)


def _form(request: Request, cam: Cam, party: CamParty) -> SubstituteForm:
    data = request.POST if request.method == "POST" else None
    return SubstituteForm(data, cam=cam, replaceable=replaceable(cam, party), eligible=eligible(cam, party))


def _recorded(request: Request, cam: Cam, party: CamParty, form: SubstituteForm) -> None:
    data = form.cleaned_data
    named = Named(
        form.mandate_of("replaced"), form.mandate_of("mandate"), data["decision"], data["decided_on"],
        data["why"],
    )  # fmt: skip
    designate(cam, party, request.scope, named, version=data["version"])


def _page(
    request: Request, cam: Cam, party: CamParty, form: SubstituteForm, status: int = 200
) -> HttpResponse:
    fresh = cam_at(request.scope, cam.aire.code, cam.commune.code, cam.edition) if form.is_bound else cam
    context = cam_context(fresh, request.scope, ("Remplaçant", "")) | {
        "party": party,
        "form": form,
        "named": substitute_of(cam, party),
        "records": may_record(cam, request.scope),
        "closed": shut(cam, party),
    }
    return render(request, "conventions/cam_substitute.html", context, status=status)
