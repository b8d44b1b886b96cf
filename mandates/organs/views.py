"""Pages that read organs: those of a place, one of them, the seats to fill."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from core.access import Action, Request, Scope, requires
from core.http import reading
from mandates.models import Organ, SeatHold
from mandates.organs.incompatible import both_held
from mandates.organs.lines import lines_of_seats
from mandates.organs.listing import Spot, list_url, organs_seen, seats_to_fill, spot_of
from mandates.organs.loaders import organ_seen
from mandates.organs.reading import months_words, organ_on, organs_on, quorum_words, sessions_words

PAGE = 30
SEATS = 40


@reading
@requires(Action.ORGAN_SEE)
def organ_list(request: Request) -> HttpResponse:
    """The organs of one's places, or of one place; each with its seats, those to fill, the women."""
    today, words = timezone.localdate(), request.GET.get("q", "").strip()[:100]
    spot, past = spot_of(request.GET), request.GET.get("etat") == "passes"
    organs = organs_seen(request.scope, spot, words, today, past=past)
    page = Paginator(organs, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": organs_on(list(page), today),
        "spot": spot,
        "words": words,
        "past": past,
        "may_add": request.scope.may(Action.ORGAN_EDIT),
        "may_compare": request.scope.may(Action.CUMUL_SEE),
        "crumbs": [("Organes", reverse("organ_list")), (spot.words, "")] if spot else [("Organes", "")],
    }
    return render(request, "mandates/organs/organ_list.html", context)


@reading
@requires(Action.ORGAN_SEE)
def organ_watch(request: Request) -> HttpResponse:
    """The seats that nobody holds, and those that nobody will hold in 180 days."""
    today, spot = timezone.localdate(), spot_of(request.GET)
    empty, ending = seats_to_fill(request.scope, spot, today)
    soon = request.GET.get("etat") == "bientot"
    page = Paginator(ending if soon else empty, SEATS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": lines_of_seats(list(page), today),
        "soon": soon,
        "count": page.paginator.count,
        "other": (empty if soon else ending).count(),
        "spot": spot,
        "crumbs": [("Organes", list_url(spot)), ("Sièges à pourvoir", "")],
    }
    return render(request, "mandates/organs/organ_watch.html", context)


@reading
@requires(Action.SELF, organ_seen)
def organ_show(request: Request, organ: Organ) -> HttpResponse:
    """One organ: its frame, its seats today, women, groups, what was before."""
    today = timezone.localdate()
    on = organ_on(organ, max(today, organ.opened_on))
    opens = request.scope.may(Action.ORGAN_SEE, organ.where())
    expected = set(organ.kind.lines.values_list("group", flat=True))
    past = SeatHold.objects.filter(seat__organ=organ, ends_on__lte=today)
    context: dict[str, Any] = {
        "organ": organ,
        "on": on,
        "facts": [
            ("Réunions", sessions_words(organ)),
            ("Durée du mandat", months_words(organ)),
            ("Quorum", quorum_words(organ)),
        ],
        "missing": on.missing(expected),
        "past": past.select_related("person", "seat__village", "scan").order_by("-ends_on", "seat__rank"),
        "to_come": organ.opened_on > today,
        "over": organ.closed_on is not None and organ.closed_on <= today,
        "may_keep": request.scope.may(Action.ORGAN_EDIT, organ.kept_where()),
        "meets": _meets(request.scope, organ),
        "opens": opens,
        "both": both_held(on) if opens else [],  # a seat here gives nothing to read of another organ
        "crumbs": organ_crumbs(organ),
    }
    return render(request, "mandates/organs/organ_show.html", context)


def _meets(scope: Scope, organ: Organ) -> bool:
    """Does this reader read its meetings by function, or keep them?"""
    keeps = scope.may(Action.MEETING_KEEP, organ.kept_where())
    return keeps or scope.may(Action.MEETING_SEE, organ.where())


def organ_crumbs(organ: Organ, last: str = "") -> list[tuple[str, str]]:
    """From the list, through the place, to the organ; ``last``: a page of it."""
    crumbs = [("Organes", list_url())]
    if place := organ.place:
        crumbs.append((place.name, list_url(Spot(organ.place_kind, place))))
    crumbs.append((organ.name, organ.get_absolute_url() if last else ""))
    return [*crumbs, (last, "")] if last else crumbs
