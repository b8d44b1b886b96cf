"""The tables of villages of a year: each row with its form, what was typed saved row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from asaco.aggregates import Line
from asaco.counting import write
from asaco.models import Asaco
from asaco.village_forms import VillageForm
from core.access import Scope
from core.keeping import Kept
from core.workflow import Refusal

ELSEWHERE = "Un des villages envoyés n’est pas de cette aire\u00a0: rien n’est enregistré."


@dataclass
class KeptVillages(Kept[int, VillageForm]):
    """By village; what a sheet says of them besides."""

    filled: dict[int, VillageForm] = field(default_factory=dict)  # to be read, then saved
    strange: Sequence[str] = ()  # villages of the sheet that are not of this aire

    @property
    def wrong(self) -> bool:
        return super().wrong or any(form.errors for form in self.filled.values())

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(id of the row, « Touba : … »), for the top of the page."""
        found = [("contenu", self.whole)] if self.whole else []
        for pk, form in (self.refused | self.filled).items():
            for sentences in form.errors.values():
                found += [(f"v{pk}", f"{form.line.village.name}\u00a0: {said}") for said in sentences]
        return found


def save_all(
    form_of: type[VillageForm],
    asaco: Asaco,
    lines: Sequence[Line],
    year: int,
    posted: Mapping[str, Any],
    scope: Scope,
) -> KeptVillages:
    """Save each row of which something new is said; a village from elsewhere among them: nothing is saved."""
    kept = KeptVillages()
    there = {str(line.village.pk): line for line in lines}
    asked = {name[1:-5] for name in posted if name.startswith("v") and name.endswith("-seen")}
    if not asked <= set(there):
        kept.whole = ELSEWHERE
        kept.refused = {
            line.village.pk: form_of(posted, line=line) for pk, line in there.items() if pk in asked
        }
        return kept
    for pk, line in there.items():
        if pk not in asked:
            continue
        form = form_of(posted, line=line)
        if not form.changed:
            continue
        if _saved(form, asaco, year, scope):
            kept.saved += 1
        else:
            kept.refused[line.village.pk] = form
    return kept


def _saved(form: VillageForm, asaco: Asaco, year: int, scope: Scope) -> bool:
    if not form.is_valid():
        return False
    try:
        write(form.kind, asaco, form.line.village, year, form.said(), scope, version=form.version)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def forms_of(form_of: type[VillageForm], lines: Sequence[Line], kept: KeptVillages) -> list[VillageForm]:
    """One form a village, in the order of the page; those refused as they were typed."""
    back = kept.filled | kept.refused
    return [back.get(line.village.pk) or form_of(line=line) for line in lines]
