"""An act of the circuit taken on paper, recorded with its scan: who may have signed, what is kept."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from core.access import Action, PlaceKind, Scope
from core.models import ActLog
from core.workflow import OnPaper, Refusal
from files.scans import Scan, store_scan
from mandates.models import Mandate
from mandates.receivers import held_between, signing
from planning.awaiting import host_of
from planning.models import Plan, PlanPaper
from planning.workflow import CIRCUIT, authors

FARTHEST = 366  # days: a paper older than this speaks of another plan


def recordable(plan: Plan, scope: Scope) -> list[str]:
    """The acts this reader may now record from paper (no query)."""
    where = plan.where()
    return [
        move.act
        for move in CIRCUIT.moves
        if move.paper and plan.state in move.sources and scope.may(move.paper, where)
    ]


def signatories(plan: Plan, act: str) -> list[Mandate]:
    """Whoever held the function of the act since the plan was begun (one query)."""
    where = host_of(plan) if act == "avis" else plan.where()
    begun = timezone.localtime(plan.created_at).date()
    found = held_between(CIRCUIT.by_act[act].action, where, begun, timezone.localdate())
    host = plan.aire.host_commune_id
    return [one for one in found if one.commune_id != host] if act == "avis_touche" else found


def wrong_day(on: date) -> str:
    """Why the paper cannot bear this date, or ""."""
    if on > timezone.localdate():
        return "Un acte pris sur papier n’est pas daté d’un jour à venir."
    if (timezone.localdate() - on).days > FARTHEST:
        return "Ce papier a plus d’un an\u00a0: il parle d’un autre plan."
    return ""


def wrong_signatory(plan: Plan, mandate: Mandate, on: date) -> str:
    """Why this person cannot have done it that day, or ""."""
    if not mandate.held_on(on):
        return f"{mandate.person} ne tenait pas cette fonction ce jour-là."
    if mandate.person_id in authors(plan):
        return f"{mandate.person} a écrit ce plan\u00a0: une autre personne doit en décider."
    return ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What the paper says of itself: under which mandate it was signed, on what day, its copy."""

    mandate: Mandate
    on: date
    scan: Scan


@transaction.atomic
def record(
    plan: Plan,
    act: str,
    scope: Scope,
    paper: Paper,
    *,
    version: int,
    words: str = "",
    details: dict[str, object] | None = None,
) -> ActLog:
    """Record ``act`` as it was taken on paper: the act, its scan, who recorded it, or nothing.

    Asked twice, it is recorded once. Raises Refusal, Stale.
    """
    if why := wrong_day(paper.on) or wrong_signatory(plan, paper.mandate, paper.on):
        raise Refusal(why)
    recorder = Person.objects.get(pk=scope.person_id or 0)
    signed = OnPaper(signing(paper.mandate), paper.on)
    log, again = CIRCUIT.once(plan, act, scope, version=version, comment=words, details=details, paper=signed)
    if again:
        return log
    stored = store_scan(
        paper.scan,
        f"{plan.number}-{act}-{paper.on.isoformat()}",
        action=Action.PLAN_SEE,
        place_kind=PlaceKind.AIRE,
        where=plan.where(),
        created_by=recorder,
        touched=True,
    )
    PlanPaper.objects.create(
        plan=plan,
        log=log,
        signatory=paper.mandate.person,
        recorded_by=recorder,
        acted_on=paper.on,
        scan=stored,
    )
    return log
