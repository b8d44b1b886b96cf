"""What villages give is written row by row, each compared with what its writer saw."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from asaco.models import Asaco, Contribution, Membership
from communes.models import Village
from core.access import Scope
from core.workflow import Refusal, Stale

CHANGED = "Quelqu’un a modifié cette ligne entre-temps. Relisez-la, puis enregistrez de nouveau."


def write(
    kind: type[Membership] | type[Contribution],
    asaco: Asaco,
    village: Village,
    year: int,
    said: Mapping[str, Any],
    scope: Scope,
    *,
    version: int,
) -> None:
    """Save one row. ``said``: its ``TYPED`` fields; ``version``: that of the row as it was seen, 0: none.

    Raises Stale when somebody saved it since, Refusal, with a French sentence, when it cannot be.
    """
    try:
        with transaction.atomic():
            row = (
                kind.objects.select_for_update().filter(asaco=asaco, village=village, year=year).first()
            ) or kind(asaco=asaco, village=village, year=year, fictitious=asaco.fictitious)
            if row.version != version:
                raise Stale(CHANGED)
            for name in kind.TYPED:
                setattr(row, name, said[name])
            row.version, row.saved_by_id, row.saved_at = version + 1, scope.person_id, timezone.now()
            row.full_clean()
            row.save()
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error
    except IntegrityError as error:  # two who write the first row at once
        raise Stale(CHANGED) from error
