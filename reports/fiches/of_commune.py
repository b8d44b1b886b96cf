"""The page of a commune: what it is, who runs it, whom it serves, how it does, what it promised."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from django.urls import reverse
from django.utils import timezone

from asaco.officers import in_office
from communes.models import Commune
from core.access import Action, Role, Scope
from core.months import Month
from cscom import census, tables
from cscom.shares import WHOLE
from mandates.models import Mandate, Organ
from monitoring.spans import Span
from reports.bonds import with_commune
from reports.essential.organs import kept_among, lived
from reports.fiches import common
from reports.fiches.block import Block, Door, Fiche, first
from reports.partners import partners_of
from reports.plan_rates import seen_at

AIRES = 8  # that one A4 holds
OFFICES: Final = ((Role.MAIRE, "maire"), (Role.SECRETAIRE_GENERAL, "secrétaire général, appui-conseil"))


def fiche_of_commune(scope: Scope, commune: Commune, span: Span) -> Fiche:
    """The whole page; ``span``: the months its figures speak of."""
    today = timezone.localdate()
    organs = Organ.objects.filter(commune=commune).select_related("kind", "commune")
    kept = kept_among(scope, organs.order_by("kind__rank", "pk"))
    life = lived(kept, common.year_until(Month.of(today)), today)
    held = partial(in_office, OFFICES, Mandate.objects.filter(commune=commune))
    return Fiche(
        "Commune",
        commune.name,
        commune.code,
        _doors(scope, commune),
        [
            _what(commune, today.year),
            common.people(scope, commune, "Qui la conduit", held, life),
            _served(commune, today.year),
            common.health(scope, commune, span),
            common.conventions(scope, commune, lambda: with_commune(commune, partners_of(commune))),
            common.promises(scope, commune),
            common.meetings(scope, commune, kept, life),
            _plans(scope, commune, today.year),
            common.papers(scope, commune),
        ],
    )


def _what(commune: Commune, year: int) -> Block:
    """Where it stands, how many live there. One query."""
    people = census.of_communes([commune], year)[commune.pk]
    doors = [("Ses villages, un par un", reverse("commune_show", args=[commune.code]))]
    return Block("commune", "Ce qu’elle est", {"commune": commune, "people": people, "year": year}, doors)


def _served(commune: Commune, year: int) -> Block:
    """Its villages, counted by distance; the aires touching it. Five queries."""
    villages, every = tables.villages_of_commune(commune, year), tables.aires_of_commune(commune, year)
    aires, left = first(every, AIRES)
    data = {
        "villages": len(villages),
        "rings": tables.rings(villages),
        "aires": aires,
        "left": left,
        "straddles": any(row.share != WHOLE for row in every),
        "commune": commune,
        "year": year,
    }
    return Block("served", "Qui elle sert, avec quels centres", data)


def _plans(scope: Scope, commune: Commune, year: int) -> Block:
    """What is done of the plans of the year at the aires it hosts. One query."""
    title = f"Les plans {year} de ses aires"
    figures = seen_at(commune, year, scope)
    if not figures.plans and not scope.may(Action.PLAN_APPROVED_SEE, commune.where()):
        return Block("rates", title, None)
    doors = [("Les plans côte à côte", common.asked("plan_together", annee=str(year), lieu=commune.code))]
    return Block("rates", title, {"rates": figures, "year": year}, doors)


def _doors(scope: Scope, commune: Commune) -> Sequence[Door]:
    found = [("Chronologie", reverse("timeline_commune", args=[commune.code]))]
    if scope.may(Action.TOTALS_SEE, commune.where()):
        found.append(("Fiche essentielle (SIEC-S)", reverse("essential_show", args=[commune.code])))
    return found
