"""The borders of communes, from their sheet (``limites.csv``) to the outlines they make."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q

from communes.loading import ids, reference
from communes.models import Border, Commune
from communes.outlines import Ring, outlines
from communes.sheets import Row
from communes.upsert import BATCH, Counts


def load_borders(rows: Sequence[Row]) -> Counts:
    """The file gives every border of the communes that it names: their others are taken away.

    A line keeps the commune it knew on a side that the file leaves empty: the file of one région does not
    know what lies beyond it.
    """
    communes = ids(Commune)
    wanted = {row["trace"]: _border(row, communes) for row in rows}
    named = {side for border in wanted.values() for side in (border.left_id, border.right_id) if side}
    known, stale = {}, []
    for border in Border.objects.all():
        if border.trace in wanted:
            known[border.trace] = border
        elif {border.left_id, border.right_id} & named:
            stale.append(border.pk)
    new, changed = [], []
    for trace, border in wanted.items():
        if (now := known.get(trace)) is None:
            new.append(border)
        elif _moved(now, border):
            changed.append(now)
    for start in range(0, len(stale), BATCH):
        Border.objects.filter(pk__in=stale[start : start + BATCH]).delete()
    Border.objects.bulk_create(new, batch_size=BATCH)
    Border.objects.bulk_update(changed, ["left", "right", "source"], batch_size=BATCH)
    return Counts(len(new), len(changed), len(wanted) - len(new) - len(changed))


def _border(row: Row, communes: dict[str, int]) -> Border:
    left, right = (reference(row, side, communes) if row[side] else None for side in ("gauche", "droite"))
    if left == right:
        raise row.refused("gauche", "une limite sépare deux communes, ou borde une commune.")
    return Border(left_id=left, right_id=right, trace=row["trace"], source=row["source"] or "")


def _moved(now: Border, given: Border) -> bool:
    """Bring ``now`` to what the file gives; whether that changes anything."""
    left, right = given.left_id or now.left_id, given.right_id or now.right_id
    told = (left, right, given.source)
    if (now.left_id, now.right_id, now.source) == told:
        return False
    now.left_id, now.right_id, now.source = told
    return True


@dataclass(frozen=True, slots=True)
class Outlines:
    """Commune → its rings, for those that have an outline; and who drew them."""

    rings: dict[int, list[Ring]]
    sources: tuple[str, ...]


def outlines_of(communes: Collection[int]) -> Outlines:
    """The outlines of these communes (one query)."""
    kept = set(communes)
    rows = list(
        Border.objects.filter(Q(left__in=kept) | Q(right__in=kept))
        .order_by("pk")
        .values_list("left", "right", "trace", "source")
    )
    lines = (
        (left if left in kept else None, right if right in kept else None, trace)
        for left, right, trace, _ in rows
    )
    return Outlines(outlines(lines), tuple(sorted({source for *_, source in rows if source})))
