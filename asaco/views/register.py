"""Pages of the register of ASACO."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from asaco.aggregates import THRESHOLD, dues_of, lines_of, membership_of
from asaco.forms import AsacoForm
from asaco.loaders import asaco_of, load_aire
from asaco.models import Asaco
from asaco.officers import officers_of, presidents_of
from core.access import Action, Request, requires
from core.http import reading, writing
from cscom.models import Aire

PAGE = 40


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
    """One ASACO: its papers, its officers today, what its villages give this year."""
    today, asaco, where = timezone.localdate(), asaco_of(aire), aire.where()
    lines = lines_of(aire, asaco, today.year)
    context = {
        "aire": aire,
        "asaco": asaco,
        "receipt_over": asaco is not None and asaco.receipt_over(today),
        "year": today.year,
        "members": membership_of(lines),
        "threshold": THRESHOLD,
        "dues": dues_of(lines) if request.scope.may(Action.MANAGEMENT_SEE, where) else None,
        "officers": officers_of(aire.pk),
        "may_edit": request.scope.may(Action.ASACO_EDIT, where),
        "sees_organs": request.scope.may(Action.ORGAN_SEE, where),
        "sees_conventions": request.scope.may(Action.CAM_SEE, where),
        "sees_reports": request.scope.may(Action.CLINICAL_SEE, where),
        "sees_figures": request.scope.may(Action.TOTALS_SEE, where),
        "crumbs": [("ASACO", reverse("asaco_list")), (aire.name, "")],
    }
    return render(request, "asaco/asaco_show.html", context)


@writing
@requires(Action.ASACO_EDIT, load_aire)
def asaco_edit(request: Request, aire: Aire) -> HttpResponse:
    """What the ASACO writes about itself; the first time, its line of the register is made."""
    asaco = asaco_of(aire) or Asaco(aire=aire, name=f"ASACO de {aire.name}")
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
