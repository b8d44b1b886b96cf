"""When a plan moves: its table of acts, with their guards, what they write, whom they wait for."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from core.access import Action, PlaceKind
from core.models import ActLog
from core.workflow import Actor, Circuit, Move, Refusal, written
from mandates.policy import actor_of
from planning.effects import reserve_followed, write_opinion
from planning.enums import IN_FORCE, UNDER_REVIEW, UNDERWAY, OpinionKind, PlanState, ReturnReason
from planning.executing import carry_over
from planning.joined import open_with_plan
from planning.models import LineDiff, Plan
from planning.news import announce

KIND = "plan"
DRAFT, ADOPTED, OPINED, VALIDATED, APPROVED, RUNNING, CLOSED, RETURNED, WITHDRAWN, REPLACED = PlanState.values
# The acts every plan goes through, in their order, each with the state it is done in.
CHAIN: Mapping[str, str] = {"adopter": DRAFT, "avis": ADOPTED, "valider": OPINED, "approuver": VALIDATED}
ADOPT_AGAIN = "Le CA doit l’adopter de nouveau\u00a0: c’est son acte qui le remet en chemin."
Details = Mapping[str, Any]


def authors(plan: Plan) -> set[int | None]:
    """People who wrote a line of this edition: none may approve it (one query)."""
    return {*LineDiff.objects.filter(plan=plan).values_list("person", flat=True), plan.created_by_id} - {None}


# ---- Guards ----
def _not_author(plan: Plan, actor: Actor) -> str | None:
    if actor.person_id in authors(plan):
        return "Vous avez écrit ce plan\u00a0: une autre personne doit en décider."
    return None


def _may_adopt(plan: Plan, actor: Actor) -> str | None:
    if plan.state == RETURNED and plan.redo_from != "adopter":
        return "Le CA n’a pas à l’adopter de nouveau\u00a0: qui l’a écrit le dépose, une fois corrigé."
    if not plan.activities.exists():
        return "Le plan est vide\u00a0: il n’y a rien à adopter."
    return _not_author(plan, actor)


def _for_host(plan: Plan, actor: Actor) -> str | None:
    if not holds_host(plan, actor):
        return "L’avis attendu est celui de la commune qui accueille le CSCOM."
    return _not_author(plan, actor)


def _for_neighbour(plan: Plan, actor: Actor) -> str | None:
    if holds_host(plan, actor):
        return "Votre commune accueille le CSCOM\u00a0: son avis est celui que le circuit attend."
    return _not_author(plan, actor)


def holds_host(plan: Plan, actor: Actor) -> bool:
    """Does this person act for the commune that accommodates the CSCOM?"""
    held = actor.holding
    return bool(held and held.place_kind == PlaceKind.COMMUNE and held.place_id == plan.aire.host_commune_id)


def _anybody(_plan: Plan, _actor: Actor) -> str | None:
    """The ASACO that wrote a plan collects its papers: recording one is no decision of theirs."""
    return None


def _may_deposit(plan: Plan, _actor: Actor) -> str | None:
    return ADOPT_AGAIN if plan.redo_from == "adopter" else None


def _may_run(plan: Plan, _actor: Actor) -> str | None:
    if timezone.localdate().year < plan.year:
        return f"L’année {plan.year} n’a pas commencé\u00a0: le plan entre en exécution le 1er janvier."
    return None


def _may_close(plan: Plan, _actor: Actor) -> str | None:
    if timezone.localdate().year <= plan.year:
        return f"L’année {plan.year} n’est pas finie\u00a0: le plan se clôture l’année d’après."
    return None


# ---- Fields set with the state ----
def _moved(_plan: Plan, _actor: Actor, _said: Details) -> dict[str, Any]:
    return {"moved_at": timezone.now(), "reminded_at": None, "redo_from": ""}


def _opined(plan: Plan, actor: Actor, said: Details) -> dict[str, Any]:
    """An opinion is of one of the three kinds; the commune's own reserves are written."""
    _kind_of(said)
    return _moved(plan, actor, said)


def _neighbour_opined(_plan: Plan, _actor: Actor, said: Details) -> dict[str, Any]:
    _kind_of(said)
    return {}


def _kind_of(said: Details) -> None:
    if said.get("kind") not in OpinionKind.values:
        raise Refusal("Dites si l’avis est favorable, avec réserves ou défavorable.")


def _returned_by(act: str) -> Any:
    """``redo_from``: the act of whoever returns the plan, or an earlier one when they say so."""

    def fields(plan: Plan, actor: Actor, said: Details) -> dict[str, Any]:
        if said.get("reason") not in ReturnReason.values:
            raise Refusal("Choisissez le motif du renvoi.")
        known = list(CHAIN)[: list(CHAIN).index(act) + 1]
        redo = said.get("redo_from") or act
        if redo not in known:
            raise Refusal("Dites quels actes sont à refaire\u00a0: le vôtre, ou depuis un acte d’avant.")
        return _moved(plan, actor, said) | {"redo_from": redo}

    return fields


def _back_to(plan: Plan) -> str:
    return CHAIN.get(plan.redo_from, DRAFT)


# ---- Before, after, in the transaction ----
def _balance_said(plan: Plan, log: ActLog) -> None:
    """The words of the closing stand on the plan."""
    Plan.objects.filter(pk=plan.pk).update(closing_words=log.comment)


def _replace_amended(plan: Plan) -> None:
    """The edition in force is so no more: one plan a year is."""
    found = Plan.objects.filter(aire=plan.aire_id, year=plan.year, state__in=IN_FORCE)
    held = found.select_for_update().first()
    if held is None:
        return
    before = held.state
    Plan.objects.filter(pk=held.pk).update(
        state=REPLACED, version=held.version + 1, moved_at=timezone.now(), reminded_at=None
    )
    held.version += 1
    written(KIND, held, "remplacer", None, before=before, after=REPLACED, details={"by": plan.number})


MOVES: tuple[Move[Plan], ...] = (
    Move(
        "adopter", "Dire le plan adopté par le CA", Action.PLAN_ADOPT, (DRAFT, RETURNED), ADOPTED,
        paper=Action.PLAN_PAPER, guard=_may_adopt, recorder_guard=_anybody, fields=_moved,
    ),
    Move(
        "avis", "Donner l’avis de la commune", Action.PLAN_OPINE, (ADOPTED,), OPINED,
        paper=Action.PLAN_PAPER, guard=_for_host, recorder_guard=_anybody, fields=_opined,
        effect=write_opinion,
    ),
    Move(
        "avis_touche", "Donner l’avis d’une commune touchée", Action.PLAN_OPINE, UNDER_REVIEW, None,
        paper=Action.PLAN_PAPER, guard=_for_neighbour, recorder_guard=_anybody, fields=_neighbour_opined,
        effect=write_opinion,
    ),
    Move(
        "valider", "Valider le plan", Action.PLAN_VALIDATE, (OPINED,), VALIDATED, needs_comment=True,
        paper=Action.PLAN_PAPER, guard=_not_author, fields=_moved,
    ),
    Move(
        "approuver", "Approuver le plan", Action.PLAN_APPROVE, (VALIDATED,), APPROVED,
        paper=Action.PLAN_PAPER, guard=_not_author, fields=_moved, first=_replace_amended,
        effect=open_with_plan,
    ),
    Move(
        "approuver_reserves", "Approuver avec réserves", Action.PLAN_APPROVE, (VALIDATED,), APPROVED,
        needs_comment=True, paper=Action.PLAN_PAPER, guard=_not_author, fields=_moved,
        first=_replace_amended, effect=reserve_followed,
    ),
    Move(
        "renvoyer_commune", "Renvoyer à l’ASACO", Action.PLAN_OPINE, (ADOPTED,), RETURNED,
        needs_comment=True, guard=_for_host, fields=_returned_by("avis"),
    ),
    Move(
        "renvoyer_csref", "Renvoyer à l’ASACO", Action.PLAN_VALIDATE, (OPINED,), RETURNED,
        needs_comment=True, fields=_returned_by("valider"),
    ),
    Move(
        "renvoyer_drs", "Renvoyer à l’ASACO", Action.PLAN_APPROVE, (VALIDATED,), RETURNED,
        needs_comment=True, fields=_returned_by("approuver"),
    ),
    Move(
        "deposer", "Déposer le plan corrigé", Action.PLAN_WRITE, (RETURNED,), _back_to,
        guard=_may_deposit, fields=_moved,
    ),
    Move(
        "retirer", "Retirer le plan", Action.PLAN_ADOPT, UNDERWAY, WITHDRAWN,
        needs_comment=True, fields=_moved,
    ),
    Move(
        "executer", "Mettre en exécution", Action.PLAN_EXECUTE, (APPROVED,), RUNNING,
        guard=_may_run, fields=_moved, effect=carry_over,
    ),
    Move(
        "cloturer", "Clôturer le plan", Action.PLAN_EXECUTE, (RUNNING,), CLOSED,
        needs_comment=True, guard=_may_close, fields=_moved, effect=_balance_said,
    ),
    # Acts that change no state: nothing waits for them, all are printed.
    Move("conseiller", "Donner un avis", Action.PLAN_ADVISE, UNDER_REVIEW, None, needs_comment=True),
    Move(
        "diverger", "Joindre un avis divergent", Action.PLAN_DIVERGE, (*UNDER_REVIEW, *IN_FORCE), None,
        needs_comment=True,
    ),
    Move(
        "legalite", "Noter le contrôle de légalité", Action.PLAN_LEGALITY,
        (OPINED, VALIDATED, *IN_FORCE), None, needs_comment=True,
    ),
    Move(
        "conseil_gestion", "Noter la décision du conseil de gestion", Action.PLAN_BOARD, IN_FORCE, None,
        needs_comment=True,
    ),
    Move(
        "crocep", "Noter la décision du CROCEP", Action.PLAN_APPROVE, IN_FORCE, None, needs_comment=True,
    ),
)  # fmt: skip
CIRCUIT: Circuit[Plan] = Circuit(KIND, Plan, MOVES, actor_of, after_commit=announce)
