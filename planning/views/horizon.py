"""For which year the plans of a région are prepared."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from communes.models import Region
from core.access import Action, Request, requires
from core.http import writing
from core.workflow import Refusal
from planning.horizon import set_horizon, setting_of
from planning.shelf_forms import HorizonForm


@writing
@requires(Action.PLAN_CALENDAR)
def plan_horizon(request: Request) -> HttpResponse:
    """Fix the horizon of one's région."""
    regions = Region.objects.filter(pk__in=request.scope.reach(Action.PLAN_CALENDAR).regions).order_by("name")
    region = regions.first()
    setting = setting_of(region.pk if region else 0)
    first = {"region": region, "horizon": setting.horizon, "source": setting.source}
    form = HorizonForm(request.POST if request.method == "POST" else None, regions=regions, initial=first)
    if request.method == "POST" and form.is_valid():
        read = form.cleaned_data
        try:
            made = set_horizon(read["region"], read["horizon"], read["source"], request.scope)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            words = made.get_horizon_display()
            messages.success(request, f"C’est enregistré\u00a0: un plan se prépare pour {words}.")
            return redirect("plan_horizon")
    context = {"crumbs": [("Plans", reverse("plan_list")), ("Horizon", "")], "form": form, "setting": setting}
    return render(request, "planning/plan_horizon.html", context, status=422 if form.errors else 200)
