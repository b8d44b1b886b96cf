"""Which report came, on what day: the matrix of a jurisdiction, the summary of a région."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from communes.models import District
from core.access import Action, Request, Scope, requires
from core.formats import counted, percent
from core.http import reading
from core.months import Month
from core.tabular import links, table_response
from cscom.models import Aire
from monitoring import aggregates
from monitoring.completeness_rows import aire_rows, district_rows
from monitoring.downloads import file_name
from monitoring.matrix import ARRIVED, Rate, district_lines, heads, mark_rows, missing, rates, targets
from monitoring.spans import last_due, months_words
from monitoring.units import title_of

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; ``summed``: one line a district."""

    district: District | None
    summed: bool
    due: Month
    matrix: aggregates.Matrix


@reading
@requires(Action.COMPLETENESS_SEE)
def completeness(request: Request) -> HttpResponse:
    """Aires × months; who reaches a whole région begins with one line a district."""
    asked = _asked(request)
    district, months = asked.district, asked.matrix.months
    context: dict[str, Any] = {
        "title": _title(asked),
        "district": district,
        "summed": asked.summed,
        "heads": heads(months),
        "count": len(asked.matrix.rows),
        "words": months_words(months),
        "running": months_words([asked.due + 1]),
        "types": request.scope.may(Action.PAPER_ENTER),
        "files": links("completeness_file", query=f"?district={district.code}" if district else ""),
    }
    return render(request, "monitoring/completeness.html", context | _body(asked, request.scope))


@reading
@requires(Action.COMPLETENESS_SEE)
def completeness_file(request: Request, ending: str) -> HttpResponse:
    """The same table: an aire a row with what it owes, or a district a row."""
    asked = _asked(request)
    body = _body(asked, request.scope)
    arrived, in_time = (percent(target) for target in body["targets"])
    above = [
        f"{_title(asked)}, {months_words(asked.matrix.months)}",
        body["lead"],
        f"Cibles\u00a0: {arrived} reçus, {in_time} à temps.",
    ]
    place = (asked.district.code, asked.district.name) if asked.district else ("", "votre ressort")
    name = file_name("completude", *place, asked.due.code)
    rows = (district_rows if asked.summed else aire_rows)(asked.matrix, asked.due, body)
    return table_response(ending, name, above, rows)


def _asked(request: Request) -> Asked:
    """The table of the address. Three queries, four with a district."""
    district = _district(request.scope, request.GET.get("district", ""))
    reach = request.scope.reach(Action.COMPLETENESS_SEE)
    summed = district is None and (reach.everywhere or bool(reach.regions))
    due = last_due()
    last = due if summed else due + 1  # the aires show the month that runs, the summary does not
    months = (last - (MONTHS - 1)).until(last)
    return Asked(district, summed, due, aggregates.completeness(_aires(request.scope, district), months))


def _title(asked: Asked) -> str:
    return title_of(asked.district) if asked.district else "Complétude"


def _body(asked: Asked, scope: Scope) -> dict[str, Any]:
    return _summary(asked.matrix, asked.due) if asked.summed else _matrix(asked.matrix, asked.due, scope)


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
