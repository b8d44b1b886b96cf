"""One line within reach: 404 otherwise, as if it were not there."""

from django.shortcuts import get_object_or_404

from core.access import Scope
from followup.models import Followup
from followup.reading import with_postponements

BIGGEST = 2**63 - 1


def followup_seen(scope: Scope, pk: int) -> Followup:
    """A line of this reader's places, or their own."""
    lines = Followup.objects.visible_to(scope).located().select_related("created_by")
    return get_object_or_404(with_postponements(lines), pk=min(pk, BIGGEST))
