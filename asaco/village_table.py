"""The tables of villages of a year: one row a village."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from asaco.aggregates import Line
from asaco.counting import write
from asaco.models import Asaco
from asaco.village_forms import VillageForm
from core.access import Scope
from core.rows import KeptRows, Makers, save_rows

ELSEWHERE = "Un des villages envoyés n’est pas de cette aire\u00a0: rien n’est enregistré."


def makers_of(form_of: type[VillageForm], lines: Sequence[Line]) -> Makers[VillageForm]:
    """One form a village, in the order of the page."""
    return {line.village.pk: partial(form_of, line=line) for line in lines}


def save_all(
    makers: Makers[VillageForm], asaco: Asaco, year: int, posted: Mapping[str, Any], scope: Scope
) -> KeptRows[VillageForm]:
    """Save each row of which something new is said; a village from elsewhere among them: nothing is saved."""

    def keep(form: VillageForm) -> None:
        write(form.kind, asaco, form.line.village, year, form.typed(), scope, version=form.version)

    return save_rows(makers, "v", posted, keep, ELSEWHERE)
