"""How a chain reads: what is shown of each determinant, what is not coherent, where it drops most.

No database here: values in, values out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from monitorage.interventions import Determinant, Intervention, Mode

WHOLE = 100.0
_STRAW = 1e-9  # drops nearer than this are equal


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of one determinant, in percent: from the totals, from the room."""

    computed: float | None = None
    entered: float | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One determinant as it is shown. ``raw``: before clipping; None: not known, which is not zero."""

    determinant: Determinant
    raw: float | None
    shown: float | None
    incoherent: bool = False  # raw goes beyond what comes before it
    drop: float = 0.0  # from the last known one before it; negative: it rises


@dataclass(frozen=True, slots=True)
class Chain:
    """The links of one intervention; ``bottleneck`` None: it drops nowhere, or nothing is known."""

    links: tuple[Link, ...]
    bottleneck: Determinant | None

    @property
    def missing(self) -> int:
        return sum(link.shown is None for link in self.links)

    def link(self, determinant: str) -> Link:
        return next(link for link in self.links if link.determinant == determinant)


def chain_of(intervention: Intervention, found: Mapping[str, Found]) -> Chain:
    """The chain of one intervention, the target first (all of it: 100)."""
    links = [Link(Determinant.TARGET, WHOLE, WHOLE)]
    ceiling = before = WHOLE  # what may not be passed; what the drop is counted from
    for step in intervention.steps:
        raw = _raw(found.get(step.determinant, Found()), step.mode, ceiling)
        if raw is None:
            links.append(Link(step.determinant, None, None))
            continue
        most = WHOLE if step.determinant == Determinant.AVAILABLE else ceiling
        shown = min(raw, most)
        links.append(Link(step.determinant, raw, shown, raw > most + _STRAW, before - shown))
        before = shown
        if step.determinant != Determinant.AVAILABLE:  # the one that may stand below those after it
            ceiling = shown
    return Chain(tuple(links), _bottleneck(links))


def _raw(found: Found, mode: Mode, ceiling: float) -> float | None:
    """What the room says goes before what the totals say; a sample is a part of the determinant before."""
    if found.entered is not None:
        return found.entered * ceiling / WHOLE if mode == Mode.SAMPLE else found.entered
    return found.computed


def _bottleneck(links: list[Link]) -> Determinant | None:
    """The largest drop; of equal ones, the earliest."""
    worst: Link | None = None
    for link in links:
        if link.drop > (worst.drop if worst else 0.0) + _STRAW:
            worst = link
    return worst.determinant if worst else None
