"""One step of a circuit, as its page draws it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """What parts/circuit.html reads; ``state``: done, back (returned), here, todo."""

    state: str
    name: str
    who: str
    when: str
    you: bool = False
