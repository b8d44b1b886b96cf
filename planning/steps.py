"""The circuit of one plan as its page draws it: each act with its name, its day; where the plan stands."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from core import formats
from core.access import Scope
from core.models import ActLog
from core.steps import Step
from mandates.acted import day_of, who_words
from planning.awaiting import WRITERS, Wait, awaits
from planning.enums import ONCE_APPROVED, OpinionKind, PlanState
from planning.models import Plan
from planning.workflow import CHAIN

NAMES = {
    "adopter": "Adoption par le conseil",
    "avis": "Avis de la commune",
    "valider": "Validation technique",
    "approuver": "Approbation",
}
PASSED = {
    "adopter": "Adopté par le conseil",
    "valider": "Validé, avis technique",
    "approuver": "Approuvé",
    "approuver_reserves": "Approuvé avec réserves",
}
DOERS = {"adopter": "ASACO", "avis": "mairie", "valider": "CSRéf", "approuver": "DRS"}
RETURNS = ("renvoyer_commune", "renvoyer_csref", "renvoyer_drs")


def steps(
    plan: Plan, logs: Sequence[ActLog], wait: Wait | None, scope: Scope, behind: Mapping[int, str]
) -> list[Step]:
    """Written, the four acts, execution. ``logs``: the acts in their order; ``behind``: who delegated."""
    chain = list(CHAIN)
    reached = _reached(plan, chain)
    found = [_written(plan, wait, scope)]
    for rank, act in enumerate(chain):
        if rank < reached:
            found.append(_done(act, logs, behind))
        elif wait and rank == reached and plan.state != PlanState.DRAFT:
            found.append(_awaited(plan, act, wait, scope))
        else:
            found.append(Step("todo", NAMES[act], DOERS[act], ""))
    return [*found, _execution(plan)]


def last_return(logs: Sequence[ActLog]) -> ActLog | None:
    """The last act that sent the plan back."""
    return next((log for log in reversed(logs) if log.act in RETURNS), None)


def _reached(plan: Plan, chain: list[str]) -> int:
    """How many acts of the chain stand."""
    if plan.state in ONCE_APPROVED:
        return len(chain)
    if plan.state == PlanState.RETURNED:
        return chain.index(plan.redo_from)
    states = list(CHAIN.values())
    return states.index(plan.state) if plan.state in states else 0


def _written(plan: Plan, wait: Wait | None, scope: Scope) -> Step:
    author, on = str(plan.created_by or "ASACO"), formats.day(timezone.localtime(plan.created_at).date())
    if plan.state == PlanState.DRAFT:
        return Step("here", "Rédaction", author, f"commencé le {on}", you=awaits(wait, scope))
    return Step("done", "Rédigé", author, on)


def _done(act: str, logs: Sequence[ActLog], behind: Mapping[int, str]) -> Step:
    log = next((log for log in reversed(logs) if log.act in (act, f"{act}_reserves")), None)
    if log is None:  # a plan brought in as approved, without its acts
        return Step("done", NAMES[act], DOERS[act], "")
    name = PASSED.get(log.act, "")
    if act == "avis":
        name = f"Avis {OpinionKind(log.details['kind']).label} de la commune"
    return Step("done", name, who_words(log, behind), day_of(log))


def _awaited(plan: Plan, act: str, wait: Wait, scope: Scope) -> Step:
    you = awaits(wait, scope)
    if plan.state == PlanState.RETURNED:
        return Step("back", "Renvoyé, à corriger", WRITERS, f"en attente {wait.since_words}", you=you)
    return Step("here", NAMES[act], wait.who, f"en attente {wait.since_words}", you=you)


def _execution(plan: Plan) -> Step:
    if plan.state in (PlanState.RUNNING, PlanState.CLOSED):
        state = "here" if plan.state == PlanState.RUNNING else "done"
        return Step(
            state, str(PlanState(plan.state).label).capitalize(), "ASACO, CSCOM, mairie", f"année {plan.year}"
        )
    return Step("todo", "Exécution", "ASACO, CSCOM, mairie", f"à partir de janvier {plan.year}")
