"""What a device sends: cells with what they were before, under a number of their own."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from bench.country import user_of
from bench.server import Caller
from bench.visits import Visitor
from core.access import Role
from core.months import Month
from monitoring.enums import ValueType
from monitoring.form import load_form

DICE = random.Random(2)


def whole_report() -> list[str]:
    """Every cell of the form that takes any number."""
    sections = load_form(timezone.localdate()).sections
    return [c.key for section in sections for c in section.cells if c.type != ValueType.YES_NO]


@dataclass
class Device:
    """A secretary's device that sends the same cells again and again, each time with other numbers."""

    aire: str
    cells: Sequence[str]
    known: dict[str, int] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return reverse("sync_send", args=[self.aire, Month.of(timezone.localdate()).code])

    def visitor(self) -> Visitor:
        return Visitor(user_of(Role.SECRETAIRE, self.aire))

    def body(self, visitor: Visitor) -> str:
        """One sending: what the cells become, what they were."""
        typed = {
            key: DICE.choice([n for n in range(1, 28) if n != self.known.get(key)]) for key in self.cells
        }
        sent: dict[str, Any] = {
            "operation": str(uuid4()),
            "personne": visitor.user.person_id if visitor.user else 0,
            "cases": {key: str(value) for key, value in typed.items()},
            "base": {key: self.known.get(key) for key in typed},
        }
        self.known = typed
        return json.dumps(sent)

    def send(self, caller: Caller) -> None:
        """One sending; raises AssertionError unless all of it was received."""
        answer = caller.post_json(self.path, self.body(caller.visitor))
        assert answer.status == 200, (answer.status, answer.body[:300])
