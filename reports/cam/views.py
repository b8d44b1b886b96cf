"""Asking for a convention on paper."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.models import Person
from conventions.loaders import cam_at
from conventions.models import Cam
from core.access import Action, Request, requires
from core.http import writing
from core.throttle import limited
from reports import pdf
from reports.cam.issuing import last_edition
from reports.cam.jobs import ask_cam
from reports.cam.paper import action_of, subject_of
from reports.forms import reason_of, refused, reissue_form
from reports.models import Document

DRAFT = "Ce projet n’est imprimé que par ceux qui l’écrivent, tant qu’il n’est pas déposé."


@limited("document_ask", "POST")
@writing
@requires(Action.CAM_SEE, cam_at)
def cam_document(request: Request, cam: Cam) -> HttpResponse:
    """Check before asking: which state will be printed. POST asks, and leads to the job."""
    allowed = request.scope.may(action_of(cam), cam.where())
    reason = pdf.pdf_possible() or ("" if allowed else DRAFT)
    former = last_edition(cam)
    posted = request.POST if request.method == "POST" and not reason else None
    form = reissue_form(former, posted)
    if posted is not None and not refused(form):
        person = Person.objects.get(pk=request.scope.person_id or 0)
        return redirect("job_show", pk=ask_cam(cam, person, reason_of(form)).pk)
    opened = [
        action.value
        for action in (Action.CAM_SEE, Action.CAM_WRITE)
        if request.scope.may(action, cam.where())
    ]
    context = {
        "cam": cam,
        "title": subject_of(cam),
        "former": former,
        "form": form,
        "issued": Document.objects.filter(cam=cam, file__action__in=opened).order_by("-issued_at"),
        "reason": reason,
        "crumbs": [(subject_of(cam), cam.get_absolute_url()), ("Sur papier", "")],
    }
    return render(request, "reports/cam_document.html", context, status=422 if form and form.errors else 200)
