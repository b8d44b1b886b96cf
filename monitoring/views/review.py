"""What awaits the chargé du SIS: the queue of reports to verify, the aires that sent nothing."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from core.access import Action, Request, requires
from core.http import reading
from monitoring.follow import follow_lines
from monitoring.pending import late_lines, lines, to_verify
from monitoring.todo import late_for

ON_A_PAGE = 40


@reading
@requires(Action.REPORT_VALIDATE)
def review_queue(request: Request) -> HttpResponse:
    """Reports complete in the reader's district, oldest first; then what is late."""
    waiting = to_verify(request.scope)
    page = Paginator(waiting, ON_A_PAGE).get_page(request.GET.get("page"))
    late = late_for(request.scope)
    context = {
        "page": page,
        "types": request.scope.may(Action.PAPER_ENTER),
        "lines": lines(list(page)),
        "count": len(waiting),
        "late": late_lines(late.lines),
        "late_count": late.count,
        "late_shown": len(late.lines),
        "followed": follow_lines(request.scope),
        "districts": [h.place_name for h in request.scope.holdings],
    }
    return render(request, "monitoring/review_queue.html", context)
