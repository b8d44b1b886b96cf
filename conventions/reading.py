"""What the page of one convention shows its reader: where it stands, what each party promises, the acts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from conventions.acts import act_views
from conventions.awaiting import awaits, names_of, wait_of
from conventions.enums import CamParty, Frequency
from conventions.joined import pieces_of, scans_of
from conventions.models import Cam, Commitment
from conventions.steps import last_return, steps
from conventions.words import state_of, term_of
from conventions.workflow import CIRCUIT
from core.access import Scope
from core.formats import MONTHS, day
from mandates.acted import behind_of

# Acts whose words are read apart, each with its title.
SAID = {
    "avis": "Avis du CSRéf",
    "conseiller": "Avis joints",
    "mediation_csref": "Médiation du CSRéf",
    "mediation_prefet": "Médiation du préfet",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One commitment, numbered in its party: « C3 »."""

    number: str
    line: Commitment
    when: str


@dataclass(frozen=True, slots=True)
class Side:
    """What one party promises."""

    party: CamParty
    lines: list[Line]


def page_of_cam(cam: Cam, scope: Scope) -> dict[str, Any]:
    """The context of the page; ten queries at most, whatever the number of lines or acts."""
    logs, today = list(CIRCUIT.history(cam)), timezone.localdate()
    behind, wait = behind_of(logs), wait_of(cam)
    views = act_views(cam, logs, behind, pieces_of(cam, scope), scans_of(cam, scope))
    back = last_return(logs)
    return {
        "steps": steps(cam, logs, wait, scope, behind),
        "wait": wait,
        "yours": awaits(cam, wait, scope),
        "names": names_of(cam, wait, scope) if wait else "",
        "state": state_of(cam, today),
        "term": term_of(cam, today),
        "sides": sides(cam.commitments.all()),
        "substitutes": list(cam.substitutes.select_related("person", "replaced")),
        "back": next((view for view in views if view.log == back), None) if cam.writable else None,
        "acts": list(reversed(views)),
        "said": [
            (title, found)
            for act, title in SAID.items()
            if (found := [view for view in views if view.log.act == act])
        ],
    }


def sides(lines: Iterable[Commitment]) -> list[Side]:
    """The lines by party, in the order of the parties; numbered there."""
    kept = list(lines)
    return [
        Side(
            party,
            [
                Line(f"{party.value[0].upper()}{n}", line, when_words(line))
                for n, line in enumerate((one for one in kept if one.party == party), 1)
            ],
        )
        for party in CamParty
    ]


def when_words(line: Commitment) -> str:
    """« chaque année, avant fin mars », « une fois, avant le 30 juin 2027 », « en continu »."""
    label = Frequency(line.frequency).label
    if line.frequency == Frequency.ONCE and line.due_on:
        return f"{label}, avant le {day(line.due_on)}"
    if line.frequency == Frequency.YEARLY:
        return f"{label}, avant fin {MONTHS[line.due_month - 1]}"
    return str(label)
