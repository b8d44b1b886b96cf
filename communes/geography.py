"""Great-circle distances: who stands nearest."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, inf, pi, radians, sin, sqrt

from core.formats import number

EARTH_KM = 6371.0088
KM_PER_DEGREE = EARTH_KM * pi / 180


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map. ``commune`` is the code of the unit in which it lies."""

    code: str
    commune: str
    latitude: float
    longitude: float


def km_between(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Kilometres as the crow flies between two points in degrees (WGS84, on a sphere)."""
    a, b = radians(lat1), radians(lat2)
    h = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, h)))


def position_text(latitude: float | None, longitude: float | None) -> str:
    """« 13,55938° N, 7,52195° O »; "" when it is not known."""
    if latitude is None or longitude is None:
        return ""
    north, east = "N" if latitude >= 0 else "S", "E" if longitude >= 0 else "O"
    return f"{number(abs(latitude), 5)}°\u00a0{north}, {number(abs(longitude), 5)}°\u00a0{east}"


class Nearest:
    """Answers « which of these is nearest »; spots sorted by latitude, so that few are measured."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        self.spots = sorted(spots, key=lambda s: (s.latitude, s.code))
        self.latitudes = [s.latitude for s in self.spots]

    def __bool__(self) -> bool:
        return bool(self.spots)

    def find(self, latitude: float, longitude: float) -> tuple[float, Spot]:
        """(kilometres, spot); at equal distance the lowest code. Raises LookupError when there is no spot."""
        if not self.spots:
            raise LookupError("no spot to choose from")
        start = bisect_left(self.latitudes, latitude)
        best: tuple[float, str, Spot | None] = (inf, "", None)
        for steps in (range(start - 1, -1, -1), range(start, len(self.spots))):
            for i in steps:
                spot = self.spots[i]
                if abs(spot.latitude - latitude) * KM_PER_DEGREE > best[0] + 1e-9:
                    break
                km = km_between(latitude, longitude, spot.latitude, spot.longitude)
                if (km, spot.code) < best[:2]:
                    best = (km, spot.code, spot)
        assert best[2] is not None  # noqa: S101 - there is at least one spot
        return best[0], best[2]
