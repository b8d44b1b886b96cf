"""The three lines at the top of a home page: what awaits, what is late, what is red."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils import timezone

from core.access import Action, Scope
from core.formats import MONTHS, counted, join_and, month
from monitoring.aggregates import Figure
from monitoring.awaiting import Line
from monitoring.todo import WATCH, Todo, TodoLine
from reports.papers import Papers

NAMED = 3  # what a line names before it counts the rest
FAR = "far"
ACTS = (Action.CLINICAL_ENTER, Action.MANAGEMENT_ENTER, Action.CLINICAL_SIGN, Action.MANAGEMENT_SIGN)


def three_lines(
    scope: Scope, todo: Todo, papers: Papers, figures: Sequence[Figure], figures_url: str
) -> list[Line]:
    """Late first for whoever watches, then red, then what awaits; a zero is shown, nothing is hidden."""
    lines = [_awaiting(scope, todo, papers)]
    if scope.may(Action.COMPLETENESS_SEE) or any(scope.may(action) for action in WATCH):
        lines.append(_late(scope, todo))
    if figures_url:
        lines.append(_red(figures, figures_url))
    return lines


def _awaiting(scope: Scope, todo: Todo, papers: Papers) -> Line:
    lists = (
        (todo.returned, "à corriger", "à corriger"),
        (todo.enter, "à saisir", "à saisir"),
        (todo.visa, "à viser", "à viser"),
        (todo.sign, "à signer", "à signer"),
        (todo.validate, "à vérifier", "à vérifier"),
    )
    reports = sum(found.count for found, _, _ in lists)
    count = reports + papers.to_read + papers.to_issue
    words = "vous attend" if count == 1 else "vous attendent" if count else "rien ne vous attend"
    detail = join_and(
        [f"{counted(found.count, 'rapport', 'rapports')} {one}" for found, one, _ in lists if found]
        + papers.words()
    )
    if not detail and not any(scope.may(a) for a in (*ACTS, Action.REPORT_VALIDATE)):
        detail = "Les décisions et les plans ne sont pas encore suivis ici."
    first = [line for found, _, _ in lists for line in found.lines]
    if count and not reports:
        url = papers.url()
    elif count == 1:
        url = report_url(first[0])
    elif scope.may(Action.REPORT_VALIDATE):
        url = reverse("review_queue")
    elif any(scope.may(action) for action in ACTS):
        url = reverse("report_list")
    else:
        url = reverse("document_list")
    return Line(count, words, detail, url, "pen")


def _late(scope: Scope, todo: Todo) -> Line:
    count = todo.late.count
    words = (
        "rapport en retard" if count == 1 else "rapports en retard" if count else "aucun rapport en retard"
    )
    url = reverse("completeness") if scope.may(Action.COMPLETENESS_SEE) else reverse("report_list")
    return Line(count, words, _named([_month_of(line) for line in todo.late.lines], count), url, "clock")


def _red(figures: Sequence[Figure], url: str) -> Line:
    red = [figure for figure in figures if figure.status == FAR and not figure.missing]
    words = "chiffre en rouge" if len(red) == 1 else "chiffres en rouge" if red else "aucun chiffre en rouge"
    return Line(
        len(red), words, _named([figure.label for figure in red], len(red)), url, FAR if red else "ok"
    )


def report_url(line: TodoLine) -> str:
    """The page of one report of a list."""
    return reverse("report_show", args=[line.aire.code, line.period.code])


def _month_of(line: TodoLine) -> str:
    same_year = line.period.year == timezone.localdate().year
    words = MONTHS[line.period.month - 1] if same_year else month(line.period.year, line.period.month)
    return f"{line.aire.name} ({words})"


def _named(names: Iterable[str], count: int) -> str:
    shown = list(names)[:NAMED]
    rest = count - len(shown)
    return join_and([*shown, counted(rest, "autre", "autres")] if rest else shown)
