"""Which report came, on what day: the matrix of a jurisdiction, the summary of a région."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from communes.models import District
from core.access import Action, Request, Scope, requires
from core.formats import counted
from core.http import reading
from core.months import Month
from cscom.models import Aire
from monitoring import aggregates
from monitoring.matrix import ARRIVED, Rate, district_lines, heads, mark_rows, missing, rates, targets
from monitoring.spans import last_due, months_words
from monitoring.units import title_of

MONTHS = 12


@reading
@requires(Action.COMPLETENESS_SEE)
def completeness(request: Request) -> HttpResponse:
    """Aires × months; who reaches a whole région begins with one line a district."""
    district = _district(request.scope, request.GET.get("district", ""))
    reach = request.scope.reach(Action.COMPLETENESS_SEE)
    summed = district is None and (reach.everywhere or bool(reach.regions))
    due = last_due()
    last = due if summed else due + 1  # the aires show the month that runs, the summary does not
    months = (last - (MONTHS - 1)).until(last)
    matrix = aggregates.completeness(_aires(request.scope, district), months)
    context: dict[str, Any] = {
        "title": title_of(district) if district else "Complétude",
        "district": district,
        "summed": summed,
        "heads": heads(months),
        "count": len(matrix.rows),
        "words": months_words(months),
        "running": months_words([due + 1]),
    }
    body = _summary(matrix, due) if summed else _matrix(matrix, due, request.scope)
    return render(request, "monitoring/completeness.html", context | body)


def _district(scope: Scope, code: str) -> District | None:
    """The district of the address, when its completeness may be seen; 404 otherwise."""
    if not code:
        return None
    district = get_object_or_404(District, code=code)
    if not scope.may(Action.COMPLETENESS_SEE, district.where()):
        raise Http404
    return district


def _aires(scope: Scope, district: District | None) -> list[Aire]:
    aires = Aire.objects.open_on().within(scope.reach(Action.COMPLETENESS_SEE)).located().order_by("name")
    return list(aires.filter(district=district) if district else aires)


def _matrix(matrix: aggregates.Matrix, due: Month, scope: Scope) -> dict[str, Any]:
    arrived, in_time = targets(timezone.localdate())
    absent = missing(matrix, due, scope)
    return {
        "rows": mark_rows(matrix, scope),
        "received": rates(matrix.rows, matrix.months, due, ARRIVED, timely=False, target=arrived),
        "timely": rates(matrix.rows, matrix.months, due, ARRIVED, timely=True, target=in_time),
        "absent": absent,
        "called": any(one.people for one in absent),
        "lead": _lead(len(absent), len(matrix.rows), due),
        "targets": (arrived, in_time),
    }


def _summary(matrix: aggregates.Matrix, due: Month) -> dict[str, Any]:
    goals = targets(timezone.localdate())
    lines = district_lines(matrix, due, goals)
    silent = sum(line.missing for line in lines)
    received: tuple[Rate, ...] = rates(
        matrix.rows, matrix.months, due, ARRIVED, timely=False, target=goals[0]
    )
    return {
        "lines": lines,
        "received": received,
        "lead": _lead(silent, len(matrix.rows), due),
        "targets": goals,
    }


def _lead(silent: int, count: int, due: Month) -> str:
    """« Août 2026 : 3 rapports manquent sur 18 attendus. »"""
    when = months_words([due]).removeprefix("en ").capitalize()
    if not count:
        return "Aucune aire de santé dans votre ressort."
    if not silent:
        return f"{when} : tous les rapports attendus sont reçus."
    lacking = counted(silent, "rapport manque", "rapports manquent")
    return f"{when} : {lacking} sur {count} attendus."
