"""What the page of one plan shows its reader: what waits, what changed for them, what was said, who pays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from core.access import Scope
from core.bars import Bar, bars
from core.charts import Chart
from core.formats import fcfa, percent
from mandates.acted import behind_of
from monitoring.models import Indicator
from planning.acts import ActView, act_views
from planning.awaiting import awaits, names_of, wait_of
from planning.changes import Change, changes_since, lines_of
from planning.enums import Source
from planning.joined import by_act, pieces_of
from planning.lines import snapshot
from planning.models import Activity, Look, Opinion, Plan
from planning.steps import last_return, steps
from planning.wording import NOTHING, months_words, value_words
from planning.workflow import CIRCUIT

# Acts that change no state, each with the title its words stand under.
SAID = {
    "valider": "Avis technique du CSRéf",
    "conseiller": "Avis donnés",
    "diverger": "Avis divergents",
    "legalite": "Contrôle de légalité",
    "conseil_gestion": "Conseil de gestion",
    "crocep": "CROCEP",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One activity, its money in words."""

    line: Activity
    number: str
    months: str
    paid: str


@dataclass(frozen=True, slots=True)
class Result:
    """The activities of one result."""

    name: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Objective:
    """The results of one objective, with what they cost together."""

    name: str
    cost: int
    results: list[Result]


@dataclass(frozen=True, slots=True)
class Aim:
    """An indicator that a line aims at."""

    name: str
    baseline: str
    target: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader has read of a plan: ``look`` None, never; what was done and changed since."""

    look: Look | None
    changes: list[Change]
    acts: list[ActView]

    @property
    def news(self) -> bool:
        return self.look is None or bool(self.changes or self.acts)


def page_of_plan(plan: Plan, scope: Scope) -> dict[str, Any]:
    """The context of the page; twelve queries at most, whatever the number of lines or acts."""
    logs = list(CIRCUIT.history(plan))
    lines, wait, behind = lines_of(plan), wait_of(plan), behind_of(logs)
    pieces = pieces_of(plan, scope)
    views = act_views(plan, logs, behind, by_act(pieces))
    back = last_return(logs)
    return {
        "lines": lines,
        "objectives": objectives(lines),
        "total": sum(line.cost for line in lines),
        "aims": aims(lines, names_in(lines)),
        "chart": payers(lines),
        "steps": steps(plan, logs, wait, scope, behind),
        "wait": wait,
        "yours": awaits(wait, scope),
        "names": names_of(wait, scope) if wait else "",
        "back": next((view for view in views if view.log == back), None),
        "acts": list(reversed(views)),
        "returns": sum(view.log.act.startswith("renvoyer") for view in views),
        "said": said(views),
        "opinions": opinions(plan, views),
        "reading": reading_of(plan, scope, views),
        "attachments": [(piece, opens) for piece, opens in pieces if not piece.log_id],
    }


def reading_of(plan: Plan, scope: Scope, views: Sequence[ActView]) -> Reading:
    """What changed since this reader last looked (three queries at most)."""
    look = plan.looks.filter(person=scope.person_id or 0).first()
    if look is None:
        return Reading(None, [], [])
    acts = [view for view in views if view.log.version > look.version]
    return Reading(look, changes_since(plan, look.version), acts)


def said(views: Sequence[ActView]) -> list[tuple[str, list[ActView]]]:
    """(title, acts) for what was said without moving the plan; of the technical opinion, the last one."""
    found = []
    for act, title in SAID.items():
        of_act = [view for view in views if view.log.act == act]
        if of_act:
            found.append((title, of_act[-1:] if act == "valider" else of_act))
    return found


def opinions(plan: Plan, views: Sequence[ActView]) -> list[tuple[Opinion, ActView | None]]:
    """The last opinion of each commune, the host's first, with its engagements (two queries)."""
    last: dict[int, Opinion] = {}
    for opinion in plan.opinions.select_related("commune").prefetch_related("pledges"):
        last[opinion.commune_id] = opinion
    by_log = {view.log.pk: view for view in views}
    host = plan.aire.host_commune_id
    ordered = sorted(last.values(), key=lambda one: (one.commune_id != host, one.commune.name))
    return [(opinion, by_log.get(opinion.log_id)) for opinion in ordered]


def objectives(lines: Sequence[Activity]) -> list[Objective]:
    """Objective → result → activity, in the order each is first met, numbered « 1.2 »."""
    ranks: dict[str, int] = {}
    for line in lines:
        ranks.setdefault(line.objective, len(ranks) + 1)
    found = []
    for name, rank in ranks.items():
        mine = [line for line in lines if line.objective == name]
        rows = [_row(line, f"{rank}.{n}") for n, line in enumerate(mine, 1)]
        results = [Result(key, list(of)) for key, of in groupby(rows, key=lambda row: row.line.result)]
        found.append(Objective(name, sum(line.cost for line in mine), results))
    return found


def _row(line: Activity, number: str) -> Row:
    paid = [
        f"{line.partner if source == Source.PARTNER else source.label}\u00a0: {fcfa(amount)}"
        for source in Source
        if (amount := getattr(line, source))
    ]
    return Row(line, number, months_words(line.months), ", ".join(paid) or NOTHING)


def names_in(lines: Sequence[Activity]) -> dict[str, str]:
    """Code → short name of the indicators that the lines name (one query, none without)."""
    codes = {line.indicator for line in lines if line.indicator}
    rows = Indicator.objects.filter(code__in=codes).order_by("valid_from") if codes else ()
    return {row.code: row.short for row in rows}


def aims(lines: Sequence[Activity], names: Mapping[str, str]) -> list[Aim]:
    """What the lines aim at, each indicator once."""
    found: dict[str, Aim] = {}
    for line in lines:
        name = names.get(line.indicator, line.indicator) or line.indicator_words
        if name and line.target is not None and name not in found:
            kept = snapshot(line)
            base, target = (value_words(field, kept[field]) for field in ("baseline", "target"))
            found[name] = Aim(name, base, target)
    return list(found.values())


def payers(lines: Sequence[Activity]) -> Chart | None:
    """One bar a source, solid when it pays, white when it is still sought; the table behind."""
    sums = {source: sum(getattr(line, source) for line in lines) for source in Source}
    total = sum(sums.values())
    if not total:
        return None
    rows = [(source, amount) for source, amount in sums.items() if amount]
    drawn = [
        Bar(str(source.label), amount, fcfa(amount), "far" if source == Source.SOUGHT else "ok")
        for source, amount in rows
    ]
    title = f"Qui paie\u00a0: {fcfa(total)}"
    table = [(str(source.label), fcfa(amount), percent(100 * amount / total)) for source, amount in rows]
    return Chart(title, bars(title, drawn), "", ("Source", "Montant", "Part"), table)
