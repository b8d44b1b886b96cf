"""What one's own party says of the commitments of a year: a table, one line with its evidence."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from conventions.enums import CamParty
from conventions.loaders import cam_once_in_force
from conventions.models import Cam
from conventions.parties import holdings_in
from conventions.views.frame import address
from conventions.views.tables import Table, answer
from conventions.views.year_frame import frame, review_and_reason, year_lines
from conventions.year_forms import OneScoreForm, ScoreForm
from conventions.yearly import Line
from core.access import Action, Request, Scope, requires
from core.http import writing
from core.keeping import keeping
from core.rows import saved
from core.uploads import accepts_files
from files.fields import ROOM
from files.sheets.limits import HEAVIEST
from followup.history import opens


def party_asked(scope: Scope, cam: Cam, asked: str) -> CamParty:
    """The party this reader speaks for; who speaks for several says which. PermissionDenied: for none."""
    mine = list(holdings_in(scope, cam))
    if not mine or (asked and asked not in mine):
        raise PermissionDenied(Action.CAM_SCORE)
    return CamParty(asked or mine[0])


@accepts_files(HEAVIEST)
@keeping
@writing
@requires(Action.CAM_SCORE, cam_once_in_force)
def cam_scores(request: Request, cam: Cam, year: int) -> HttpResponse:
    """Every line of the year, what one's party says of it, saved in place."""
    party = party_asked(request.scope, cam, request.GET.get("partie", ""))
    lines, template = year_lines(cam, year), "conventions/cam_scores.html"
    return answer(request, Table(cam, year, lines, party, ScoreForm, template, "Dire ce qui est tenu"))


@accepts_files(ROOM)
@keeping
@writing
@requires(Action.CAM_SCORE, cam_once_in_force)
def cam_score_line(request: Request, cam: Cam, year: int, key: UUID) -> HttpResponse:
    """One line: what one's party says of it, with a piece of evidence."""
    party = party_asked(request.scope, cam, request.GET.get("partie", ""))
    line = next((one for one in year_lines(cam, year) if one.commitment.key == key), None)
    if line is None:
        raise Http404
    review, shut = review_and_reason(cam, year)
    form = OneScoreForm(line=line, party=party)
    if request.method == "POST":
        form = OneScoreForm(request.POST, request.FILES, line=line, party=party)
        if shut:
            form.add_error(None, shut)
        elif not form.changed or saved(form, lambda one: one.keep(request.scope)):
            messages.success(request, "C’est enregistré." if form.changed else "Rien n’avait changé.")
            return redirect(address("cam_year", cam, year))
    context = frame(cam, year, review, request.scope, f"Engagement {line.commitment.rank}") | {
        "party": party, "line": line, "form": form, "opens": _opens(line, party, request.scope),
    }  # fmt: skip
    return render(request, "conventions/cam_score_line.html", context, status=422 if form.errors else 200)


def _opens(line: Line, party: CamParty, scope: Scope) -> bool:
    """May this reader open the evidence that their party joined?"""
    score = line.scores.get(party)
    return opens(score.evidence, scope) if score else False
