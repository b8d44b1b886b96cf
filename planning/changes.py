"""What changed in a plan since one reader last looked: line by line, real differences only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from planning.lines import FIELDS
from planning.models import Activity, LineDiff, Plan
from planning.wording import field_words, value_words


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one line; ``field`` "" : the whole line, new or removed. Values in words."""

    line: str
    field: str
    before: str
    after: str
    by: str
    at: datetime


def changes_since(plan: Plan, version: int) -> list[Change]:
    """The differences between the plan at ``version`` and now, in the order of the lines (two queries).

    What was changed and changed back is no difference.
    """
    diffs = LineDiff.objects.filter(plan=plan, version__gt=version).select_related("person")
    by_key: dict[object, list[LineDiff]] = {}
    for diff in diffs.order_by("version", "pk"):
        by_key.setdefault(diff.key, []).append(diff)
    ranks = dict(plan.activities.filter(key__in=by_key).values_list("key", "rank"))
    ordered = sorted(by_key.values(), key=lambda found: ranks.get(found[0].key, 10**6))
    return [change for found in ordered for change in _of_line(found)]


def _of_line(diffs: list[LineDiff]) -> Iterable[Change]:
    before, after, last = diffs[0].before, diffs[-1].after, diffs[-1]
    by = str(last.person or "")
    if before is None and after is None:
        return
    if before is None or after is None:
        held = after if before is None else before
        assert held is not None  # noqa: S101 - for the reader of types
        words = f"{held['text']}, {value_words('unit_cost', held['quantity'] * held['unit_cost'])}"
        yield Change(
            held["text"], "", "" if before is None else words, words if before is None else "", by, last.at
        )
        return
    for name in FIELDS:
        if before[name] != after[name]:
            was, now = value_words(name, before[name]), value_words(name, after[name])
            author = next(
                diff
                for diff in reversed(diffs)
                if (diff.before or {}).get(name) != (diff.after or {}).get(name)
            )
            yield Change(after["text"], field_words(name), was, now, str(author.person or ""), author.at)


def lines_of(plan: Plan) -> list[Activity]:
    """The lines in their order, with where they come from (one query)."""
    return list(plan.activities.select_related("origin"))
