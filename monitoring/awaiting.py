"""The three lines at the top of a commune's figures: late, red, awaiting its reader."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from communes.models import Commune
from core.access import Action, PlaceSet, Scope
from core.formats import HARD, MONTHS, counted, join_and
from monitoring.aggregates import Figure
from monitoring.todo import Todo, TodoLine, TodoList, waiting_for
from monitoring.units import Unit

NAMED = 4  # what a line names before it counts the rest


@dataclass(frozen=True, slots=True)
class Line:
    """One line, as ``parts/three_lines.html`` draws it."""

    number: int
    words: str
    detail: str
    url: str
    symbol: str


def commune_lines(
    scope: Scope, commune: Commune, units: Sequence[Unit], figures: Sequence[Figure]
) -> list[Line]:
    """Late, red, awaited, in this commune alone; a zero is shown and says so. Ten queries at most."""
    todo = waiting_for(_narrowed(scope, units))
    watched = scope.may(Action.COMPLETENESS_SEE, commune.where())
    late = [_late(todo.late)] if watched else []
    return [*late, _red(figures), _awaiting(scope, todo)]


def _narrowed(scope: Scope, units: Sequence[Unit]) -> Scope:
    """The same person, brought down to these aires: each act stays where it was allowed."""
    places = {
        action: PlaceSet(aires=frozenset(u.place.id for u in units if scope.may(action, u.where)))
        for action in scope.places
    }
    return replace(scope, places={action: found for action, found in places.items() if found})


def _late(found: TodoList) -> Line:
    words = "rapport en retard" if found.count == 1 else "rapports en retard" if found else "aucun retard"
    detail = _by_aire(found.lines) if found else "Tous les rapports attendus sont reçus."
    return Line(found.count, words, detail, reverse("completeness"), "clock")


def _by_aire(lines: Sequence[TodoLine]) -> str:
    """« Ouaro : juillet et août ; Tota : août »."""
    months: dict[str, list[TodoLine]] = {}
    for line in lines:
        months.setdefault(line.aire.name, []).append(line)
    said = [f"{name}{HARD}: {_months(mine)}" for name, mine in list(months.items())[:NAMED]]
    rest = len(months) - NAMED
    return "\u202f; ".join([*said, counted(rest, "autre aire", "autres aires")] if rest > 0 else said)


def _months(lines: Sequence[TodoLine]) -> str:
    if len(lines) > NAMED:
        return counted(len(lines), "mois", "mois")
    return join_and([MONTHS[line.period.month - 1] for line in sorted(lines, key=lambda x: -x.days)])


def _red(figures: Sequence[Figure]) -> Line:
    red = [figure.label for figure in figures if figure.status == "far"]
    words = "chiffre en rouge" if len(red) == 1 else "chiffres en rouge" if red else "aucun chiffre en rouge"
    rest = len(red) - NAMED
    named = [*red[:NAMED], counted(rest, "autre", "autres")] if rest > 0 else red
    return Line(len(red), words, join_and(named), "#chiffres", "far")


def _awaiting(scope: Scope, todo: Todo) -> Line:
    lists = (
        (todo.returned, "à corriger"),
        (todo.enter, "à saisir"),
        (todo.visa, "à viser"),
        (todo.sign, "à signer"),
        (todo.validate, "à vérifier"),
    )
    count = sum(found.count for found, _ in lists)
    detail = join_and([f"{counted(f.count, 'rapport', 'rapports')} {act}" for f, act in lists if f])
    if not detail:
        detail = "Les décisions et les plans ne sont pas encore suivis ici."
    url = reverse("review_queue") if scope.may(Action.REPORT_VALIDATE) else reverse("document_list")
    words = "vous attend" if count == 1 else "vous attendent" if count else "rien ne vous attend"
    return Line(count, words, detail, url, "pen")
