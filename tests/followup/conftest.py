"""A line promised in the small territory, on a day everybody knows."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from followup.models import Followup
from followup.promising import Origin, Promise, promise
from tests.cast import Cast

NOW = "2026-10-02T10:00:00+00:00"
TODAY = date(2026, 10, 2)
ORIGIN = Origin("essai", "Session de monitorage, 1er semestre 2026", "/aide/")
Make = Callable[..., Followup]


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    """Friday 2 October 2026."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def make(everybody: Cast) -> Make:
    """``make("Réparer la moto")``: owned by Awa, at the first aire, promised in May, due on 15 June."""

    def made(
        text: str = "Réparer la moto", *, place: Any = None, by: int | None = None, **said: Any
    ) -> Followup:
        usual: dict[str, Any] = {
            "due_on": date(2026, 6, 15), "taken_on": date(2026, 5, 4), "owner": everybody.person_of("awa"),
        }  # fmt: skip
        line = promise(Promise(text, **(usual | said)), place or everybody.territory.aire, ORIGIN, by=by)
        return Followup.objects.located().get(pk=line.pk)

    return made


def typed(line: Followup, **changed: str) -> dict[str, str]:
    """What the table sends of a line, but for what is ``changed`` (state, due_on, word, seen)."""
    seen = f"{line.version}/{line.state}/{line.due_on.isoformat()}"
    fields = {"seen": seen, "state": line.state, "due_on": line.due_on.strftime("%d %m %Y"), "word": ""}
    return {f"l{line.pk}-{name}": value for name, value in (fields | changed).items()}
