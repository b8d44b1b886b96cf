"""A sheet that waits for its confirmation: kept, written whole, forgotten."""

import uuid

from django.db import transaction
from django.utils import timezone

from core.access import Scope
from core.workflow import Refusal
from files.sheets.rows import clean
from files.sheets.table import Read
from planning.lines import hold, remove_line, write_line
from planning.models import Plan, PlanUpload
from planning.sheets.reading import Sent
from planning.sheets.reviewing import Review, review

GONE = "Cette feuille n’est plus gardée, ou vous l’avez déjà enregistrée\u00a0: relisez les lignes du plan."
FAULTY = "La feuille est à corriger\u00a0: rien n’a été enregistré."


def keep(plan: Plan, sent: Sent, name: str, scope: Scope) -> PlanUpload:
    """In place of the one this person had sent for this plan. Raises Refusal while the plan is locked."""
    with transaction.atomic():
        hold(plan, scope)
        PlanUpload.objects.filter(expires_at__lte=timezone.now()).delete()
        PlanUpload.objects.filter(plan=plan, person=scope.person_id).delete()
        return PlanUpload.objects.create(
            plan=plan,
            person_id=scope.person_id or 0,
            name=clean(name, 120) or "feuille",
            rows=[[row.number, row.cells] for row in sent.rows],
            seen=sent.seen,
        )


def waiting_of(plan: Plan, scope: Scope) -> PlanUpload | None:
    """What this person sent for this plan and did not confirm (one query)."""
    found = PlanUpload.objects.filter(plan=plan, person=scope.person_id, expires_at__gt=timezone.now())
    return found.first()


def review_of(upload: PlanUpload, plan: Plan) -> Review:
    """The dry run, on the plan as it now stands."""
    rows = [
        Read(number, tuple((c, title, text) for c, title, text in cells)) for number, cells in upload.rows
    ]
    return review(rows, plan, upload.seen)


def confirm(plan: Plan, mark: str, scope: Scope) -> int:
    """Write all the sheet or nothing, once whatever the number of clicks; how many lines. Raises Refusal.

    ``mark``: the sheet whose dry run was read.
    """
    with transaction.atomic():
        held = hold(plan, scope)
        upload = waiting_of(held, scope)
        if upload is None or str(upload.pk) != mark:
            raise Refusal(GONE)
        found = review_of(upload, held)
        if found.faults:
            raise Refusal(FAULTY)
        for gone in found.gone:
            remove_line(plan, scope, gone.line.key, seen=gone.line.version)
        for one in found.changed:
            write_line(plan, scope, one.values, key=one.line.key, seen=one.line.version)
        for line in found.lines:
            write_line(plan, scope, line.values, key=uuid.uuid5(upload.pk, str(line.row)))
        upload.delete()
        return found.writes


def abandon(plan: Plan, scope: Scope) -> None:
    """Forget it."""
    PlanUpload.objects.filter(plan=plan, person=scope.person_id).delete()
