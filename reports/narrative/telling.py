"""Who is told that a quarterly report awaits the text of their party."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from communes.models import Commune
from core.access import Action
from core.formats import day, de
from core.months import Quarter
from cscom.models import Aire
from mandates.receivers import Roll, receivers
from notices.models import NoticeKind
from notices.send import Fact, tell, tell_all
from reports.due import communes_due
from reports.narrative.opening import Window, open_now
from reports.narrative.parties import Party, parties_of
from reports.voices import Narrative, PartyKind, Reopening


def tell_awaited(today: date) -> int:
    """Once a quarter is over, until its reports are issued: each party without a text, told once.

    How many notices are new. Five queries besides those of the notices, however many communes.
    """
    window = open_now(today)
    if window is None or window.quarter != Quarter.last_closed(today):
        return 0
    rows = Narrative.objects.filter(quarter=window.quarter.code).values_list("commune", "party", "aire")
    written = {(commune, party, aire) for commune, party, aire in rows}
    # By place: a CSRéf is told once of all its communes.
    awaited: dict[tuple[str, int], list[Party]] = defaultdict(list)
    for party in _due(window.quarter):
        if (party.commune.pk, party.kind, party.aire_id) not in written:
            place = party.commune.district_id if party.kind == PartyKind.CSREF else party.commune.pk
            awaited[party.kind, party.aire_id or place].append(party)
    roll = Roll()
    return tell_all(
        _fact(parties, f"mot:{window.quarter.code}:{kind}:{place}", window, roll)
        for (kind, place), parties in awaited.items()
    )


def _due(quarter: Quarter) -> list[Party]:
    """Every party of every report that is due."""
    communes = {one.pk: one for one in communes_due(quarter).select_related("district").order_by("code")}
    aires = Aire.objects.open_on().filter(host_commune__in=communes).order_by("code")
    found = [
        Party(kind, commune, "")
        for commune in communes.values()
        for kind in (PartyKind.COMMUNE, PartyKind.CSREF)
    ]
    return [*found, *(Party(PartyKind.ASACO, communes[a.host_commune_id], "", a) for a in aires)]


def _fact(parties: Sequence[Party], key: str, window: Window, roll: Roll) -> Fact:
    first, *others = parties
    whose = f"Le rapport trimestriel de la commune {de(first.commune.name)}"
    if others:
        whose = f"Les rapports trimestriels de {len(parties)} communes"
    awaits = "attendent votre mot" if others else "attend votre mot"
    closes = f" avant le {day(window.closes)}" if window.closes else ""
    text = f"{whose}, {window.quarter.words}, {awaits}{closes}."
    people = frozenset(roll.people(Action.NARRATIVE_WRITE, first.where()))
    return Fact(NoticeKind.WORK, key, text, write_url(first, window.quarter), people)


def write_url(party: Party, quarter: Quarter) -> str:
    """Where one writes for a party."""
    return reverse("narrative_write", args=[party.commune.code, quarter.code, party.key])


def tell_reopened(made: Reopening) -> int:
    """Whoever writes for a party of this report: its texts are open again, why, until when."""
    commune = Commune.objects.select_related("cercle", "district").get(pk=made.commune_id)
    quarter = Quarter.parse(made.quarter)
    people = {one.pk for p in parties_of(commune) for one in receivers(Action.NARRATIVE_WRITE, p.where())}
    text = (
        f"Les textes du rapport trimestriel de la commune {de(commune.name)}, {quarter.words}, sont rouverts "
        f"jusqu’au {day(made.until)}\u00a0: {made.reason}"
    )
    url = reverse("narrative_show", args=[commune.code, quarter.code])
    return tell(people - {made.person_id}, f"mots:rouverts:{made.pk}", text, url, NoticeKind.WORK)
