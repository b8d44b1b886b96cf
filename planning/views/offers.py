"""The acts that the page of a plan offers to its reader."""

from dataclasses import dataclass

from django.urls import reverse

from core.access import Scope
from mandates.policy import actor_of
from planning.acts import why_not
from planning.models import Plan
from planning.paper import recordable
from planning.workflow import CIRCUIT, holds_host

GRAVE = ("renvoyer", "retirer")


@dataclass(frozen=True, slots=True)
class Button:
    """One act offered; ``why``: the sentence that would refuse it now; ``stamp``: it moves nothing."""

    label: str
    url: str
    why: str
    grave: bool
    stamp: bool


def buttons(plan: Plan, scope: Scope) -> list[Button]:
    """The acts of this reader in the present state; of the two opinions, the one of their commune."""
    offered = []
    for move in CIRCUIT.open_to(plan, scope):
        if move.act in ("avis", "avis_touche"):
            host = holds_host(plan, actor_of(scope, move.action, plan.where()))
            if host != (move.act == "avis"):
                continue
        why = why_not(plan, move, scope)
        grave = move.act.startswith(GRAVE)
        offered.append(Button(move.label, act_url(plan, move.act), why, grave, stamp=move.to is None))
    return offered


def paper_links(plan: Plan, scope: Scope) -> list[tuple[str, str]]:
    """(words, address) of the acts this reader may now record from paper."""
    return [
        (CIRCUIT.by_act[act].label, reverse("plan_paper", args=[*_parts(plan), act]))
        for act in recordable(plan, scope)
    ]


def act_url(plan: Plan, act: str) -> str:
    """The address of the page of one act."""
    return reverse(f"plan_{act}", args=_parts(plan))


def _parts(plan: Plan) -> list[object]:
    return [plan.aire.code, plan.year, plan.edition]
