"""The months that a question of figures speaks of."""

from typing import Any

from rest_framework import serializers

from core.api_lists import MonthField, wrong
from core.months import Month
from monitoring.spans import last_due

MOST = 24
FROM, TO = "depuis", "jusqu_a"


class SpanIn(serializers.Serializer[Any]):
    """From which month to which; two years at most."""

    depuis = MonthField(
        required=False, help_text="Premier mois\u00a0; janvier de l’année du dernier d’ordinaire."
    )
    jusqu_a = MonthField(
        required=False,
        help_text="Dernier mois, compris\u00a0; d’ordinaire le dernier dont l’échéance est passée.",
    )


def months_of(chosen: dict[str, Any], usual: int | None = None) -> list[Month]:
    """Every month asked for (one query when the last is not named).

    ``usual``: how many when the first is not named; None: from January. Raises Invalid.
    """
    last: Month = chosen.get(TO) or last_due()
    first: Month = chosen.get(FROM) or (Month(last.year, 1) if usual is None else last - (usual - 1))
    months = first.until(last)
    if not months:
        raise wrong(FROM, "Le premier mois est après le dernier.")
    if len(months) > MOST:
        raise wrong(FROM, f"{MOST} mois au plus en une fois.")
    return months
