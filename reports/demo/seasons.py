"""How the months of the year differ: malaria in the rains, coughs in the cold, visits against field work.

Multipliers around 1, or shares. Index 0 is January. A year of multipliers averages 1: yearly rates
stay what the profile says.
"""

from typing import Final


def _around_one(*months: float) -> tuple[float, ...]:
    mean = sum(months) / len(months)
    return tuple(month / mean for month in months)


# New consultations: peak × 1.8 in the rains, low × 0.6 from February to April.
CONSULTATIONS: Final = _around_one(0.75, 0.6, 0.6, 0.6, 0.7, 0.85, 1.15, 1.6, 1.8, 1.7, 1.25, 0.85)
# Share of suspected malaria among new consultations, and share of tests that are positive.
SUSPECTED: Final = (0.45, 0.40, 0.38, 0.38, 0.42, 0.50, 0.62, 0.70, 0.72, 0.71, 0.62, 0.52)
POSITIVE: Final = (0.42, 0.34, 0.30, 0.30, 0.33, 0.42, 0.56, 0.64, 0.68, 0.67, 0.58, 0.48)
# Coughs of the cold and dusty months, against the mean share of consultations.
BREATHING: Final = _around_one(1.35, 1.35, 1.2, 1.0, 0.9, 0.8, 0.75, 0.75, 0.8, 0.85, 1.05, 1.3)
# Diarrhoea at the end of the dry season and with the first rains.
DIARRHOEA: Final = _around_one(0.8, 0.8, 0.95, 1.15, 1.25, 1.3, 1.25, 1.1, 0.95, 0.85, 0.8, 0.8)
# Field work keeps women away from the centre; outreach stops when the tracks are flooded.
VISITS: Final = _around_one(1.05, 1.05, 1.05, 1.03, 1.0, 0.97, 0.93, 0.92, 0.95, 0.98, 1.03, 1.04)
BIRTHS: Final = _around_one(0.95, 0.95, 1.0, 1.03, 1.05, 1.03, 0.98, 0.97, 1.02, 1.05, 1.0, 0.97)
OUTREACH: Final = (0.42, 0.43, 0.43, 0.42, 0.40, 0.35, 0.28, 0.24, 0.25, 0.32, 0.40, 0.42)
