"""How many meetings of a comité de gestion have their minutes, for the rule of the monthly report."""

from collections.abc import Sequence
from datetime import date

from concertation.enums import WITH_MINUTES
from concertation.models import Meeting
from mandates.models import Organ

COMMITTEES = ("comite_gestion", "comite_transitoire")
Spot = tuple[int, date, date]  # an aire, the first and the last day of a month


def minuted(spots: Sequence[Spot]) -> dict[Spot, int | None]:
    """Spot → meetings held on its days whose minutes are sent or approved; None: no committee is kept here.

    Two queries, however many spots.
    """
    aires = {aire for aire, _, _ in spots}
    standing = Organ.objects.filter(aire__in=aires, kind__code__in=COMMITTEES)
    organs = list(standing.values_list("pk", "aire", "opened_on", "closed_on"))
    held = Meeting.objects.filter(organ__in=[pk for pk, *_ in organs], state__in=WITH_MINUTES)
    days = list(held.values_list("organ__aire", "held_on"))
    found: dict[Spot, int | None] = {}
    for spot in spots:
        aire, first, last = spot
        mine = [(since, end) for _, where, since, end in organs if where == aire]
        kept = any(since <= last and (end is None or end > first) for since, end in mine)
        found[spot] = sum(a == aire and first <= day <= last for a, day in days if day) if kept else None
    return found
