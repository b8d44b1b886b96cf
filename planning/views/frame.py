"""What the pages of planning share: the path down to a plan, what its writers may do."""

from typing import Any

from django.urls import reverse

from core.access import Action, Scope
from cscom.models import Aire
from planning.effects import page_of
from planning.lines import LOCKED
from planning.models import Plan
from planning.news import subject_of


def crumbs_of(aire: Aire, *rest: tuple[str, str]) -> list[tuple[str, str]]:
    """Plans › the aire › …"""
    own = reverse("plan_aire", args=[aire.code]) if rest else ""
    return [("Plans", reverse("plan_list")), (aire.name, own), *rest]


def plan_crumbs(plan: Plan, *rest: str) -> list[tuple[str, str]]:
    """Plans › the aire › the plan › page; the last has no link."""
    here = (edition_words(plan), page_of(plan) if rest else "")
    return crumbs_of(plan.aire, here, *((label, "") for label in rest))


def address(name: str, plan: Plan, *more: Any) -> str:
    """A page of this plan."""
    return reverse(name, args=[plan.aire.code, plan.year, plan.edition, *more])


def edition_words(plan: Plan) -> str:
    """« Plan 2027 », « Plan 2027, version amendée 2 »."""
    return f"Plan {plan.year}" + (f", version amendée {plan.edition}" if plan.edition > 1 else "")


def plan_context(plan: Plan, scope: Scope, *rest: tuple[str, str]) -> dict[str, Any]:
    """What every page of one plan knows; ``shut``: why nothing is written now, "" when it may be."""
    return {
        "crumbs": crumbs_of(plan.aire, (edition_words(plan), page_of(plan) if rest else ""), *rest),
        "plan": plan,
        "title": subject_of(plan),
        "writes": scope.may(Action.PLAN_WRITE, plan.where()),
        "shut": "" if plan.writable else LOCKED,
    }
