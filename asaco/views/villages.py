"""Pages of what villages give: members counted, contributions, the tables that are typed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from asaco import exports
from asaco.aggregates import THRESHOLD, dues_of, lines_of, membership_of
from asaco.bringing import brought
from asaco.loaders import asaco_of, load_aire, registered
from asaco.village_forms import ContributionForm, MembershipForm, VillageForm
from asaco.village_table import makers_of, save_all
from core.access import Action, Request, requires
from core.http import reading, writing
from core.keeping import keeping
from core.months import year_of
from core.rows import KeptRows, filled_rows, shown_rows
from core.tabular import links, table_response
from core.uploads import accepts_files
from cscom.models import Aire
from files.sheets.form import SheetForm
from files.sheets.limits import HEAVIEST, Unreadable

SHOWN = 5  # years that the page offers


@reading
@requires(Action.ASACO_SEE, load_aire)
def asaco_villages(request: Request, aire: Aire) -> HttpResponse:
    """Village by village, the members of a year; for who reads its accounts, the contributions."""
    today, scope = timezone.localdate(), request.scope
    year = min(year_of(request.GET.get("annee", ""), today), today.year)
    lines, where = lines_of(aire, asaco_of(aire), year), aire.where()
    context = {
        "aire": aire,
        "year": year,
        "years": range(today.year, today.year - SHOWN, -1),
        "lines": lines,
        "members": membership_of(lines),
        "threshold": THRESHOLD,
        "dues": dues_of(lines) if scope.may(Action.MANAGEMENT_SEE, where) else None,
        "may_count": scope.may(Action.ASACO_EDIT, where),
        "may_collect": scope.may(Action.MANAGEMENT_ENTER, where),
        "files": links("asaco_villages_file", aire.code, query=f"?annee={year}"),
        "crumbs": crumbs_of(aire, "Villages"),
    }
    return render(request, "asaco/asaco_villages.html", context)


@reading
@requires(Action.ASACO_SEE, load_aire)
def asaco_villages_file(request: Request, aire: Aire, ending: str) -> HttpResponse:
    """The same table as a file; amounts only for who reads the accounts."""
    today = timezone.localdate()
    year = min(year_of(request.GET.get("annee", ""), today), today.year)
    money = request.scope.may(Action.MANAGEMENT_SEE, aire.where())
    lines = lines_of(aire, asaco_of(aire), year)
    return table_response(
        ending,
        f"villages-{aire.code}-{year}",
        exports.above(aire, year, today),
        exports.rows(lines, money=money),
    )


@accepts_files(HEAVIEST)
@keeping
@writing
@requires(Action.ASACO_EDIT, load_aire)
def asaco_members(request: Request, aire: Aire, year: int) -> HttpResponse:
    """The members of each village, typed in one table, or brought by a sheet."""
    return _table(request, aire, year, MembershipForm, "asaco/asaco_members.html", "Adhésions")


@accepts_files(HEAVIEST)
@keeping
@writing
@requires(Action.MANAGEMENT_ENTER, load_aire)
def asaco_contributions(request: Request, aire: Aire, year: int) -> HttpResponse:
    """The contribution of each village, typed in one table, or brought by a sheet."""
    return _table(request, aire, year, ContributionForm, "asaco/asaco_contributions.html", "Cotisations")


def _table(
    request: Request, aire: Aire, year: int, form_of: type[VillageForm], template: str, word: str
) -> HttpResponse:
    if not 2000 <= year <= timezone.localdate().year:
        raise Http404
    kept: KeptRows[VillageForm] = KeptRows()
    asaco, sheet = asaco_of(aire), SheetForm()
    if "deposer" in request.POST:
        sheet = SheetForm(request.POST, request.FILES)
        _bring(sheet, kept, aire, year, form_of)
    elif request.method == "POST":
        asaco = asaco or registered(aire)
        makers = makers_of(form_of, lines_of(aire, asaco, year))
        kept = save_all(makers, asaco, year, request.POST, request.scope)
        if kept.words:
            messages.success(request, kept.words)
        if not kept.wrong:
            return redirect(f"{reverse('asaco_villages', args=[aire.code])}?annee={year}")
    context: dict[str, Any] = {
        "aire": aire,
        "year": year,
        "rows": shown_rows(makers_of(form_of, lines_of(aire, asaco, year)), kept),
        "brought": len(kept.filled) if "deposer" in request.POST and not sheet.errors else None,
        "strange": kept.strange,
        "errors": kept.errors,
        "form": sheet,
        "files": links("asaco_villages_file", aire.code, query=f"?annee={year}"),
        "crumbs": crumbs_of(aire, f"{word} {year}"),
    }
    return render(request, template, context, status=422 if kept.wrong or sheet.errors else 200)


def _bring(
    sheet: SheetForm, kept: KeptRows[VillageForm], aire: Aire, year: int, form_of: type[VillageForm]
) -> None:
    """Fill the table from the file; nothing is saved."""
    if not sheet.is_valid():
        return
    lines, sent = lines_of(aire, asaco_of(aire), year), sheet.cleaned_data["fichier"]
    try:
        found = brought(sent.read(), aire, year, lines)
    except Unreadable as why:
        sheet.add_error("fichier", f"«\u00a0{sent.name[:80]}\u00a0». {why}")
    else:
        said = {line.village.pk: found.said.get(line.village.code, {}) for line in lines}
        kept.filled, kept.strange = filled_rows(makers_of(form_of, lines), said), found.strange


def crumbs_of(aire: Aire, last: str) -> list[tuple[str, str]]:
    """ASACO › the aire › a page of it."""
    return [
        ("ASACO", reverse("asaco_list")),
        (aire.name, reverse("asaco_show", args=[aire.code])),
        (last, ""),
    ]
