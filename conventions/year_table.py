"""The tables of a year of a convention: each row with its form, what was typed saved row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from conventions.enums import CamParty
from conventions.year_forms import DueForm
from conventions.yearly import ELSEWHERE, Line
from core.access import Scope
from core.keeping import Kept
from core.workflow import Refusal


@dataclass
class KeptLines(Kept[int, DueForm]):
    """By line; what a sheet says of them besides."""

    filled: dict[int, DueForm] = field(default_factory=dict)  # to be read, then saved
    strange: Sequence[str] = ()  # lines of the sheet that are not of this table

    @property
    def wrong(self) -> bool:
        return super().wrong or any(form.errors for form in self.filled.values())

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(id of the row, « Payer les primes : … »), for the top of the page."""
        found = [("contenu", self.whole)] if self.whole else []
        for pk, form in (self.refused | self.filled).items():
            text = form.line.commitment.text
            for sentences in form.errors.values():
                found += [(f"l{pk}", f"{text}\u00a0: {said}") for said in sentences]
        return found


def save_all(
    form_of: type[DueForm], lines: Sequence[Line], party: CamParty, posted: Mapping[str, Any], scope: Scope
) -> KeptLines:
    """Save each row of which something new is said; a line from elsewhere among them: nothing is saved."""
    kept = KeptLines()
    there = {str(line.due.pk): line for line in lines}
    asked = {name[1:-5] for name in posted if name.startswith("l") and name.endswith("-seen")}
    if not asked <= set(there):
        kept.whole = ELSEWHERE
        kept.refused = {
            line.due.pk: form_of(posted, line=line, party=party) for pk, line in there.items() if pk in asked
        }
        return kept
    for pk, line in there.items():
        form = form_of(posted, line=line, party=party)
        if pk not in asked or not form.changed:
            continue
        if save(form, scope):
            kept.saved += 1
        else:
            kept.refused[line.due.pk] = form
    return kept


def save(form: DueForm, scope: Scope) -> bool:
    """Save one form; False when it is refused: it then says why."""
    if not form.is_valid():
        return False
    try:
        form.keep(scope)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def forms_of(
    form_of: type[DueForm], lines: Sequence[Line], party: CamParty, kept: KeptLines
) -> list[DueForm]:
    """One form a line, in the order of the page; those refused as they were typed."""
    back = kept.filled | kept.refused
    return [back.get(line.due.pk) or form_of(line=line, party=party) for line in lines]
