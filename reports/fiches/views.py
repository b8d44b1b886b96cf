"""One page of everything about a commune, a CSCOM, an ASACO, to read or to print on one A4."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from asaco.loaders import load_aire
from communes.models import Commune
from core.access import Action, Request, requires
from core.http import reading
from cscom import trail
from cscom.models import Aire
from cscom.places import aire_within, commune_within
from monitoring.spans import Span, last_due, spans
from reports.fiches.block import Fiche
from reports.fiches.of_aire import fiche_of_asaco, fiche_of_cscom
from reports.fiches.of_commune import fiche_of_commune

PAGE = "En une page"


@reading
@requires(Action.TERRITORY_SEE, commune_within)
def fiche_commune(request: Request, commune: Commune) -> HttpResponse:
    """Everything about a commune that this reader reads."""
    fiche = fiche_of_commune(request.scope, commune, _year())
    return _page(request, fiche, [*trail.to_commune(commune), (PAGE, "")])


@reading
@requires(Action.TERRITORY_SEE, aire_within)
def fiche_aire(request: Request, aire: Aire) -> HttpResponse:
    """Everything about a CSCOM, its aire."""
    fiche = fiche_of_cscom(request.scope, aire, _year())
    return _page(request, fiche, [*trail.to_aire(aire), (PAGE, "")])


@reading
@requires(Action.ASACO_SEE, load_aire)
def fiche_asaco(request: Request, aire: Aire) -> HttpResponse:
    """Everything about an ASACO."""
    fiche = fiche_of_asaco(request.scope, aire, _year())
    own = (aire.name, reverse("asaco_show", args=[aire.code]))
    return _page(request, fiche, [("ASACO", reverse("asaco_list")), own, (PAGE, "")])


def _year() -> Span:
    """The year up to the last month that was due, as the pages of figures begin."""
    return spans(last_due())[0]


def _page(request: Request, fiche: Fiche, crumbs: trail.Trail) -> HttpResponse:
    return render(
        request,
        "reports/fiches/fiche.html",
        {"fiche": fiche, "today": timezone.localdate(), "crumbs": crumbs},
    )
