"""Who is told what when a plan moves: one notice per act and person, after the commit."""

from collections.abc import Iterable

from core.access import Action
from core.formats import de
from core.models import ActLog
from mandates.receivers import receivers
from notices.send import tell
from planning.effects import page_of
from planning.enums import PlanState
from planning.models import Plan

WRITERS = (Action.PLAN_WRITE, Action.PLAN_ADOPT)
# Who acts next on a plan in this state.
NEXT = {
    PlanState.ADOPTED: Action.PLAN_OPINE,
    PlanState.OPINED: Action.PLAN_VALIDATE,
    PlanState.VALIDATED: Action.PLAN_APPROVE,
}
TOLD = {
    "adopter": "adopté par le CA, dit {name}",
    "avis": "avis de la commune donné par {name}",
    "avis_touche": "avis d’une commune touchée donné par {name}",
    "valider": "validé par {name}",
    "approuver": "approuvé par {name}",
    "approuver_reserves": "approuvé avec réserves par {name}",
    "renvoyer_commune": "renvoyé par {name}. Motif\u00a0: {words}",
    "renvoyer_csref": "renvoyé par {name}. Motif\u00a0: {words}",
    "renvoyer_drs": "renvoyé par {name}. Motif\u00a0: {words}",
    "deposer": "corrigé et déposé de nouveau par {name}",
    "retirer": "retiré par {name}. Motif\u00a0: {words}",
    "executer": "en exécution",
    "cloturer": "clôturé par {name}",
    "conseiller": "avis donné par {name}",
    "diverger": "avis divergent joint par {name}",
    "legalite": "contrôle de légalité noté par {name}",
    "conseil_gestion": "décision du conseil de gestion notée par {name}",
    "crocep": "décision du CROCEP notée par {name}",
}


def announce(plan: Plan, log: ActLog) -> None:
    """Tell those who act next, and those who wrote and adopted it."""
    name = f"{log.person_name} (sur papier)" if "paper" in log.details else log.person_name
    text = f"{subject_of(plan)}\u00a0: {TOLD[log.act].format(name=name, words=log.comment)}."
    _send(plan, log, WRITERS, text)
    if log.from_state != log.to_state and (action := NEXT.get(PlanState(log.to_state))):
        _send(plan, log, (action,), text)


def subject_of(plan: Plan) -> str:
    """« Plan 2027 de Samakélé », « …, version amendée 2 »."""
    amended = f", version amendée {plan.edition}" if plan.edition > 1 else ""
    return f"Plan {plan.year} {de(plan.aire.name)}{amended}"


def _send(plan: Plan, log: ActLog, actions: Iterable[Action], text: str) -> None:
    where = plan.where()
    people = {person.pk for action in actions for person in receivers(action, where)}
    author = log.details["paper"]["recorded_by_id"] if "paper" in log.details else log.person_id
    tell(people - {author or 0}, f"{log.kind}:{log.object_id}:{log.act}:{log.version}", text, page_of(plan))
