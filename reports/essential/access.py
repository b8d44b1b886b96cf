"""Block B, its distances: how far the villages lie from their CSCOM, today and a year before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from communes.models import Commune
from core.formats import counted, number, percent
from cscom.models import VillageAire
from cscom.tables import FAR_KM, NEAR_KM, VillageRow
from reports.essential.items import Item, counted_item

UNKNOWN = "Villages dont la distance n’est pas connue"


@dataclass(frozen=True, slots=True)
class Zone:
    """Villages between two distances; ``better``: which way is good, 1 more of them, -1 fewer."""

    label: str
    above: float
    upto: float
    better: int

    def holds(self, km: float | None) -> bool:
        return km is not None and self.above < km <= self.upto


ZONES = (
    Zone(f"Villages à {NEAR_KM} km ou moins", -1, NEAR_KM, 1),
    Zone(f"Villages de {NEAR_KM} à {FAR_KM} km", NEAR_KM, FAR_KM, 0),
    Zone(f"Villages à plus de {FAR_KM} km", FAR_KM, float("inf"), -1),
)


def distance_items(commune: Commune, villages: Sequence[VillageRow], day: date) -> list[Item]:
    """The villages by distance, and as they were attached on ``day``, a year before. One query."""
    if not villages:
        return []
    former = _links_on(commune, day)
    everyone = sum(row.people.total for row in villages if row.people)
    items = [_zone_item(zone, villages, former, everyone) for zone in ZONES]
    lost = [row for row in villages if row.link is None or row.link.distance_km is None]
    if lost:
        words = f"Sans aire de santé ou sans coordonnées{_people(lost, everyone)}."
        items.append(counted_item(UNKNOWN, words, len(lost), None))
    return items


def _links_on(commune: Commune, day: date) -> Mapping[int, float | None]:
    """Village → its distance to the CSCOM it was attached to on ``day``."""
    links = VillageAire.objects.filter(village__commune=commune, starts_on__lte=day)
    rows = links.order_by("starts_on").values_list("village", "ends_on", "distance_km")
    return {village: km for village, ends, km in rows if ends is None or ends > day}


def _zone_item(
    zone: Zone, villages: Sequence[VillageRow], former: Mapping[int, float | None], everyone: int
) -> Item:
    mine = [row for row in villages if row.link and zone.holds(row.link.distance_km)]
    before = sum(zone.holds(km) for km in former.values()) if former else None
    item = counted_item(zone.label, f"{_people(mine, everyone).strip(', ').capitalize()}.", len(mine), before)
    moved = 0 if before is None else len(mine) - before
    if not moved or not zone.better:
        return item
    return replace(item, delta_word="mieux" if moved * zone.better > 0 else "moins bien")


def _people(rows: Iterable[VillageRow], everyone: int) -> str:
    """« , 4 300 habitants (38 % de la commune) »; says so when nobody knows."""
    rows = list(rows)
    if not rows:
        return ", aucun habitant"
    if not everyone:
        return ", population non connue"
    total = sum(row.people.total for row in rows if row.people)
    part = percent(100 * total / everyone)
    return (
        f", {counted(total, 'habitant', 'habitants')} ({part} de la commune)"
        if total
        else f", {number(0)} habitant"
    )
