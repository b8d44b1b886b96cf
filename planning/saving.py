"""What was typed in the table, row by row: each is saved by itself, what is refused comes back as typed."""

import re
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from core.access import Scope
from core.keeping import Kept
from core.workflow import Refusal
from planning.line_forms import BLANK, REPEATED, GridForm, mark_of
from planning.lines import GONE, write_line
from planning.models import Activity, Plan

MOST = 60  # rows of one page, with room
NEW = 5  # empty rows at the end
TOKEN = re.compile(r"n[0-9a-f]{16}-text")
LINE = re.compile(r"l[0-9a-f]{32}-seen")
SPACE = uuid.UUID("6f0f6a86-52c4-4a6f-9b51-8a3f2a4c7d10")
RETYPED = f"{GONE} Ce que vous aviez tapé est ici\u00a0: enregistrez pour en faire une ligne nouvelle."


def prefix_of(line: Activity) -> str:
    """« l3f2504e04f8911d39a0c0305e82c3301 »."""
    return f"l{line.key.hex}"


def fresh_prefix() -> str:
    """Names one empty row: sent twice, it is one line."""
    return f"n{uuid.uuid4().hex[:16]}"


def seen_of(line: Activity) -> str:
    """« 3/0f6a8652c44a »: the version a reader saw, what its row said."""
    return f"{line.version}/{mark_of({name: getattr(line, name) for name in BLANK})}"


def save_all(plan: Plan, posted: Mapping[str, Any], scope: Scope) -> Kept[str, GridForm]:
    """Save every row of which something is said, in the order of the page."""
    kept: Kept[str, GridForm] = Kept()
    above: Mapping[str, Any] = BLANK
    lines = {line.key.hex: line for line in plan.activities.all()}
    for name in [name for name in posted if LINE.fullmatch(name) or TOKEN.fullmatch(name)][:MOST]:
        prefix = name.partition("-")[0]
        line = lines.get(prefix[1:]) if prefix[0] == "l" else None
        if prefix[0] == "n":
            above = above if above is not BLANK else _last(lines.values())
        form = GridForm(posted, line=line, prefix=prefix, above=above)
        _save(form, plan, scope, kept, posted.get(name) if prefix[0] == "l" else None)
        said = getattr(form, "cleaned_data", {})
        above = {name: said.get(name) or above[name] for name in REPEATED}
    return kept


def _last(lines: Iterable[Activity]) -> Mapping[str, Any]:
    line = max(lines, key=lambda one: one.rank, default=None)
    return {name: getattr(line, name) for name in REPEATED} if line else BLANK


def _save(form: GridForm, plan: Plan, scope: Scope, kept: Kept[str, GridForm], seen: str | None) -> None:
    prefix = str(form.prefix)
    if seen is None:
        if form.empty:
            form.cleaned_data = {}
            return
        key, version = uuid.uuid5(SPACE, f"{plan.pk}/{prefix}"), None
    elif form.line is None:
        fresh = fresh_prefix()
        kept.refused[fresh] = _retyped(form, fresh)
        return
    else:
        key, version = form.line.key, _version(seen)
    if not form.is_valid():
        kept.refused[prefix] = form
        return
    values = form.values()
    if seen and seen.partition("/")[2] == mark_of(values):
        return  # as its reader saw it: whatever others wrote since stays
    try:
        kept.saved += write_line(plan, scope, values, key=key, seen=version).changed
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        kept.refused[prefix] = form


def _retyped(form: GridForm, fresh: str) -> GridForm:
    """A line that left meanwhile comes back as a new row, with all that was typed."""
    typed: dict[str, Any] = {name: form[name].data for name in form.fields}
    made = GridForm({f"{fresh}-{name}": value for name, value in typed.items()}, prefix=fresh)
    made.is_valid()
    made.add_error(None, RETYPED)
    return made


def _version(seen: str) -> int:
    """-1, which no line has, for what nobody was shown."""
    digits = seen.partition("/")[0]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else -1
