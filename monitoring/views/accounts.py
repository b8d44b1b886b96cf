"""The page of the accounts of an ASACO, beside its budget."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from asaco.loaders import load_aire
from core.access import Action, Request, requires
from core.http import reading
from core.months import year_of
from cscom.models import Aire
from monitoring.aggregates import on_what
from monitoring.asaco_accounts import accounts_of

SHOWN = 5  # years that the page offers


@reading
@requires(Action.MANAGEMENT_SEE, load_aire)
def asaco_accounts(request: Request, aire: Aire) -> HttpResponse:
    """A year month by month, heading by heading, with what was planned."""
    today, scope, where = timezone.localdate(), request.scope, aire.where()
    year = min(year_of(request.GET.get("annee", ""), today), today.year + 1)
    context = {
        "aire": aire,
        "accounts": accounts_of(aire.pk, year, on_what(scope, where), today),
        "years": range(today.year + 1, today.year - SHOWN, -1),
        "may_edit": scope.may(Action.ASACO_EDIT, where),
        "crumbs": [
            ("ASACO", reverse("asaco_list")),
            (aire.name, reverse("asaco_show", args=[aire.code])),
            (f"Comptes {year}", ""),
        ],
    }
    return render(request, "monitoring/asaco_accounts.html", context)
