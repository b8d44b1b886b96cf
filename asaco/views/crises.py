"""Pages of the acts against an organ of an ASACO: those of a place, one of them, what is written of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from asaco.crises import annul, appeal, barred, differ, link, record, settle
from asaco.crisis_forms import (
    ActForm,
    AnnulForm,
    AppealForm,
    CrisisForm,
    DissentForm,
    OutcomeForm,
    TransitionForm,
)
from asaco.crisis_reading import UNDER, crises_on
from asaco.loaders import appeal_of, load_crisis, load_governed
from asaco.models import Appeal, Crisis
from core.access import Action, PlaceKind, Request, requires
from core.http import reading, writing
from core.keeping import keeping
from core.uploads import accepts_files
from core.workflow import Refusal
from cscom.models import Aire
from files.fields import ROOM
from mandates.models import Organ

PAGE = 30
LEAD = "Copiez l’acte tel qu’il est écrit. Il ne s’efface pas\u00a0: une erreur s’annule, avec son motif."


@reading
@requires(Action.ORGAN_SEE)
def crisis_list(request: Request) -> HttpResponse:
    """The acts of one's places, or of one aire, the latest first; those that hold, or all."""
    today, places = timezone.localdate(), request.scope.reach(Action.ORGAN_SEE)
    crises, aire = Crisis.objects.within(places).located().prefetch_related(*UNDER), None
    if code := request.GET.get("aire", ""):
        aire = get_object_or_404(Aire.objects.within(places), code=code[:20])
        crises = crises.filter(aire=aire)
    every = request.GET.get("etat") == "tous"
    page = Paginator(crises if every else crises.open_on(today), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": crises_on(page, today),
        "aire": aire,
        "every": every,
        "crumbs": _crumbs(aire, "Crises"),
    }
    return render(request, "asaco/crisis_list.html", context)


@reading
@requires(Action.ORGAN_SEE, load_crisis)
def crisis_show(request: Request, crisis: Crisis) -> HttpResponse:
    """One act: who took it, on what basis, who differs, the appeals, what came after."""
    scope, where = request.scope, crisis.where()
    context = {
        "crisis": crisis,
        "on": crises_on([crisis], timezone.localdate())[0],
        "may_record": scope.may(Action.ASACO_CRISIS, where) and not barred(scope, crisis.aire),
        "may_differ": scope.may(Action.ASACO_DISSENT, where),
        "may_install": scope.may(Action.ORGAN_EDIT, crisis.organ.kept_where()),
        "crumbs": _crumbs(crisis.aire, "Crises", crisis),
    }
    return render(request, "asaco/crisis_show.html", context)


@accepts_files(ROOM)
@keeping
@writing
@requires(Action.ASACO_CRISIS, load_governed)
def crisis_add(request: Request, aire: Aire) -> HttpResponse:
    """An organ was dissolved, or suspended."""
    organs = list(Organ.objects.at(PlaceKind.AIRE, aire.pk).order_by("-opened_on", "pk"))
    form = CrisisForm(*_sent(request), organs=organs)
    shut = barred(request.scope, aire)
    if form.is_bound and not shut and form.is_valid():
        made = _done(form, lambda: record(aire, form.act(), request.scope))
        if made is not None:
            messages.success(request, "L’acte est enregistré. Les parties touchées en ont l’avis.")
            return redirect(made)
    context = {"over": f"ASACO, {aire.name}", "back": reverse("asaco_show", args=[aire.code])}
    more = {"lead": LEAD, "shut": shut, "files": True, "crumbs": _crumbs(aire, "Enregistrer un acte")}
    return _page(request, "Dissolution, suspension", form, "Enregistrer l’acte", **context, **more)


@accepts_files(ROOM)
@keeping
@writing
@requires(Action.ASACO_CRISIS, load_crisis)
def crisis_lift(request: Request, crisis: Crisis) -> HttpResponse:
    """The organ is put back, or its suspension lifted."""
    form = ActForm(*_sent(request), lifts=crisis)
    shut = barred(request.scope, crisis.aire)
    if not shut and not crises_on([crisis], timezone.localdate())[0].open:
        shut = "Cet acte n’est plus en cours\u00a0: rien n’est à lever."
    if form.is_bound and not shut and form.is_valid():
        made = _done(form, lambda: record(crisis.aire, form.act(), request.scope))
        if made is not None:
            messages.success(request, "L’organe est remis en place. Les parties touchées en ont l’avis.")
            return redirect(made)
    return _under(request, crisis, "Réinstallation, levée", form, "Enregistrer l’acte", shut=shut, files=True)


@keeping
@writing
@requires(Action.ASACO_CRISIS, load_crisis)
def crisis_transition(request: Request, crisis: Crisis) -> HttpResponse:
    """The transitional organ to which the dissolution led."""
    there = Organ.objects.at(PlaceKind.AIRE, crisis.aire_id).filter(transitional=True)
    form = TransitionForm(_sent(request)[0], organs=list(there.exclude(pk=crisis.organ_id)))
    shut = barred(request.scope, crisis.aire)
    if form.is_bound and not shut and form.is_valid():
        made = _done(form, lambda: link(crisis, form.chosen(), request.scope))
        if made is not None:
            messages.success(request, "L’organe transitoire est dit.")
            return redirect(crisis)
    return _under(request, crisis, "Organe transitoire", form, "Relier cet organe", shut=shut)


@keeping
@writing
@requires(Action.ASACO_CRISIS, load_crisis)
def crisis_annul(request: Request, crisis: Crisis) -> HttpResponse:
    """What was written is a mistake."""
    form, shut = AnnulForm(_sent(request)[0]), barred(request.scope, crisis.aire)
    return _annulled(request, crisis, crisis, form, shut, "Annuler cet acte")


@keeping
@writing
@requires(Action.ASACO_DISSENT, load_crisis)
def crisis_dissent(request: Request, crisis: Crisis) -> HttpResponse:
    """A divergent opinion of the reader's party."""
    form = DissentForm(_sent(request)[0])
    if form.is_bound and form.is_valid():
        made = _done(form, lambda: differ(crisis, form.cleaned_data["text"], request.scope))
        if made is not None:
            messages.success(request, "Votre avis divergent est joint à l’acte.")
            return redirect(crisis)
    return _under(request, crisis, "Avis divergent", form, "Joindre cet avis")


@keeping
@writing
@requires(Action.ASACO_DISSENT, load_crisis)
def crisis_appeal(request: Request, crisis: Crisis) -> HttpResponse:
    """An appeal against the act."""
    form = AppealForm(_sent(request)[0], crisis=crisis)
    if form.is_bound and form.is_valid():
        made = _done(form, lambda: appeal(crisis, form.filing(), request.scope))
        if made is not None:
            messages.success(request, "Le recours est enregistré.")
            return redirect(crisis)
    return _under(request, crisis, "Recours", form, "Enregistrer le recours")


@keeping
@writing
@requires(Action.ASACO_DISSENT, load_crisis)
def appeal_settle(request: Request, crisis: Crisis, appeal: int) -> HttpResponse:
    """What became of an appeal."""
    found = appeal_of(crisis, appeal)
    form = OutcomeForm(_sent(request)[0], appeal=found)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        outcome, on, words = said["outcome"], said["outcome_on"], said["outcome_words"]
        if _done(form, lambda: settle(found, outcome, on, words, request.scope)) is not None:
            messages.success(request, "L’issue du recours est enregistrée.")
            return redirect(crisis)
    return _under(request, crisis, "Issue du recours", form, "Enregistrer l’issue", lead=str(found))


@keeping
@writing
@requires(Action.ASACO_DISSENT, load_crisis)
def appeal_annul(request: Request, crisis: Crisis, appeal: int) -> HttpResponse:
    """An appeal was written by mistake."""
    found = appeal_of(crisis, appeal)
    return _annulled(
        request, crisis, found, AnnulForm(_sent(request)[0]), "", "Annuler ce recours", lead=str(found)
    )


def _annulled(
    request: Request, crisis: Crisis, row: Crisis | Appeal, form: AnnulForm, shut: str, word: str, **more: Any
) -> HttpResponse:
    if form.is_bound and not shut and form.is_valid():
        reason = form.cleaned_data["reason"]
        if _done(form, lambda: annul(row, reason, request.scope)) is not None:
            messages.success(request, "C’est annulé. Ce qui était écrit reste lisible, avec le motif.")
            return redirect(crisis)
    return _under(request, crisis, word, form, word, shut=shut, **more)


def _sent(request: Request) -> tuple[Any, Any]:
    """The form, the files that were sent; nothing on a first visit."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _done(form: Form, act: Callable[[], Any]) -> Any:
    """What the act made; None when it was refused, then the form says why."""
    try:
        return act()
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


def _under(request: Request, crisis: Crisis, word: str, form: Form, button: str, **more: Any) -> HttpResponse:
    """A form about one act."""
    crumbs = _crumbs(crisis.aire, "Crises", crisis, word)
    back = {"over": str(crisis), "back": crisis.get_absolute_url(), "crumbs": crumbs}
    return _page(request, word, form, button, crisis=crisis, **back, **more)


def _page(request: Request, word: str, form: Form, button: str, **more: Any) -> HttpResponse:
    context = {"word": word, "form": form, "button": button, **more}
    wrong = form.is_bound and (form.errors or more.get("shut"))
    return render(request, "asaco/crisis_form.html", context, status=422 if wrong else 200)


def _crumbs(
    aire: Aire | None, word: str, crisis: Crisis | None = None, last: str = ""
) -> list[tuple[str, str]]:
    """ASACO › the aire › its acts › one of them › a page of it; the last has no link."""
    crumbs = [("ASACO", reverse("asaco_list"))]
    if aire:
        crumbs.append((aire.name, reverse("asaco_show", args=[aire.code])))
    if crisis is None or aire is None:
        return [*crumbs, (word, "")]
    crumbs.append((word, f"{reverse('crisis_list')}?aire={aire.code}&etat=tous"))
    crumbs.append((crisis.get_kind_display().capitalize(), crisis.get_absolute_url() if last else ""))
    return [*crumbs, (last, "")] if last else crumbs
