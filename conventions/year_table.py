"""The tables of a year of a convention: one row a commitment, typed for one party."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from conventions.enums import CamParty
from conventions.year_forms import DueForm
from conventions.yearly import ELSEWHERE, Line
from core.access import Scope
from core.rows import KeptRows, Makers, save_rows


def makers_of(form_of: type[DueForm], lines: Sequence[Line], party: CamParty) -> Makers[DueForm]:
    """One form a line, in the order of the page."""
    return {line.due.pk: partial(form_of, line=line, party=party) for line in lines}


def save_all(makers: Makers[DueForm], posted: Mapping[str, Any], scope: Scope) -> KeptRows[DueForm]:
    """Save each row of which something new is said; a line from elsewhere among them: nothing is saved."""
    return save_rows(makers, "l", posted, lambda form: form.keep(scope), ELSEWHERE)
