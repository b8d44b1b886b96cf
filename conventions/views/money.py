"""What was announced, called, paid in a year of a convention: the table that is typed."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from conventions.loaders import cam_once_in_force
from conventions.models import Cam
from conventions.parties import holdings_in, may_fund
from conventions.views.tables import Table, answer
from conventions.views.year_frame import year_lines
from conventions.year_forms import MoneyForm
from core.access import Action, Request, requires
from core.http import writing
from core.keeping import keeping
from core.uploads import accepts_files
from files.sheets.limits import HEAVIEST


@accepts_files(HEAVIEST)
@keeping
@writing
@requires(Action.CAM_SCORE, cam_once_in_force)
def cam_money(request: Request, cam: Cam, year: int) -> HttpResponse:
    """The lines whose amounts one's party writes: a signatory all of them, the third party its own."""
    mine = holdings_in(request.scope, cam)
    if not mine:
        raise PermissionDenied(Action.CAM_SCORE)
    lines = [one for one in year_lines(cam, year) if may_fund(mine, one.commitment.party)]
    party, template = next(iter(mine)), "conventions/cam_money.html"
    return answer(request, Table(cam, year, lines, party, MoneyForm, template, "Écrire les montants"))
