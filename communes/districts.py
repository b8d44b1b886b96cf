"""Which district sanitaire a commune belongs to, when no list says it: the nearest CSRéf of its cercle."""

from collections.abc import Sequence
from dataclasses import dataclass

from communes.geography import km_between


@dataclass(frozen=True, slots=True)
class Csref:
    """Where a CSRéf stands; ``district`` is the code of the district it heads."""

    district: str
    cercle: str
    region: str
    latitude: float | None
    longitude: float | None


def district_of(
    cercle: str, region: str, spot: tuple[float | None, float | None], csrefs: Sequence[Csref]
) -> str | None:
    """The district's code: nearest CSRéf of the cercle, of the région when the cercle has none.

    Without coordinates, the first by code; None when there is no CSRéf at all.
    """
    near = [c for c in csrefs if c.cercle == cercle] or [c for c in csrefs if c.region == region]
    return min(near, key=lambda c: (_km(spot, c), c.district)).district if near else None


def _km(spot: tuple[float | None, float | None], csref: Csref) -> float:
    latitude, longitude = spot
    if latitude is None or longitude is None or csref.latitude is None or csref.longitude is None:
        return float("inf")
    return km_between(latitude, longitude, csref.latitude, csref.longitude)
