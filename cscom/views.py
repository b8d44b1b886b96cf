"""The pages of the territory: from the région down to the aire de santé, and the search."""

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from communes.models import Cercle, Commune, District, Region
from core.access import Action, Located, Request, requires
from core.http import reading
from core.throttle import limited
from cscom import census, tables, trail
from cscom.models import Aire, CommuneShare, Cscom
from cscom.places import aire_within, cercle_within, commune_within, district_within, region_within
from cscom.search import MOST_LETTERS, find
from cscom.shares import WHOLE


@reading
@requires(Action.TERRITORY_SEE)
def territory_show(request: Request) -> HttpResponse:
    """The régions; the only one when there is one."""
    regions = list(Region.objects.open_on().annotate(cercle_count=Count("cercles")))
    if len(regions) == 1:
        return redirect("region_show", regions[0].code)
    return render(request, "cscom/territory_show.html", {"regions": regions})


@reading
@requires(Action.TERRITORY_SEE, region_within)
def region_show(request: Request, region: Region) -> HttpResponse:
    """A région: its population, its cercles, its districts sanitaires."""
    year = _this_year()
    aires = _aires().filter(host_commune__cercle__region=region)
    cercles = list(Cercle.objects.open_on().filter(region=region).annotate(commune_count=Count("communes")))
    people = census.of_cercles(cercles, year)
    centres = dict(aires.values_list("host_commune__cercle").annotate(Count("pk")).order_by())
    districts = District.objects.open_on().filter(region=region)
    context = {
        "region": region,
        "year": year,
        "counted": census.counted(region.populations.all()),
        "people": census.sum_of_aires(aires, year),
        "cercles": [(cercle, people[cercle.pk], centres.get(cercle.pk, 0)) for cercle in cercles],
        "districts": districts.annotate(aire_count=Count("aires")),
        "unplaced": Cscom.objects.open_on().filter(aire=None).count(),
        "may_see_figures": _may_see(request, Action.TOTALS_SEE, region),
        "may_see_organs": _may_see(request, Action.ORGAN_SEE, region),
        "crumbs": trail.here(trail.to_region(region)),
    }
    return render(request, "cscom/region_show.html", context)


@reading
@requires(Action.TERRITORY_SEE, cercle_within)
def cercle_show(request: Request, cercle: Cercle) -> HttpResponse:
    """A cercle: its population, its communes."""
    year = _this_year()
    communes = list(
        Commune.objects.open_on()
        .filter(cercle=cercle)
        .select_related("cercle", "district")
        .annotate(village_count=Count("villages"))
    )
    people = census.of_communes(communes, year)
    hosted = dict(
        _aires()
        .filter(host_commune__cercle=cercle)
        .values_list("host_commune")
        .annotate(Count("pk"))
        .order_by()
    )
    known = list(cercle.populations.all())
    context = {
        "cercle": cercle,
        "year": year,
        "counted": census.counted(known),
        "people": census.estimate(known, year, cercle.growth_rate),
        "communes": [(commune, people[commune.pk], hosted.get(commune.pk, 0)) for commune in communes],
        "may_see_organs": _may_see(request, Action.ORGAN_SEE, cercle),
        "crumbs": trail.here(trail.to_cercle(cercle)),
    }
    return render(request, "cscom/cercle_show.html", context)


@reading
@requires(Action.TERRITORY_SEE, district_within)
def district_show(request: Request, district: District) -> HttpResponse:
    """A district sanitaire: its CSRéf, its aires, its communes."""
    year = _this_year()
    aires = _aires().filter(district=district).select_related("host_commune")
    context = {
        "district": district,
        "year": year,
        "people": census.sum_of_aires(aires, year),
        "aires": tables.with_people(aires, year),
        "communes": Commune.objects.open_on().filter(district=district).select_related("cercle"),
        "may_see_figures": _may_see(request, Action.TOTALS_SEE, district),
        "may_see_organs": _may_see(request, Action.ORGAN_SEE, district),
        "crumbs": trail.here(trail.to_district(district)),
    }
    return render(request, "cscom/district_show.html", context)


@reading
@requires(Action.TERRITORY_SEE, commune_within)
def commune_show(request: Request, commune: Commune) -> HttpResponse:
    """A commune: its population, every aire touching it with its part, its villages and their distances."""
    year = _this_year()
    known = list(commune.populations.all())
    villages, aires = tables.villages_of_commune(commune, year), tables.aires_of_commune(commune, year)
    context = {
        "commune": commune,
        "year": year,
        "counted": census.counted(known),
        "people": census.estimate(known, year, commune.cercle.growth_rate),
        "aires": aires,
        "straddles": any(row.share != WHOLE for row in aires),
        "villages": villages,
        "even": tables.even_shares(villages),
        "rings": tables.rings(villages),
        "may_see_figures": _may_see(request, Action.TOTALS_SEE, commune),
        "may_see_organs": _may_see(request, Action.ORGAN_SEE, commune),
        "may_see_conventions": _may_see(request, Action.CAM_SEE, commune),
        "crumbs": trail.here(trail.to_commune(commune)),
    }
    return render(request, "cscom/commune_show.html", context)


@reading
@requires(Action.TERRITORY_SEE, aire_within)
def aire_show(request: Request, aire: Aire) -> HttpResponse:
    """An aire de santé: its CSCOM, communes, villages, population, target groups."""
    year = _this_year()
    shares = CommuneShare.objects.filter(aire=aire, ends_on=None).select_related("commune").order_by("-share")
    populations = census.counted(aire.populations.all())
    people = next((p for p in populations if p.year == year), None)
    villages = tables.villages_of_aire(aire, year)
    region = aire.host_commune.cercle.region
    context = {
        "aire": aire,
        "cscom": Cscom.objects.filter(aire=aire).first(),
        "year": year,
        "people": people,
        "populations": populations,
        "shares": [(share.commune, tables.part_text(share.share)) for share in shares],
        "villages": villages,
        "even": tables.even_shares(villages),
        "rings": tables.rings(villages),
        "targets": tables.targets(people.total if people else None, year, region),
        "may_see_figures": _may_see(request, Action.TOTALS_SEE, aire),
        "may_see_organs": _may_see(request, Action.ORGAN_SEE, aire),
        "may_see_conventions": _may_see(request, Action.CAM_SEE, aire),
        "crumbs": trail.here(trail.to_aire(aire)),
    }
    return render(request, "cscom/aire_show.html", context)


@limited("place_search", "GET")
@reading
@requires(Action.TERRITORY_SEE)
def place_search(request: Request) -> HttpResponse:
    """Communes, CSCOM and villages by name."""
    words = request.GET.get("q", "").strip()[:MOST_LETTERS]
    return render(request, "cscom/place_search.html", {"words": words, "found": find(words)})


@reading
@requires(Action.TERRITORY_SEE)
def unplaced_list(request: Request) -> HttpResponse:
    """The CSCOM whose commune nobody knows yet."""
    centres = Cscom.objects.open_on().filter(aire=None)
    context = {"centres": centres, "crumbs": [*trail.top(), ("CSCOM à situer", "")]}
    return render(request, "cscom/unplaced_list.html", context)


def _aires() -> QuerySet[Aire]:
    return Aire.objects.open_on().order_by("name", "code")


def _this_year() -> int:
    return timezone.localdate().year


def _may_see(request: Request, action: Action, place: Located) -> bool:
    """Whether a link would open: the territory is everybody's, figures, names are not."""
    return request.scope.may(action, place.where())
