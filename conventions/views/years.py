"""The page of a year of a convention: what each party says of each commitment, side by side."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from conventions import year_sheet
from conventions.aggregates import Board, of_years
from conventions.loaders import cam_once_in_force
from conventions.models import Cam
from conventions.views.year_frame import frame, year_lines
from conventions.yearly import by_party, review_of, years_of
from core.access import Action, Request, requires
from core.http import reading
from core.tabular import table_response
from followup.history import opens


@reading
@requires(Action.CAM_SEE, cam_once_in_force)
def cam_year(request: Request, cam: Cam, year: int) -> HttpResponse:
    """Three columns, one a party, neutral words; amounts, totals, the review."""
    lines, scope = year_lines(cam, year), request.scope
    board = of_years([cam.pk], year).get((cam.pk, year), Board())
    sides = {side.party: side for side in board.sides}
    pieces = [score.evidence for line in lines for score in line.scores.values() if score.evidence]
    context = frame(cam, year, review_of(cam, year), scope) | {
        "years": years_of(cam),
        "groups": [(sides[party], mine) for party, mine in by_party(lines)],
        "board": board,
        "late": sum(line.days_late > 0 for line in lines),
        "contested": sum(line.contested for line in lines),
        "opened": {piece.pk for piece in pieces if opens(piece, scope)},
    }
    return render(request, "conventions/cam_year.html", context)


@reading
@requires(Action.CAM_SEE, cam_once_in_force)
def cam_year_file(request: Request, cam: Cam, year: int, ending: str) -> HttpResponse:  # noqa: ARG001 - for all
    """The same as a file, which comes back filled."""
    lines = year_lines(cam, year)
    above = year_sheet.above(cam, year, timezone.localdate())
    return table_response(ending, f"{cam.number}-{year}", above, year_sheet.rows(lines))
