"""The seats that a kind proposes to a new organ: a number, one a village, the rest of a council."""

from collections.abc import Iterator

from django.utils import timezone

from communes.models import Village
from communes.populations import in_year
from cscom.models import VillageAire
from mandates.models import Counting, KindSeat, Organ, Seat

# Inhabitants, at most → seats of the conseil communal (loi 2017-051).
COUNCIL = (
    (10_000, 11), (20_000, 17), (40_000, 23), (70_000, 29), (100_000, 33), (150_000, 37), (200_000, 41),
)  # fmt: skip
LARGEST = 45


def council_size(inhabitants: int) -> int:
    """How many councillors a commune of so many people elects."""
    return next((seats for most, seats in COUNCIL if inhabitants <= most), LARGEST)


def proposed(organ: Organ) -> list[Seat]:
    """The seats, in order, not written yet."""
    return [
        Seat(
            organ=organ, rank=rank, function=line.function, group=line.group, chair=line.chair,
            role=line.role, village=village, opened_on=organ.opened_on,
        )
        for rank, (line, village) in enumerate(_counted(organ), 1)
    ]  # fmt: skip


def _counted(organ: Organ) -> Iterator[tuple[KindSeat, Village | None]]:
    lines = list(organ.kind.lines.all())
    fixed = sum(line.number for line in lines if line.counting == Counting.FIXED)
    for line in lines:
        match line.counting:
            case Counting.VILLAGE:
                yield from ((line, village) for village in _villages(organ))
            case Counting.COUNCIL:
                yield from ((line, None) for _ in range(max(_council(organ) - fixed, 1)))
            case _:
                yield from ((line, None) for _ in range(line.number))


def _villages(organ: Organ) -> list[Village]:
    """Those of the aire today."""
    links = VillageAire.objects.filter(aire=organ.aire_id, ends_on=None).select_related("village")
    return [link.village for link in links.order_by("village__name", "village__pk")]


def _council(organ: Organ) -> int:
    """By this year's inhabitants; of a commune that nobody counted, the smallest council."""
    commune = organ.commune
    if commune is None:
        return council_size(0)
    known = list(commune.populations.all())
    return council_size(int(in_year(known, timezone.localdate().year, commune.cercle.growth_rate) or 0))
