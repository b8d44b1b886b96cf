"""What was announced, called, paid for a commitment in a year: amounts, who wrote them, when.

Both signatories write the amounts of every line, the third party those of its own: whoever engages announces
and pays, whoever waits for it calls, and who has the receipt in hand writes it down.
"""

from dataclasses import dataclass, fields

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from conventions.models import BIGGEST, Due
from conventions.parties import NOT_YOURS, holdings_in, may_fund
from conventions.scoring import locked
from conventions.yearly import ELSEWHERE, review_of, why_not
from core.access import Scope
from core.formats import fcfa
from core.seen import CHANGED
from core.workflow import Refusal, Stale

AMOUNTS = ("announced", "called", "paid")
WHY_ABOVE = "Il a été payé plus que ce qui était appelé\u00a0: écrivez pourquoi."


@dataclass(frozen=True, slots=True)
class Said:
    """All the amounts of one line, in FCFA; None: not said, which is not zero."""

    announced: int | None = None
    called: int | None = None
    paid: int | None = None
    reason: str = ""


def faults(said: Said) -> dict[str, str]:
    """What cannot be, by the name of its field; the database says the same."""
    found: dict[str, str] = {}
    for name in AMOUNTS:
        amount = getattr(said, name)
        if amount is not None and not 0 <= amount <= BIGGEST:
            found[name] = f"Un montant va de 0 à {fcfa(BIGGEST)}."
    if (said.paid or 0) > (said.called or 0) and not said.reason.strip():
        found["reason"] = WHY_ABOVE
    return found


def fund(due: Due, said: Said, scope: Scope, *, version: int) -> Due:
    """Write the amounts of a line, seen at ``version``. Raises Refusal, Stale: nothing is then written."""
    for sentence in faults(said).values():
        raise Refusal(sentence)
    try:
        with transaction.atomic():
            cam = locked(due.commitment.cam_id)
            if sentence := why_not(cam, due.year, review_of(cam, due.year), timezone.localdate()):
                raise Refusal(sentence)
            row = Due.objects.select_for_update(of=("self",)).select_related("commitment").get(pk=due.pk)
            if row.due_on > (cam.ends_on or row.due_on):
                raise Refusal(ELSEWHERE)
            if not may_fund(holdings_in(scope, cam), row.commitment.party):
                raise Refusal(NOT_YOURS)
            if row.version != version:
                raise Stale(CHANGED)
            for one in fields(said):
                setattr(row, one.name, getattr(said, one.name))
            row.version, row.saved_by_id, row.saved_at = version + 1, scope.person_id, timezone.now()
            row.full_clean()
            row.save()
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error
    return row
