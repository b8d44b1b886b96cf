"""Whom a plan waits for: which act, by which function, since when."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import timezone

from core.access import DTC, Action, Scope, Where
from core.formats import ago_days, counted, de, join_and
from core.formats import day as day_words
from mandates.receivers import receivers
from planning.enums import UNDER_REVIEW, PlanState
from planning.models import Plan, PlanDay, Step

DELAY = timedelta(days=15)  # agreed for each act of the circuit
# The acts that the calendar of a région dates.
STEPS = {"adopter": Step.ADOPT, "avis": Step.OPINE, "valider": Step.VALIDATE, "approuver": Step.APPROVE}
WRITERS = f"l’ASACO (secrétaire, {DTC})"


@dataclass(frozen=True, slots=True)
class Wait:
    """``deed``: « l’avis du maire de Banamba » ; ``who``: « maire de Banamba »; ``where``: whose mandates."""

    act: str
    action: Action
    deed: str
    who: str
    where: Where
    since: date

    @property
    def days(self) -> int:
        return max((timezone.localdate() - self.since).days, 0)

    @property
    def due(self) -> date:
        """The last day of the agreed delay."""
        return self.since + DELAY

    @property
    def late(self) -> bool:
        return timezone.localdate() > self.due

    @property
    def since_words(self) -> str:
        """« depuis 9 jours », « depuis aujourd’hui »."""
        return ago_days(self.days) if self.days else "depuis aujourd’hui"


def wait_of(plan: Plan) -> Wait | None:
    """What comes next; None once approved, withdrawn, replaced. No query on a plan from ``located()``."""
    state = PlanState(plan.state)
    found = _REVIEWS[state](plan) if state in UNDER_REVIEW else _writing(plan)
    if found is None:
        return None
    act, action, deed, who, where = found
    since = timezone.localtime(plan.moved_at).date()
    return Wait(act, action, deed, who, where, since)


Found = tuple[str, Action, str, str, Where]


def host_of(plan: Plan) -> Where:
    """The place of the commune whose opinion the circuit waits for."""
    host = frozenset({plan.aire.host_commune_id})
    return replace(plan.where(), communes=host, hosts=host)


def _opinion(plan: Plan) -> Found:
    who = f"maire {de(plan.aire.host_commune.name)}"
    return "avis", Action.PLAN_OPINE, f"l’avis du {who}", who, host_of(plan)


def _validation(plan: Plan) -> Found:
    who = f"médecin chef du district {de(plan.aire.district.name)}"
    return "valider", Action.PLAN_VALIDATE, f"la validation du {who}", who, plan.where()


def _approval(plan: Plan) -> Found:
    who = f"DRS {de(plan.aire.host_commune.cercle.region.name)}"
    return "approuver", Action.PLAN_APPROVE, f"l’approbation de la {who}", who, plan.where()


_REVIEWS = {PlanState.ADOPTED: _opinion, PlanState.OPINED: _validation, PlanState.VALIDATED: _approval}


def _writing(plan: Plan) -> Found | None:
    """A draft waits to be adopted; a returned plan to be corrected, then adopted or deposited again."""
    if plan.state == PlanState.RETURNED and plan.redo_from != "adopter":
        return "deposer", Action.PLAN_WRITE, f"la correction par {WRITERS}", WRITERS, plan.where()
    if plan.state in (PlanState.DRAFT, PlanState.RETURNED):
        who = "conseil d’administration de l’ASACO"
        return "adopter", Action.PLAN_ADOPT, f"l’adoption par le {who}", f"président, {who}", plan.where()
    return None


def names_of(wait: Wait, scope: Scope) -> str:
    """« Fanta Keïta », for whoever may read who holds which mandate there; else "" (one query)."""
    if not scope.may(Action.MANDATE_SEE, wait.where):
        return ""
    return join_and([str(person) for person in receivers(wait.action, wait.where)])


def awaits(wait: Wait | None, scope: Scope) -> bool:
    """Is it this reader's turn?"""
    return wait is not None and scope.may(wait.action, wait.where)


def next_words(plan: Plan, scope: Scope) -> str:
    """« Ensuite : l’avis du maire de Banamba (Fanta Keïta), avant le 31 octobre 2026 au soir. »."""
    wait = wait_of(plan)
    if wait is None:
        return "Le circuit est achevé\u00a0: aucun acte n’est attendu."
    names = names_of(wait, scope)
    who = f" ({names})" if names else ""
    return f"Ensuite\u00a0: {wait.deed}{who}, {_by_when(plan, wait)}."


def _by_when(plan: Plan, wait: Wait) -> str:
    """By the day of the calendar of the région, when it has one to come; else within the agreed delay."""
    delay, day = counted(DELAY.days, "jour", "jours"), _calendar_day(plan, wait.act)
    if day is None:
        return f"avant le {day_words(wait.due)} au soir (délai convenu de {delay})"
    if day < timezone.localdate():
        why = f"délai convenu de {delay}\u202f; le calendrier des plans disait le {day_words(day)}"
        return f"avant le {day_words(wait.due)} au soir ({why})"
    return f"avant le {day_words(day)} au soir (calendrier des plans de la région)"


def _calendar_day(plan: Plan, act: str) -> date | None:
    """The day that the région has set for this act; an amended plan has none (one query)."""
    if act not in STEPS or plan.edition > 1:
        return None
    region = plan.aire.host_commune.cercle.region_id
    found = PlanDay.objects.filter(region=region, step=STEPS[act]).first()
    return found.on(plan.year) if found else None
