"""The pages on which the DRS sets indicators from a month on."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from communes.models import Region
from core.access import Action, Request, requires
from core.formats import counted, de, month
from core.http import acting, reading, writing
from monitoring.dictionary import indicator_lines
from monitoring.form import load_form
from monitoring.loaders import period_at
from monitoring.models import Indicator, Period, Target
from monitoring.recounting import recount
from monitoring.spans import last_due
from monitoring.tuning.aiming import may_set, name_of, place_choices, set_target, targets_of
from monitoring.tuning.forms import IndicatorForm, NewIndicatorForm, TargetForm, initial_of
from monitoring.tuning.revising import NotRevised, choices_since, mark_of, revise, versions
from monitoring.tuning.words import effect_words, target_lines, version_lines

LOOK = "voir"  # the button that shows the effect and writes nothing
LIST = ("Indicateurs et cibles", "indicator_list")


@reading
@requires(Action.CATALOGUE_SET)
def indicator_list(request: Request) -> HttpResponse:
    """Every indicator in force today, how many targets it has."""
    today = timezone.localdate()
    lines = indicator_lines(load_form(today), today)
    counts: dict[str, int] = {}
    for code in Target.objects.values_list("code", flat=True):
        counts[code] = counts.get(code, 0) + 1
    context = {"lines": [(line, counts.get(line.code, 0)) for line in lines]}
    return render(request, "monitoring/indicator_list.html", context)


@writing
@requires(Action.CATALOGUE_SET)
def indicator_edit(request: Request, code: str) -> HttpResponse:
    """One indicator: its fields as they are today, to be changed from a month on."""
    rows = versions(code)
    if not rows:
        raise Http404
    months = _months()
    current = next((row for row in rows if row.valid_from <= timezone.localdate()), rows[-1])
    initial = initial_of(current, mark_of(rows)) | {"since": months[0][0] if months else ""}
    form = IndicatorForm(request.POST or None, initial=initial, months=months)
    effect = _posted(request, form, code) if request.method == "POST" else None
    if isinstance(effect, HttpResponse):
        return effect
    context = {"row": current, "history": version_lines(rows), "effect": effect}
    return _page(request, "monitoring/indicator_edit.html", form, (code,), context)


@writing
@requires(Action.CATALOGUE_SET)
def indicator_add(request: Request) -> HttpResponse:
    """One more indicator."""
    months = _months()
    first = {"multiplier": 100, "decimals": 0, "near_percent": 80, "unit": "%", "direction": "hausse"}
    last = Indicator.objects.order_by("-order").values_list("order", flat=True).first() or 0
    initial = first | {"order": last + 1, "since": months[0][0] if months else ""}
    form = NewIndicatorForm(request.POST or None, initial=initial, months=months)
    effect = None
    if request.method == "POST" and form.is_valid():
        effect = _posted(request, form, form.cleaned_data["code"])
        if isinstance(effect, HttpResponse):
            return effect
    return _page(request, "monitoring/indicator_add.html", form, ("nouvel indicateur",), {"effect": effect})


def _posted(request: Request, form: IndicatorForm, code: str) -> HttpResponse | str | None:
    """What was asked: look at the effect, in words, or write and go back to the line."""
    if not form.is_valid():
        return None
    period = period_at(form.cleaned_data["since"])
    if LOOK in request.POST:
        row = Indicator(code=code, valid_from=period.starts_on, **{"order": 0, **form.says()})
        region = Region.objects.filter(pk__in=request.scope.reach(Action.CATALOGUE_SET).regions).first()
        return effect_words(row, region, last_due())
    try:
        with transaction.atomic():
            why, mark = form.cleaned_data["reason"], form.cleaned_data["mark"]
            done = revise(code, form.says(), period, mark, why)
            job = recount(done.recount, code, request.scope.person_id)
    except NotRevised as refused:
        form.add_error(None, str(refused))
        return None
    words = f"{code} enregistré, valable à partir {de(month(period.year, period.month))}."
    if job is None:
        messages.success(request, words)
        return redirect("indicator_edit", code)
    months = counted(len(done.recount), "mois est recompté", "mois sont recomptés")
    messages.success(request, f"{words} {months} en ce moment.")
    return redirect("job_show", job.pk)


def _months() -> list[tuple[str, str]]:
    latest = Period.objects.order_by("-starts_on").first()
    return choices_since(latest) if latest else []


@writing
@requires(Action.CATALOGUE_SET)
def indicator_targets(request: Request, code: str) -> HttpResponse:
    """The targets of one indicator by place and year; one more, or another in its place."""
    rows = versions(code)
    if not rows:
        raise Http404
    places, row = request.scope.reach(Action.CATALOGUE_SET), rows[0]
    year = timezone.localdate().year
    form = TargetForm(
        request.POST or None, indicator=row, places=place_choices(places), initial={"from_year": year}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        says = {"low": data["target"], "high": data.get("target_high"), "source": data["source"]}
        says["estimated"] = data["estimated"]
        target, made = set_target(code, data["place"], data["from_year"], says)
        verb = "enregistrée" if made else "remplacée"
        messages.success(request, f"Cible {verb}\u00a0: {name_of(target)}, à partir de {target.from_year}.")
        return redirect("indicator_targets", code)
    context = {"row": row, "targets": target_lines(targets_of(code, places), row)}
    return _page(request, "monitoring/indicator_targets.html", form, (code, "cibles"), context)


@acting
@requires(Action.CATALOGUE_SET)
def target_remove(request: Request, code: str, pk: int) -> HttpResponse:
    """Take a target away; that of the wider place stands again. Its history keeps it."""
    target = Target.objects.filter(pk=pk, code=code).select_related("district", "aire__district").first()
    if target is None or not may_set(target, request.scope.reach(Action.CATALOGUE_SET)):
        raise Http404
    name, year = name_of(target), target.from_year
    target.delete()
    messages.success(
        request, f"Cible retirée\u00a0: {name}, à partir de {year}. La cible plus large reprend."
    )
    return redirect("indicator_targets", code)


def _page(
    request: Request, template: str, form: Any, rest: tuple[str, ...], context: dict[str, Any]
) -> HttpResponse:
    label, name = LIST
    path = [(one, "") for one in rest]
    if len(path) > 1:
        path[0] = (rest[0], reverse("indicator_edit", args=[rest[0]]))
    context |= {"form": form, "crumbs": [(label, reverse(name)), *path]}
    return render(request, template, context, status=422 if form.errors else 200)
