"""The dossier of a meeting: what was issued of it, asking for it, its files."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from accounts.models import Person
from concertation.loaders import meeting_at
from concertation.models import Meeting
from concertation.views.frame import meeting_crumbs
from core.access import Action, Request, Scope, requires
from core.http import reading, writing
from core.throttle import limited
from files.views import sent
from mandates.organs.loaders import BIGGEST
from reports import pdf, tasks
from reports.dossier import public_sheet
from reports.dossier.meeting_paper import APART, editions, last_edition, state_words
from reports.dossier.meeting_pieces import PIECES, Sitting
from reports.forms import reason_of, refused, reissue_form
from reports.models import Document


def paper_of(scope: Scope, pk: int, number: str) -> Document:
    """A dossier of a meeting whose papers this reader opens; 404 otherwise."""
    papers = Document.objects.filter(meeting__in=Meeting.objects.opened_to(scope).values("pk"))
    return get_object_or_404(
        papers.placed().select_related("file", "meeting__organ__kind"),
        meeting=min(pk, BIGGEST),
        number=number,
    )


@reading
@requires(Action.SELF, meeting_at)
def meeting_dossier(request: Request, meeting: Meeting) -> HttpResponse:
    """What was issued of it, whole or by piece, with the door to ask for it."""
    context = {
        "crumbs": meeting_crumbs(meeting, "Dossier"),
        "meeting": meeting,
        "issued": editions(meeting),
        "opens": Meeting.objects.opened_to(request.scope).filter(pk=meeting.pk).exists(),
        "keeps": request.scope.may(Action.MEETING_KEEP, meeting.where()),
    }
    return render(request, "reports/meeting_dossier.html", context)


@limited("document_ask", "POST")
@writing
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_dossier_ask(request: Request, meeting: Meeting) -> HttpResponse:
    """Check before asking: which state, which pieces. POST asks, and leads to the job."""
    asked = (request.POST if request.method == "POST" else request.GET).get("piece", "")
    piece = asked if asked in APART else ""
    reason = (public_sheet.why_not(meeting) if piece == public_sheet.CODE else "") or pdf.pdf_possible()
    former = last_edition(meeting, piece)
    form = reissue_form(former, request.POST if request.method == "POST" and not reason else None)
    if request.method == "POST" and not reason and not refused(form):
        person = Person.objects.get(pk=request.scope.person_id or 0)
        return redirect("job_show", pk=tasks.ask_meeting(meeting, piece, person, reason_of(form)).pk)
    context = _printed(meeting, "" if reason else piece) | {
        "crumbs": meeting_crumbs(meeting, "Établir le dossier"),
        "meeting": meeting,
        "piece": APART.get(piece, ""),
        "code": piece,
        "former": former,
        "form": form,
        "reason": reason,
    }
    status = 422 if form and form.errors else 200
    return render(request, "reports/meeting_dossier_ask.html", context, status=status)


def _printed(meeting: Meeting, piece: str) -> dict[str, Any]:
    """What the paper would say, to read over before it is asked for."""
    if piece == public_sheet.CODE:
        return {"public": public_sheet.Poster.of(meeting), "public_at": public_sheet.read_at(meeting)}
    return {
        "pieces": PIECES,
        "apart": APART.items(),
        "state": state_words(meeting),
        "months": Sitting.of(meeting).span.words,
    }


@reading
@requires(Action.SELF, paper_of)
def meeting_dossier_file(request: Request, document: Document) -> HttpResponseBase:
    """The file, for who opens the papers of the meeting: keeping it is enough."""
    return sent(request, document.file)
