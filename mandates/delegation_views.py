"""Handing a mandate over for a while, taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from core.access import Action, Request, requires
from core.formats import day
from core.http import acting, writing
from core.workflow import Refusal
from mandates.delegating import LONGEST, delegate, delegated_by, end, may_be_delegated
from mandates.forms import DelegationForm


@writing
@requires(Action.SELF)
def delegation_list(request: Request) -> HttpResponse:
    """What I handed over; the form to hand over one of my mandates."""
    mandates = may_be_delegated(request.scope.person_id)
    form = DelegationForm(request.POST if request.method == "POST" else None, mandates=mandates)
    if form.is_bound and form.is_valid():
        try:
            made = delegate(
                form.mandate(), form.deputy(), form.cleaned_data["first"], form.cleaned_data["last"]
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            until = day(form.cleaned_data["last"])
            messages.success(
                request, f"{made.person} tient votre fonction jusqu’au {until}. Un avis le lui dit."
            )
            return redirect("delegation_list")
    context = {
        "form": form,
        "mandates": mandates,
        "given": delegated_by(request.scope.person_id),
        "longest": LONGEST,
        "crumbs": [("Mes droits", reverse("my_rights")), ("Déléguer", "")],
    }
    return render(request, "mandates/delegation_list.html", context, status=422 if form.errors else 200)


@acting
@requires(Action.SELF)
def delegation_end(request: Request) -> HttpResponse:
    """Take back, at once, what one handed over."""
    typed = request.POST.get("delegation", "")
    try:
        found = end(request.scope.person_id, int(typed) if typed.isascii() and typed.isdigit() else 0)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"La délégation à {found.person} est finie\u00a0: elle ne donne plus aucun droit."
        )
    return redirect("delegation_list")
