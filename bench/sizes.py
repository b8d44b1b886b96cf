"""How large the fictitious country is, how often each thing is measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """``first``: communes of the first région, the one whose pages are read; the others share the rest."""

    name: str
    regions: int
    communes: int
    first: int
    aires: int
    months: int
    rounds: int  # of the interleaved run
    submissions: int
    acts: int
    papers: int  # rendered one by one
    batch: int  # reports issued by two workers
    dossiers: int  # of meetings, issued by two workers
    browser: bool  # pages weighed in a Chromium, when there is one
    more_months: int  # what the history grows to
    more_aires: int  # how many times as many aires as at first


FULL = Size(
    name="complet",
    regions=9,
    communes=703,
    first=108,
    aires=1_400,
    months=24,
    rounds=20,
    submissions=300,
    acts=10_000,
    papers=12,
    batch=108,
    dossiers=24,
    browser=True,
    more_months=120,
    more_aires=10,
)
QUICK = Size(
    name="rapide",
    regions=2,
    communes=12,
    first=6,
    aires=24,
    months=14,
    rounds=3,
    submissions=16,
    acts=32,
    papers=2,
    batch=2,
    dossiers=2,
    browser=False,
    more_months=28,
    more_aires=3,
)
SIZES = {size.name: size for size in (FULL, QUICK)}
