"""Acts on a plan, the same by page or by program: done once, numbered, told in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse

from core.access import Scope
from core.models import ActLog
from core.workflow import Move
from files.scans import Scan
from mandates.acted import number_of, paper_words, who_words
from mandates.policy import actor_of
from planning.enums import OpinionKind, PlanState, ReturnReason
from planning.joined import Piece, join
from planning.lines import look
from planning.models import Plan
from planning.workflow import CHAIN, CIRCUIT

# What each act of the chain is called once done; « refait » says the same of it.
CHAIN_WORDS = {
    "adopter": "adoption par le conseil d’administration",
    "avis": "avis de la commune",
    "valider": "validation technique",
    "approuver": "approbation",
}
DONE = {
    "adopter": "Plan adopté par le conseil d’administration",
    "avis": "Avis de la commune donné",
    "avis_touche": "Avis d’une commune touchée donné",
    "valider": "Plan validé",
    "approuver": "Plan approuvé",
    "approuver_reserves": "Plan approuvé avec réserves",
    "renvoyer_commune": "Plan renvoyé à l’ASACO",
    "renvoyer_csref": "Plan renvoyé à l’ASACO",
    "renvoyer_drs": "Plan renvoyé à l’ASACO",
    "deposer": "Plan corrigé déposé",
    "retirer": "Plan retiré",
    "executer": "Plan mis en exécution",
    "cloturer": "Plan clôturé",
    "conseiller": "Avis donné",
    "diverger": "Avis divergent joint",
    "legalite": "Contrôle de légalité noté",
    "conseil_gestion": "Décision du conseil de gestion notée",
    "crocep": "Décision du CROCEP notée",
    "remplacer": "Plan remplacé par une version amendée",  # by its approval: nobody's own act
}


@dataclass(frozen=True, slots=True)
class ActView:
    """One act of the log, ready to read: who, in whose name, what was said beside, the file it carries."""

    log: ActLog
    number: str
    words: str
    who: str
    notes: tuple[str, ...]
    url: str
    state: str
    joined: Piece | None = None


def do(
    plan: Plan,
    act: str,
    scope: Scope,
    *,
    version: int,
    words: str = "",
    details: Mapping[str, Any] | None = None,
    joined: Scan | None = None,
) -> ActLog:
    """Do ``act`` on the plan as it was at ``version``, with its file, or nothing; whoever acts has read it.

    Raises Refusal, Stale.
    """
    said = dict(details or {})
    with transaction.atomic():
        log, again = CIRCUIT.once(plan, act, scope, version=version, comment=words, details=said)
        if joined and not again:
            join(plan, log, joined, scope)
    if not again and scope.person_id:
        look(plan, scope.person_id)
    return log


def why_not(plan: Plan, move: Move[Plan], scope: Scope, *, on_paper: bool = False) -> str:
    """The sentence that would refuse this act now, or ""; on paper, the signatory is judged once named."""
    if plan.state not in move.sources:
        state = PlanState(plan.state).label
        return f"Le plan est dans l’état «\u00a0{state}\u00a0»\u00a0: cet acte n’y est pas possible."
    if on_paper:
        return ""
    actor = actor_of(scope, move.action, plan.where())
    return (move.guard(plan, actor) if move.guard else None) or ""


def act_views(
    plan: Plan, logs: Iterable[ActLog], behind: Mapping[int, str], joined: Mapping[int, Piece]
) -> list[ActView]:
    """The acts in words, as ordered. ``behind``: see ``behind_of``; ``joined``: see ``joined.by_act``."""
    return [_view(plan, log, behind, joined.get(log.pk)) for log in logs]


def _view(plan: Plan, log: ActLog, behind: Mapping[int, str], joined: Piece | None) -> ActView:
    url = reverse("plan_act_show", args=[plan.aire.code, plan.year, plan.edition, log.pk])
    state = str(PlanState(log.to_state).label)
    who, notes = who_words(log, behind), tuple(_notes(log))
    return ActView(log, number_of(log), DONE[log.act], who, notes, url, state, joined)


def _notes(log: ActLog) -> Iterable[str]:
    said = log.details
    if by := said.get("by"):
        yield f"Remplacé par {by}."
    if kind := said.get("kind"):
        yield f"Avis\u00a0: {OpinionKind(kind).label}."
    if reason := said.get("reason"):
        yield f"Motif\u00a0: {ReturnReason(reason).label}."
        redo = said.get("redo_from")
        if redo in CHAIN:
            yield f"À refaire depuis\u00a0: {CHAIN_WORDS[redo]}."
    if paper := said.get("paper"):
        yield paper_words(paper)
