"""Pages of the register of ASACO."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from asaco.forms import AsacoForm
from asaco.models import Asaco
from asaco.officers import officers_of, presidents_of
from core.access import Action, Request, Scope, requires
from core.http import reading, writing
from cscom.models import Aire

PAGE = 40


def load_aire(scope: Scope, code: str) -> Aire:
    """The aire of an ASACO within reach; the register may not know its ASACO yet."""
    aires = Aire.objects.within(scope.reach(Action.ASACO_SEE)).located().select_related("asaco")
    aire: Aire = get_object_or_404(aires, code=code)
    return aire


@reading
@requires(Action.ASACO_SEE)
def asaco_list(request: Request) -> HttpResponse:
    """The ASACO within reach, one line an aire, found by name of the ASACO, of the aire, of the commune."""
    words = request.GET.get("q", "").strip()
    aires = (
        Aire.objects.within(request.scope.reach(Action.ASACO_SEE))
        .open_on()
        .select_related("asaco", "host_commune")
        .order_by("host_commune__name", "name", "pk")
    )
    if words:
        aires = aires.filter(
            Q(name__icontains=words)
            | Q(asaco__name__icontains=words)
            | Q(host_commune__name__icontains=words)
        )
    page = Paginator(aires, PAGE).get_page(request.GET.get("page"))
    presidents = presidents_of(aire.pk for aire in page)
    rows = [(aire, getattr(aire, "asaco", None), presidents.get(aire.pk)) for aire in page]
    return render(request, "asaco/asaco_list.html", {"page": page, "rows": rows, "words": words})


@reading
@requires(Action.ASACO_SEE, load_aire)
def asaco_show(request: Request, aire: Aire) -> HttpResponse:
    """One ASACO: its papers, its officers today."""
    context = {
        "aire": aire,
        "asaco": getattr(aire, "asaco", None),
        "officers": officers_of(aire.pk),
        "may_edit": request.scope.may(Action.ASACO_EDIT, aire.where()),
        "sees_organs": request.scope.may(Action.ORGAN_SEE, aire.where()),
        "sees_reports": request.scope.may(Action.CLINICAL_SEE, aire.where()),
        "sees_figures": request.scope.may(Action.TOTALS_SEE, aire.where()),
        "crumbs": [("ASACO", reverse("asaco_list")), (aire.name, "")],
    }
    return render(request, "asaco/asaco_show.html", context)


@writing
@requires(Action.ASACO_EDIT, load_aire)
def asaco_edit(request: Request, aire: Aire) -> HttpResponse:
    """What the ASACO writes about itself; the first time, its line of the register is made."""
    asaco = getattr(aire, "asaco", None) or Asaco(aire=aire, name=f"ASACO de {aire.name}")
    form = AsacoForm(request.POST or None, instance=asaco)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "La fiche de l’ASACO est à jour.")
        return redirect("asaco_show", code=aire.code)
    crumbs = [
        ("ASACO", reverse("asaco_list")),
        (aire.name, reverse("asaco_show", args=[aire.code])),
        ("Modifier", ""),
    ]
    return render(request, "asaco/asaco_edit.html", {"form": form, "aire": aire, "crumbs": crumbs})
