"""Reading: aires that owe a session, the sessions of one, a session, its two papers."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.access import Action, Request, requires
from core.http import reading
from core.months import Semester
from core.svg import Sheet
from cscom.models import Aire
from monitorage.due import before, first_reported, slot_of, slots_of
from monitorage.interventions import STANDING, interventions
from monitorage.loaders import aire_at, session_at
from monitorage.models import Session, SessionState
from monitorage.reading import parts_of
from monitorage.seen import earlier_lines, own_lines
from monitorage.views.frame import crumbs_of, session_context

PAGE = 40
WALL = Sheet(420, 250, 14)


@reading
@requires(Action.MONITORAGE_SEE)
def monitorage_list(request: Request) -> HttpResponse:
    """The aires within reach, each with its session of the last semester that is over."""
    semester, today = Semester.last_closed(timezone.localdate()), timezone.localdate()
    aires = (
        Aire.objects.within(request.scope.reach(Action.MONITORAGE_SEE))
        .open_on()
        .select_related("host_commune")
        .order_by("host_commune__name", "name", "pk")
    )
    page = Paginator(aires, PAGE).get_page(request.GET.get("page"))
    found = Session.objects.filter(aire__in=list(page), year=semester.year, half=semester.number)
    sessions = {session.aire_id: session for session in found}
    rows = [(aire, slot_of(semester, sessions.get(aire.pk), today)) for aire in page]
    return render(
        request, "monitorage/monitorage_list.html", {"page": page, "rows": rows, "semester": semester}
    )


@reading
@requires(Action.MONITORAGE_SEE, aire_at)
def monitorage_aire(request: Request, aire: Aire) -> HttpResponse:
    """The semesters of one aire: held, due, late."""
    sessions = Session.objects.filter(aire=aire)
    context = {
        "crumbs": [*crumbs_of(aire)[:-1], (aire.name, "")],
        "aire": aire,
        "slots": slots_of(sessions, timezone.localdate(), first_reported()),
        "edits": request.scope.may(Action.MONITORAGE_EDIT, aire.where()),
        "chains": interventions().values(),
        "standing": STANDING,
    }
    return render(request, "monitorage/monitorage_aire.html", context)


@reading
@requires(Action.MONITORAGE_SEE, session_at)
def monitorage_show(request: Request, session: Session) -> HttpResponse:
    """One session: what remained open first, then one curve an intervention, causes, measures."""
    earlier = before(session)
    context = session_context(session, request.scope) | {
        "earlier": earlier,
        "open_lines": earlier_lines(session),
        "parts": parts_of(session, before=earlier),
        "standing": STANDING,
        "archived": session.state == SessionState.ARCHIVED,
        "held": session.state == SessionState.HELD,
    }
    return render(request, "monitorage/monitorage_show.html", context)


@reading
@requires(Action.MONITORAGE_SEE, session_at)
def monitorage_sheet(request: Request, session: Session) -> HttpResponse:
    """The sheet to fill in the room, on A4."""
    context = session_context(session, request.scope, "Fiche de la salle") | {
        "open_lines": earlier_lines(session),
        "parts": parts_of(session),
        "standing": STANDING,
        "blank": range(4),
        "seats": range(18),
    }
    return render(request, "monitorage/monitorage_sheet.html", context)


@reading
@requires(Action.MONITORAGE_SEE, session_at)
def monitorage_poster(request: Request, session: Session) -> HttpResponse:
    """The wall poster, on A4 or A3 across."""
    context = session_context(session, request.scope, "Affiche") | {
        "parts": parts_of(session, sheet=WALL),
        "lines": own_lines(session),
    }
    return render(request, "monitorage/monitorage_poster.html", context)
