"""Asking for a convention, or for the review of one of its years, on paper."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.models import Person
from conventions.loaders import cam_at, cam_once_in_force
from conventions.models import Cam
from core.access import Action, Request, requires
from core.http import writing
from core.throttle import limited
from reports import pdf
from reports.cam.issuing import Sheet
from reports.cam.jobs import ask_cam
from reports.cam.paper import action_of, subject_of
from reports.cam.review import printable
from reports.forms import reason_of, refused, reissue_form
from reports.models import Document

DRAFT = "Ce projet n’est imprimé que par ceux qui l’écrivent, tant qu’il n’est pas déposé."


@limited("document_ask", "POST")
@writing
@requires(Action.CAM_SEE, cam_at)
def cam_document(request: Request, cam: Cam) -> HttpResponse:
    """The convention: check which state will be printed. POST asks, and leads to the job."""
    return _asked(request, Sheet(cam), cam.get_absolute_url())


@limited("document_ask", "POST")
@writing
@requires(Action.CAM_SEE, cam_once_in_force)
def cam_review_document(request: Request, cam: Cam, year: int) -> HttpResponse:
    """The review of a year: before it is held, to write on; once it is closed, to sign."""
    if not printable(cam, year, timezone.localdate()):
        raise Http404
    return _asked(request, Sheet(cam, year), f"{cam.get_absolute_url()}annees/{year}/revue/")


def _asked(request: Request, sheet: Sheet, back: str) -> HttpResponse:
    cam, scope = sheet.cam, request.scope
    reason = pdf.pdf_possible() or ("" if scope.may(action_of(cam), cam.where()) else DRAFT)
    former = sheet.issued().first()
    posted = request.POST if request.method == "POST" and not reason else None
    form = reissue_form(former, posted)
    if posted is not None and not refused(form):
        person = Person.objects.get(pk=scope.person_id or 0)
        return redirect("job_show", pk=ask_cam(sheet, person, reason_of(form)).pk)
    opened = [one.value for one in (Action.CAM_SEE, Action.CAM_WRITE) if scope.may(one, cam.where())]
    context = {
        "cam": cam,
        "sheet": sheet,
        "title": subject_of(cam),
        "back": back,
        "former": former,
        "form": form,
        "issued": Document.objects.filter(cam=cam, file__action__in=opened).order_by("-issued_at"),
        "reason": reason,
        "crumbs": [(subject_of(cam), cam.get_absolute_url()), ("Sur papier", "")],
    }
    return render(request, "reports/cam_document.html", context, status=422 if form and form.errors else 200)
