"""The table of a plan as a page shows it: its rows with their forms, what all its lines cost together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Sum
from django.forms import BoundField

from planning.enums import PAYERS, Source
from planning.line_forms import GridForm
from planning.models import Activity, LineDiff, Plan
from planning.saving import NEW, fresh_prefix, prefix_of, seen_of

PAGE = 30  # lines; the fields of a page stay under what one form may send
TEXTS = ("objective", "result", "text")


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``line`` None: a new one."""

    prefix: str
    number: int
    line: Activity | None
    form: GridForm
    seen: str = ""

    @property
    def texts(self) -> list[BoundField]:
        return [self.form[name] for name in TEXTS]

    @property
    def payers(self) -> list[BoundField]:
        return [self.form[name] for name in PAYERS]

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(id of the field to go to, sentence with the name of the field)."""
        return [
            self._told(name, str(sentence))
            for name, said in (self.form.errors.items() if self.form.is_bound else ())
            for sentence in said
        ]

    def _told(self, name: str, sentence: str) -> tuple[str, str]:
        if name == "__all__":
            return f"id_{self.prefix}-text", sentence
        aim = {"quarters": "quarters_0", "sought": Source.ASACO.value}.get(name, name)
        return f"id_{self.prefix}-{aim}", f"{self.form[name].label}, {sentence}"

    @property
    def cost(self) -> int | None:
        return self.line.cost if self.line else None

    @property
    def sought(self) -> int | None:
        return self.line.sought if self.line else None


@dataclass(frozen=True, slots=True)
class Totals:
    """Of every line of the plan, in FCFA; ``elsewhere``: the same of the lines on other pages."""

    whole: Mapping[str, int]
    elsewhere: Mapping[str, int]

    @property
    def columns(self) -> list[tuple[str, str, int, int]]:
        """(name, label, total, elsewhere) of the cost, of each payer, of what is to be found."""
        named = (("cost", "Coût"), *((s.value, s.label) for s in PAYERS), ("sought", "Reste à trouver"))
        return [(name, label, self.whole[name], self.elsewhere[name]) for name, label in named]


def page_of_lines(plan: Plan, asked: str | None) -> Page[Activity]:
    """Some lines, in their order (two queries)."""
    return Paginator(plan.activities.order_by("rank", "pk"), PAGE).get_page(asked)


def rows_of(page: Page[Activity], refused: Mapping[str, GridForm], plan: Plan) -> list[Row]:
    """The lines of the page as they stand, or as they were typed; what was refused of others; empty rows."""
    first = page.start_index()
    rows = [_row(line, first + place, refused) for place, line in enumerate(page)]
    shown = {row.prefix for row in rows}
    others = [form for prefix, form in refused.items() if prefix not in shown]
    count = page.paginator.count
    fresh = [*others, *(GridForm(prefix=fresh_prefix()) for _ in range(max(0, NEW - len(others))))]
    lines = {line.key.hex: line for line in plan.activities.all()} if others else {}
    return rows + [
        Row(str(form.prefix), count + place, None, form)
        if form.line is None
        else _row(lines.get(form.line.key.hex, form.line), count + place, {str(form.prefix): form})
        for place, form in enumerate(fresh, 1)
    ]


def _row(line: Activity, number: int, refused: Mapping[str, GridForm]) -> Row:
    prefix = prefix_of(line)
    form = refused.get(prefix) or GridForm(line=line, prefix=prefix)
    return Row(prefix, number, line, form, seen_of(line))


def totals_of(plan: Plan, shown: Iterable[Activity]) -> Totals:
    """One query."""
    names = ("cost", *Source.values)
    whole = plan.activities.aggregate(**{f"sum_{name}": Sum(name, default=0) for name in names})
    here = dict.fromkeys(names, 0)
    for line in shown:
        for name in names:
            here[name] += getattr(line, name)
    total = {name: int(whole[f"sum_{name}"]) for name in names}
    return Totals(total, {name: total[name] - here[name] for name in names})


def removed_of(plan: Plan) -> Sequence[LineDiff]:
    """The last removal of each line that left and did not come back, the latest first (one query)."""
    present = plan.activities.values("key")
    gone = (
        LineDiff.objects.filter(plan=plan, after__isnull=True)
        .exclude(key__in=present)
        .select_related("person")
    )
    latest: dict[object, LineDiff] = {}
    for diff in gone.order_by("-version", "-pk"):
        latest.setdefault(diff.key, diff)
    return list(latest.values())
