"""What a consolidated report says in words: its facts, what to remember, who signs."""

from collections.abc import Sequence
from datetime import date

from communes.models import District, Region
from core.access import Role
from core.formats import HARD, NARROW, counted, join_and, number, percent
from cscom.census import of_communes
from mandates.models import Mandate
from reports.consolidated.gathering import Gathered
from reports.consolidated.wide import Inside, Tally, Wide
from reports.findings import farthest, farthest_of, progress
from reports.partners import VACANT

NAMED = 3  # places named in a sentence; beyond, they are counted
BOXES = 3  # in a line


def parts_words(within: Inside, count: int) -> str:
    """« 12 communes », « 1 district »."""
    return counted(count, "district", "districts") if within.region else counted(count, "commune", "communes")


def tally_words(tally: Tally) -> str:
    """« 40 reçus sur 45 attendus, 38 validés par le CSRéf »."""
    return f"{tally.received} reçus sur {tally.expected} attendus, {tally.validated} validés par le CSRéf"


def people_words(within: Inside, year: int) -> str:
    """The inhabitants of its communes that year; says how many communes are not known. One query."""
    found = of_communes(within.communes, year).values()
    known = [one for one in found if one]
    if not known:
        return f"population {year} non connue"
    estimated = ", estimation" if any(one.estimated for one in known) else ""
    words = f"{number(sum(one.total for one in known))}{HARD}habitants ({year}{estimated})"
    unknown = len(found) - len(known)
    return (
        f"{words}, sans {counted(unknown, 'commune', 'communes')} dont on ne sait rien" if unknown else words
    )


def keep(found: Gathered) -> list[str]:
    """What to remember: progress, what is far, monthly reports missing, communes without their own."""
    worst = farthest_of(found.figures)
    said = [
        progress(found.figures, worst),
        farthest(found.figures, worst),
        _reports(found),
        _papers(found),
    ]
    return [sentence for sentence in said if sentence]


def _reports(found: Gathered) -> str:
    tally = found.tally
    if not tally.expected:
        return "Aucun rapport mensuel n’était attendu ce trimestre."
    if not tally.missing:
        return f"Les {number(tally.expected)} rapports mensuels attendus sont reçus{_waiting(tally)}."
    some = counted(tally.missing, "rapport mensuel", "rapports mensuels")
    lacking = sorted(
        (line for line in found.lines if line.tally.missing), key=lambda line: -line.tally.missing
    )
    names = [f"{line.part.name} ({line.tally.missing})" for line in lacking[:NAMED]]
    if len(lacking) > NAMED:
        names.append(counted(len(lacking) - NAMED, "autre", "autres"))
    where = f"{HARD}: {join_and(names)}" if names else ""
    lack = "manquent" if tally.missing > 1 else "manque"
    return f"{some} sur {number(tally.expected)} {lack}{where}{_waiting(tally)}."


def _waiting(tally: Tally) -> str:
    if not tally.waiting:
        return ""
    if tally.waiting == 1:
        return f"{NARROW}; un attend la validation, ses chiffres ne sont pas ici"
    return f"{NARROW}; {number(tally.waiting)} attendent la validation, leurs chiffres ne sont pas ici"


def _papers(found: Gathered) -> str:
    communes, without = len(found.within.communes), len(found.without)
    if not communes:
        return ""
    if not without:
        return "Chaque commune a son rapport trimestriel."
    lack = "n’ont pas" if without > 1 else "n’a pas"
    return f"{counted(without, 'commune', 'communes')} sur {communes} {lack} encore de rapport trimestriel."


def boxes(place: Wide, within: Inside, day: date) -> list[Sequence[tuple[str, str]]]:
    """Lines of boxes to sign: the CSRéf or the DRS, each conseil de cercle that has a mandate. One query."""
    held = Mandate.objects.in_force(day).select_related("person", "cercle").order_by("starts_on")
    cercles = {commune.cercle_id for commune in within.communes}
    councils = held.filter(role=Role.CONSEIL_CERCLE, cercle__in=cercles)
    own = (
        held.filter(role=Role.DRS, region=place)
        if isinstance(place, Region)
        else held.filter(role=Role.MEDECIN_CHEF, district=place)
    )
    found = list(own | councils)
    head = next((m for m in found if m.role != Role.CONSEIL_CERCLE), None)
    party, office = ("la direction régionale de la santé", "directeur régional")
    if isinstance(place, District):
        party, office = f"le {place.csref_name}", "médecin chef"
    signs = [(f"Pour {party}", f"{head.person}, {office}" if head else f"{VACANT} {office}")]
    seen: dict[str, str] = {}
    for mandate in found:
        if mandate.role == Role.CONSEIL_CERCLE and mandate.cercle:
            seen[mandate.cercle.name] = f"{mandate.person}, président"
    signs += [(f"Pour le conseil de cercle, {name}", person) for name, person in sorted(seen.items())]
    lines = -(-len(signs) // BOXES)
    each = -(-len(signs) // lines)
    return [signs[i : i + each] for i in range(0, len(signs), each)]


def rate_words(value: float | None) -> str:
    """« 67 % », « — »."""
    return "—" if value is None else percent(value)
