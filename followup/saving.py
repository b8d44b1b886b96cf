"""What was typed in the table, line by line: each is saved by itself, what is refused comes back as typed."""

from collections.abc import Mapping
from typing import Any

from core.access import Scope
from core.keeping import Kept
from core.workflow import Refusal
from followup.forms import LineForm, Seen
from followup.models import Followup
from followup.updating import may_update, update

MOST = 200  # lines of one page, with room


def save_all(posted: Mapping[str, Any], scope: Scope) -> Kept[int, LineForm]:
    """Save every line of which something is said; lines out of reach or out of hand are as if absent."""
    kept: Kept[int, LineForm] = Kept()
    ids = sorted({int(name[1:-5]) for name in posted if _is_line(name)})[:MOST]
    for row in Followup.objects.visible_to(scope).located().filter(pk__in=ids):
        if may_update(scope, row):
            form = LineForm(posted, line=row)
            if not form.is_valid() or (form.changed and not _saved(form, row, scope)):
                kept.refused[row.pk] = form
            elif form.changed:
                kept.saved += 1
    return kept


def _is_line(name: str) -> bool:
    """« l17-seen »."""
    digits = name[1:-5]
    return (
        name.startswith("l")
        and name.endswith("-seen")
        and digits.isascii()
        and digits.isdigit()
        and len(digits) < 18
    )


def _saved(form: LineForm, row: Followup, scope: Scope) -> bool:
    seen: Seen = form.cleaned_data["seen"]
    try:
        update(row, form.said(), scope, version=seen.version)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
