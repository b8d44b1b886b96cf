"""What was said of unusual figures, on a page or as a file."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from communes.models import District
from core import formats
from core.access import Action, Request, requires
from core.http import reading
from core.months import Month
from core.tabular import links, table_response
from monitoring.follow import follow_lines
from monitoring.outliers import KINDS, comments, export_rows, lines
from monitoring.spans import last_due, months_words

ON_A_PAGE, MONTHS, MOST = 50, 6, 5_000
PERIOD, DISTRICT, KIND = "mois", "district", "genre"


@reading
@requires(Action.OUTLIERS_SEE)
def outliers(request: Request) -> HttpResponse:
    """The comments of the last months, then the cells to follow."""
    months, district, kind = _asked(request)
    page = Paginator(comments(request.scope, months, district, kind), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    chosen = request.GET.urlencode()
    context = {
        "page": page,
        "lines": lines(list(page)),
        "words": months_words(months),
        "months": [(m.code, formats.month(m.year, m.number)) for m in reversed(_months())],
        "chosen_month": months[0].code if len(months) == 1 else "",
        "districts": _districts(request),
        "chosen_district": district,
        "kinds": list(KINDS.items()),
        "chosen_kind": kind,
        "followed": follow_lines(request.scope),
        "files": links("outliers_file", query=f"?{chosen}" if chosen else ""),
    }
    return render(request, "monitoring/outliers.html", context)


@reading
@requires(Action.OUTLIERS_SEE)
def outliers_file(request: Request, ending: str) -> HttpResponse:
    """The same, whole, up to five thousand lines."""
    months, district, kind = _asked(request)
    found = lines(list(comments(request.scope, months, district, kind)[:MOST]))
    above = ["Commentaires des contrôles", months_words(months), KINDS[kind]]
    return table_response(ending, "commentaires", above, export_rows(found))


def _months() -> list[Month]:
    last = last_due() + 1  # the month that runs is read too
    return list((last - (MONTHS - 1)).until(last))


def _asked(request: Request) -> tuple[list[Month], str, str]:
    """What the address chooses; a wrong choice is no choice."""
    months = _months()
    one = [m for m in months if m.code == request.GET.get(PERIOD, "")]
    codes = {code for code, _ in _districts(request)}
    district, kind = request.GET.get(DISTRICT, ""), request.GET.get(KIND, "")
    return one or months, district if district in codes else "", kind if kind in KINDS else ""


def _districts(request: Request) -> list[tuple[str, str]]:
    """The districts that may be chosen: those of the reader, when there are several."""
    reach = request.scope.reach(Action.OUTLIERS_SEE)
    found = District.objects.open_on().filter(region__in=reach.regions).order_by("name")
    return list(found.values_list("code", "name")) if reach.regions else []
