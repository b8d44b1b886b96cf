"""The page where the budget of a year is typed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from asaco.budgeting import BudgetForm, write_budget
from asaco.loaders import asaco_of, load_aire, registered
from asaco.models import Budget
from asaco.views.villages import crumbs_of
from core.access import Action, Request, requires
from core.http import writing
from core.keeping import keeping
from core.uploads import accepts_files
from core.workflow import Refusal
from cscom.models import Aire
from files.fields import ROOM


@accepts_files(ROOM)
@keeping
@writing
@requires(Action.ASACO_EDIT, load_aire)
def asaco_budget(request: Request, aire: Aire, year: int) -> HttpResponse:
    """The budget adopted for a year, this one, a former one, or the next."""
    if not 2000 <= year <= timezone.localdate().year + 1:
        raise Http404
    found = Budget.objects.filter(asaco=asaco_of(aire) or 0, year=year).first()
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = BudgetForm(*sent, budget=found, year=year)
    if form.is_bound and form.is_valid():
        asaco = registered(aire)
        asaco.aire = aire  # located: nothing more is asked to know where its copy is read
        try:
            write_budget(asaco, year, form.said(), request.scope, version=form.version, scan=form.scan())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Le budget {year} est enregistré.")
            return redirect(f"{reverse('asaco_accounts', args=[aire.code])}?annee={year}")
    context = {"aire": aire, "year": year, "form": form, "crumbs": crumbs_of(aire, f"Budget {year}")}
    return render(request, "asaco/asaco_budget.html", context, status=422 if form.errors else 200)
