"""The page where one section of several reports is typed side by side, at the CSRéf."""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core import formats
from core.access import Action, Request, requires
from core.http import writing
from core.keeping import keeping
from core.problems import MEDIA_TYPE
from mandates.receivers import receivers
from monitoring.desk import NOTHING, Desk
from monitoring.device.sending import UnreadableError
from monitoring.entry import may_enter
from monitoring.recent import begun
from monitoring.rules import check, load_rules
from monitoring.several.pile import Pile, pile_of
from monitoring.several.posted import COLUMN, Outcome, save_columns, sentence, strangers
from monitoring.several.sendings import NotThisPersonError, receive_columns
from monitoring.several.table import Column, kit, rows
from monitoring.sight import Sight
from monitoring.standing import tag_of
from monitoring.views.device import NOT_THIS_PERSON

MONTHS_OFFERED = 12


@keeping
@writing
@requires(Action.PAPER_ENTER)
def several(request: Request) -> HttpResponse:
    """Show the section of several reports; save what is typed in them."""
    pile = pile_of(request.scope, request.GET)
    if pile is None:
        return render(request, "monitoring/several.html", {"pile": None})
    if request.method != "POST":
        return _page(request, pile, _columns(pile, pile.columns()))
    if request.content_type == "application/json":
        return _in_background(request, pile)
    return _received(request, pile)


def _received(request: Request, pile: Pile) -> HttpResponse:
    """Save each column; those that could not be come back as typed, beside the others as they now stand."""
    columns = pile.named(request.POST.getlist(COLUMN))
    outcomes = save_columns(columns, request.POST, pile.section)
    for one in strangers(request.POST, columns):
        messages.warning(request, one)
    _thank(request, outcomes)
    if all(outcome.clean for outcome in outcomes):
        return redirect(_next_url(request, pile, columns))
    fresh = pile_of(request.scope, request.GET)
    assert fresh is not None  # noqa: S101 - the month was there a moment ago
    now = _columns(fresh, fresh.named(sight.report.aire.code for sight in columns))
    shown = [_after(outcome, column) for outcome, column in zip(outcomes, now, strict=True)]
    saved = any(outcome.saved and outcome.saved.changed for outcome in outcomes)
    refused = any(outcome.refusal for outcome in outcomes)
    return _page(request, fresh, shown, status=409 if refused and not saved else 422)


def _in_background(request: Request, pile: Pile) -> HttpResponse:
    """What a device's sending answers, a column at a time."""
    known = {sight.report.aire.code: sight for sight in pile.named(r.aire.code for r in pile.reports)}
    try:
        answer = receive_columns(request.body, known, request.scope, load_rules(pile.period.starts_on))
    except UnreadableError as error:
        return JsonResponse({"detail": str(error)}, status=400, content_type=MEDIA_TYPE)
    except NotThisPersonError:
        return JsonResponse({"detail": NOT_THIS_PERSON}, status=403, content_type=MEDIA_TYPE)
    whole = not any(one.get("refusees") or one.get("conflits") for one in answer["envois"].values())
    return JsonResponse(answer, status=200 if whole else 409)


def _thank(request: Request, outcomes: Sequence[Outcome]) -> None:
    """Nothing is called received that the server has not; what could not be kept is told apart."""
    if said := sentence(outcomes):
        messages.success(request, said)
    elif all(outcome.clean for outcome in outcomes):
        messages.info(request, "Aucune case n’a changé.")
    for outcome in outcomes:
        for one in outcome.warnings:
            messages.warning(request, one)
        for name in outcome.saved.erased if outcome.saved else ():
            messages.warning(
                request, f"{outcome.name} : « {name} » a changé, son visa ou sa signature est à refaire."
            )


def _next_url(request: Request, pile: Pile, columns: Sequence[Sight]) -> str:
    """The same page again, or the next section of the same reports."""
    onward = request.POST.get("puis") == "suite"
    return _onward(pile, columns) if onward else request.get_full_path()


def _onward(pile: Pile, columns: Sequence[Sight]) -> str:
    section = pile.next or pile.section
    asked = QueryDict(mutable=True)
    asked.update({"mois": pile.period.code, "section": section.code, "commune": pile.commune})
    asked.setlist("aire", [sight.report.aire.code for sight in columns])
    return f"{reverse('several')}?{asked.urlencode()}"


def _here(request: Request, pile: Pile) -> str:
    """The address of this page, its month and section named: tomorrow the month of none may be the next."""
    asked = request.GET.copy()
    asked["mois"], asked["section"] = pile.period.code, pile.section.code
    return f"{request.path}?{asked.urlencode()}"


def _columns(pile: Pile, sights: Sequence[Sight]) -> list[Column]:
    """The reports as they stand (one query: the rules)."""
    rules = load_rules(pile.period.starts_on)
    return [
        Column(
            Desk(
                sight,
                pile.section,
                may_enter(sight.report, pile.scope, pile.section),
                check(sight.form, sight.values, pile.period, rules),
            )
        )
        for sight in sights
    ]


def _after(outcome: Outcome, column: Column) -> Column:
    """A report after a save of which something came back."""
    desk = column.desk
    conflicts = outcome.saved.conflicts if outcome.saved else ()
    parsed = NOTHING if outcome.refusal else outcome.parsed
    desk = replace(desk, parsed=parsed, typed=outcome.typed, conflicts=conflicts, refusal=outcome.refusal)
    return Column(desk, outcome.words)


def _validators(pile: Pile, columns: Sequence[Column]) -> list[str]:
    """Who may validate what this person types: never themselves (one query)."""
    if not columns:
        return []
    where = columns[0].desk.sight.report.where()
    return [str(p) for p in receivers(Action.REPORT_VALIDATE, where) if p.pk != pile.scope.person_id]


def _page(request: Request, pile: Pile, columns: Sequence[Column], *, status: int = 200) -> HttpResponse:
    shown = {column.code for column in columns}
    months = begun(timezone.localdate(), MONTHS_OFFERED)
    if pile.period not in months:
        months.append(pile.period)
    context = {
        "pile": pile,
        "month": formats.month(pile.period.year, pile.period.month),
        "months": [(p.code, formats.month(p.year, p.month), p == pile.period) for p in months],
        "offered": [(r, tag_of(r), r.aire.code in shown) for r in pile.offered],
        "page": pile.chosen,
        "columns": columns,
        "open": [column for column in columns if not column.desk.why],
        "rows": rows(pile.section, columns),
        "validators": _validators(pile, columns),
        "here": _here(request, pile),
        "next_url": _onward(pile, [column.desk.sight for column in columns]),
        "errors": [error for column in columns for error in column.errors()],
        "has_controls": any(column.said for column in columns),
        "kit": kit(pile.form, pile.section, columns),
    }
    return render(request, "monitoring/several.html", context, status=status)
