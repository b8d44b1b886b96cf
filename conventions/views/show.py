"""Reading one convention: its page, the receipt of one of its acts."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from conventions.acts import act_views
from conventions.awaiting import next_words
from conventions.joined import pieces_of, scans_of
from conventions.loaders import cam_at
from conventions.models import Cam
from conventions.reading import page_of_cam
from conventions.views.frame import cam_context
from conventions.views.offers import buttons, doors, paper_links
from conventions.workflow import CIRCUIT
from core.access import Action, Request, requires
from core.http import reading
from mandates.acted import behind_of


@reading
@requires(Action.CAM_SEE, cam_at)
def cam_show(request: Request, cam: Cam) -> HttpResponse:
    """Where one convention stands, what each party promises, what this reader may do."""
    scope = request.scope
    context = page_of_cam(cam, scope) | cam_context(cam, scope)
    context |= {
        "buttons": buttons(cam, scope),
        "papers": paper_links(cam, scope),
        "doors": doors(cam, scope),
    }
    return render(request, "conventions/cam_show.html", context)


@reading
@requires(Action.CAM_SEE, cam_at)
def cam_act_show(request: Request, cam: Cam, pk: int) -> HttpResponse:
    """The receipt of one act: what was done, its number, who is next."""
    log = CIRCUIT.history(cam).filter(pk=pk).first()
    if log is None:
        raise Http404
    scope = request.scope
    view = act_views(cam, [log], behind_of([log]), pieces_of(cam, scope), scans_of(cam, scope))[0]
    context = cam_context(cam, scope, (f"Acte {view.number}", "")) | {
        "view": view,
        "next": next_words(cam, scope) if cam.version == log.version else "",
    }
    return render(request, "conventions/cam_act_show.html", context)
