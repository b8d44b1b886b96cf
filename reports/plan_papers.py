"""A plan on paper: what stands on its pages, issued under a number, kept for who reads the plan."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from communes.models import Commune
from core.access import Action, PlaceKind, Role, Scope, Where
from core.formats import de, fcfa, moment
from core.models import ActLog
from mandates.acted import behind_of, who_words
from planning.acts import DONE
from planning.aggregates import YEAR_END, Figures, figures_of
from planning.changes import lines_of
from planning.enums import ONCE_APPROVED, UNDER_REVIEW, PlanState, Source
from planning.executing import standings
from planning.models import Activity, Attachment, Opinion, Plan
from planning.news import subject_of
from planning.wording import months_words
from planning.workflow import CIRCUIT
from reports import pdf
from reports.issuing import CALENDAR, keep, numbered, proof_of
from reports.models import Document, DocumentKind
from reports.partners import signer

TITLE = "Plan opérationnel"
TEMPLATE = "paper/plan.html"
WATERMARKS = {
    PlanState.DRAFT: "Brouillon",
    PlanState.RETURNED: "Renvoyé",
    **dict.fromkeys(UNDER_REVIEW, "Pas encore approuvé"),
    PlanState.WITHDRAWN: "Retiré",
    PlanState.REPLACED: "Remplacé",
}


@dataclass(frozen=True, slots=True)
class Printed:
    """One line as it is printed."""

    line: Activity
    months: str
    sources: Sequence[tuple[str, int]]
    physical: int
    paid: int


def where_of(plan: Plan) -> Where:
    """Where the paper is kept: the aire, the one commune that hosts its CSCOM."""
    hosts = frozenset({plan.aire.host_commune_id})
    return replace(plan.where(), communes=hosts, hosts=hosts)


def action_of(plan: Plan) -> Action:
    """Who opens the paper: who reads what is approved, when the plan was; else who reads plans."""
    return Action.PLAN_APPROVED_SEE if plan.state in ONCE_APPROVED else Action.PLAN_SEE


def may_have(scope: Scope, plan: Plan) -> bool:
    """Would this person open the paper, once made? A commune merely touched reads the plan on screen."""
    return scope.may(action_of(plan), where_of(plan))


def issue(
    plan: Plan, *, asked_by: Person | None, job_id: uuid.UUID | None = None, reason: str = ""
) -> Document:
    """Issue the plan as it stands: a new edition each time, the former ones stay.

    ``plan`` comes from ``located()``; ``reason``: why a paper that exists is made again. Raises CannotIssue,
    PdfUnavailable.
    """
    done = Document.objects.filter(plan=plan, job_id=job_id).first() if job_id else None
    if done:
        return done
    commune = plan.aire.host_commune
    return numbered(
        subject_of(plan), commune.code, lambda: _issue_next(plan, commune, asked_by, job_id, reason)
    )


def last_edition(plan: Plan) -> Document | None:
    """The paper of a plan that is in force."""
    return Document.objects.filter(plan=plan).order_by("-edition").first()


def _issue_next(
    plan: Plan, commune: Commune, asked_by: Person | None, job_id: uuid.UUID | None, reason: str
) -> Document:
    former, now = last_edition(plan), timezone.now()
    proof, edition = proof_of(former, reason), former.edition + 1 if former else 1
    number = f"{plan.number}-{edition}"
    words = context(plan, commune, number, now, str(asked_by) if asked_by else CALENDAR)
    content = pdf.render(TEMPLATE, words | {"proof": proof})
    document = Document(
        number=number,
        title=f"{subject_of(plan)}, {PlanState(plan.state).label}",
        kind=DocumentKind.PLAN,
        plan=plan,
        commune=commune,
        first_month=f"{plan.year}-01",
        last_month=f"{plan.year}-12",
        edition=edition,
        data_cutoff_at=now,
        asked_by=asked_by,
        job_id=job_id,
        fictitious=plan.fictitious or settings.DEMO,
    )
    with transaction.atomic():
        keep(document, content, proof, words["fingerprint"], action_of(plan), PlaceKind.AIRE)
    return document


def context(plan: Plan, commune: Commune, number: str, at: datetime, asked_by: str) -> dict[str, Any]:
    """Everything the paper prints. ``plan`` comes from ``located()``."""
    figures = figures_of(Plan.objects.filter(pk=plan.pk)).get(plan.pk, Figures(plans=1))
    lines, acts = _printed(plan), list(CIRCUIT.history(plan))
    behind = behind_of(acts)
    opinions = list(plan.opinions.select_related("commune", "log").prefetch_related("pledges"))
    pieces = list(plan.attachments.select_related("file"))
    joined = {piece.log_id: piece for piece in pieces if piece.log_id}
    state, cutoff = PlanState(plan.state), moment(timezone.localtime(at))
    return {
        "doc_title": f"{TITLE} {plan.year}",
        "place_line": f"Aire de santé {de(plan.aire.name)}, commune {de(commune.name)}",
        "author": f"ASACO {de(plan.aire.name)}",
        "stamp": f"n° {number} · {state.label} · établi le {cutoff}",
        "watermark": WATERMARKS.get(state, ""),
        "fictitious": plan.fictitious or settings.DEMO,
        "state": state.label[:1].upper() + state.label[1:],
        "above": f"Région {de(commune.cercle.region.name)}, cercle {de(commune.cercle.name)}",
        "facts": [
            ("Numéro", number),
            ("État", f"{state.label}, depuis le {moment(timezone.localtime(plan.moved_at))}"),
            ("Coût", f"{fcfa(figures.cost)}, dont {fcfa(figures.sought)} à rechercher"),
            ("Lignes", str(figures.lines)),
            *([("Amende", plan.amending_reason)] if plan.amending_reason else []),
            ("Arrêté au", cutoff),
            ("Demandé par", asked_by),
        ],
        "plan": plan,
        "figures": figures,
        "groups": [(key, list(found)) for key, found in groupby(lines, lambda one: one.line.objective)],
        "acts": [(log, DONE[log.act], who_words(log, behind), joined.get(log.pk)) for log in acts],
        "pieces": [piece for piece in pieces if not piece.log_id],
        "opinions": opinions,
        "executed": plan.state in {PlanState.RUNNING, PlanState.CLOSED},
        "signers": _signers(plan, commune),
        "number": number,
        "fingerprint": fingerprint(number, lines, acts, opinions, pieces),
    }


def _printed(plan: Plan) -> list[Printed]:
    done = {there.activity.pk: there for there in standings(plan, YEAR_END)}
    return [
        Printed(
            line,
            months_words(line.months),
            [(s.label, getattr(line, s.value)) for s in Source if getattr(line, s.value)],
            done[line.pk].physical,
            done[line.pk].paid,
        )
        for line in lines_of(plan)
    ]


def _signers(plan: Plan, host: Commune) -> list[list[tuple[str, str]]]:
    """Two lines of two boxes: ASACO, commune, CSRéf, DRS, with who holds each seat today (four queries)."""
    seats = (
        ("Pour l’ASACO", Role.PRESIDENT, {"aire": plan.aire_id}),
        ("Pour la commune", Role.MAIRE, {"commune": host.pk}),
        ("Pour le CSRéf", Role.MEDECIN_CHEF, {"district": plan.aire.district_id or 0}),
        ("Pour la DRS", Role.DRS, {"region": host.cercle.region_id}),
    )
    boxes = [(party, signer(role, **place)) for party, role, place in seats]
    return [boxes[:2], boxes[2:]]


def fingerprint(
    number: str,
    lines: Sequence[Printed],
    acts: Sequence[ActLog],
    opinions: Sequence[Opinion],
    pieces: Sequence[Attachment],
) -> str:
    """A sha256 of what is printed: number, lines, acts, opinions, names of files; the file has its own."""
    data = [
        number,
        [[str(one.line.key), one.line.version, one.line.text, one.line.cost] for one in lines],
        [[one.sources, one.physical, one.paid] for one in lines],
        [[log.act, log.version, log.person_name, log.comment] for log in acts],
        [[one.kind, one.text] for one in opinions],
        [[one.label, one.file.name, one.file.sha256] for one in pieces],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()
