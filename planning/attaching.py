"""Papers joined to a plan while it is written."""

from typing import Any, BinaryIO, cast

from django.db import transaction

from accounts.models import Person
from core.access import Action, PlaceKind, Scope
from core.workflow import Refusal
from files.kinds import ENDINGS
from files.store import store
from planning.lines import hold
from planning.models import Attachment, Plan

MOST = 10
FULL = f"Un plan porte {MOST} pièces au plus\u00a0: retirez-en une, ou réunissez-les dans un seul PDF."


def attach(plan: Plan, file: Any, label: str, scope: Scope) -> Attachment:
    """Join a checked file. Raises Refusal while the plan is under review."""
    with transaction.atomic():
        held = hold(plan, scope)
        count = held.attachments.filter(log=None).count()
        if count >= MOST:
            raise Refusal(FULL)
        stored = store(
            cast(BinaryIO, file.file),
            name=f"{plan.number}-piece-{count + 1}.{ENDINGS[file.content_type]}",
            mime=file.content_type,
            action=Action.PLAN_SEE,
            place_kind=PlaceKind.AIRE,
            where=plan.where(),
            created_by=Person(pk=scope.person_id),
            touched=True,
        )
        return Attachment.objects.create(plan=held, file=stored, label=label, person_id=scope.person_id)


def detach(plan: Plan, pk: int, scope: Scope) -> str:
    """Take one out, with its file; its name. Raises Refusal. What came with an act stays."""
    with transaction.atomic():
        held = hold(plan, scope)
        found = held.attachments.select_related("file").filter(pk=pk, log=None).first()
        if found is None:
            raise Refusal("Cette pièce n’est plus jointe au plan.")
        stored, label = found.file, found.label
        found.delete()
        stored.delete()  # its octets are swept with those that no row names
        return label
