"""The three lines at the top of a home, of a commune's figures: what is late, what is red, what awaits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from communes.models import Commune
from core.access import Action, PlaceSet, Scope
from core.formats import HARD, MONTHS, NARROW, counted, day, join_and, month, plural
from cscom.models import Aire
from followup.reading import Late, late_seen
from followup.table import LATE
from monitoring.aggregates import Figure
from monitoring.figures import FAR, OK
from monitoring.todo import WATCH, Todo, TodoLine, TodoList, waiting_for

NAMED = 3  # what a line names before it counts the rest
ACTS = (Action.CLINICAL_ENTER, Action.MANAGEMENT_ENTER, Action.CLINICAL_SIGN, Action.MANAGEMENT_SIGN)
NOT_YET = "Les plans ne sont pas encore suivis ici."


@dataclass(frozen=True, slots=True)
class Line:
    """One line, as ``parts/three_lines.html`` draws it."""

    number: int
    words: str
    detail: str
    url: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Besides:
    """What awaits a person besides monthly reports: how many, « 1 document à lire », where one begins."""

    count: int
    words: tuple[str, ...]
    url: str


def three_lines(
    scope: Scope,
    todo: Todo,
    figures: Sequence[Figure],
    red_url: str,
    *,
    watched: bool,
    promised: Sequence[Line],
    besides: Besides,
) -> list[Line]:
    """Late (when ``watched``), promised, red, awaited: always in this order; a zero is shown."""
    late = [_late(scope, todo.late)] if watched else []
    return [*late, *promised, _red(figures, red_url), _awaiting(scope, todo, besides)]


def home_lines(
    scope: Scope, todo: Todo, figures: Sequence[Figure], figures_url: str, besides: Besides
) -> list[Line]:
    """The lines of one mandate's home, from what was read already."""
    watched = any(scope.may(action) for action in WATCH)
    promised = _promised(scope, late_seen(scope), "")
    return three_lines(scope, todo, figures, figures_url, watched=watched, promised=promised, besides=besides)


def commune_lines(
    scope: Scope, commune: Commune, aires: Sequence[Aire], figures: Sequence[Figure], besides: Besides
) -> list[Line]:
    """The lines of one commune alone, of its ``aires`` as ``aires_touching`` reads them: reports, promises,
    what awaits besides. Nine queries at most.
    """
    narrowed = _narrowed(scope, aires)
    watched = scope.may(Action.COMPLETENESS_SEE, commune.where())
    todo = waiting_for(narrowed, known=aires)
    promised = _promised(scope, late_seen(scope, commune), commune.code)
    return three_lines(
        narrowed, todo, figures, "#chiffres", watched=watched, promised=promised, besides=besides
    )


def _narrowed(scope: Scope, aires: Sequence[Aire]) -> Scope:
    """The same person, brought down to these aires: each act stays where it was allowed."""
    standing = [(aire.pk, aire.where()) for aire in aires]
    places = {
        action: PlaceSet(aires=frozenset(pk for pk, where in standing if scope.may(action, where)))
        for action in scope.places
    }
    return replace(scope, places={action: found for action, found in places.items() if found})


def _late(scope: Scope, found: TodoList) -> Line:
    words = plural(found.count, "rapport", "rapports") if found else "aucun rapport"
    url = reverse("completeness") if scope.may(Action.COMPLETENESS_SEE) else reverse("report_list")
    detail = _by_aire(found) if found else "Aucune date n’est passée."
    return Line(found.count, f"{words} en retard", detail, url, "clock")


def _promised(scope: Scope, late: Late, place: str) -> list[Line]:
    """What was promised by a day now past; nothing for who neither reads the follow-up nor owns a line."""
    if not late.count and not scope.may(Action.FOLLOWUP_SEE):
        return []
    words = plural(late.count, "engagement", "engagements") if late.count else "aucun engagement"
    oldest = late.oldest
    detail = f"Le plus ancien était dû le {day(oldest)}." if oldest else "Aucune échéance n’est passée."
    said = {"etat": LATE} | ({"lieu": place} if place else {})
    url = f"{reverse('followup_list')}?{urlencode(said)}"
    return [Line(late.count, f"{words} en retard", detail, url, "clock")]


def _by_aire(found: TodoList) -> str:
    """« Ouaro : juillet et août ; Tota : août »; what is not named is counted."""
    owed: dict[str, list[TodoLine]] = {}
    for line in found.lines:
        owed.setdefault(line.aire.name, []).append(line)
    named = list(owed.items())[:NAMED]
    said = [f"{name}{HARD}: {_months(mine)}" for name, mine in named]
    rest = found.count - sum(len(mine) for _, mine in named)
    if rest:
        said.append(counted(rest, "autre rapport", "autres rapports"))
    return f"{NARROW}; ".join(said)


def _months(lines: Sequence[TodoLine]) -> str:
    if len(lines) > NAMED:
        return counted(len(lines), "mois", "mois")
    return join_and([_month(line) for line in sorted(lines, key=lambda line: -line.days)])


def _month(line: TodoLine) -> str:
    """« août », « décembre 2025 » when it was another year."""
    period = line.period
    this_year = period.year == timezone.localdate().year
    return MONTHS[period.month - 1] if this_year else month(period.year, period.month)


def _red(figures: Sequence[Figure], url: str) -> Line:
    red = [figure.label for figure in figures if figure.status == FAR and not figure.missing]
    words = plural(len(red), "chiffre", "chiffres") if red else "aucun chiffre"
    rest = len(red) - NAMED
    named = [*red[:NAMED], counted(rest, "autre", "autres")] if rest > 0 else red
    return Line(len(red), f"{words} en rouge", join_and(named), url, FAR if red else OK)


def _awaiting(scope: Scope, todo: Todo, besides: Besides) -> Line:
    lists = (
        (todo.returned, "à corriger"),
        (todo.enter, "à saisir"),
        (todo.visa, "à viser"),
        (todo.sign, "à signer"),
        (todo.validate, "à vérifier"),
    )
    reports = [line for found, _ in lists for line in found.lines]
    said = [f"{counted(f.count, 'rapport', 'rapports')} {act}" for f, act in lists if f]
    count = sum(found.count for found, _ in lists)
    url = reports[0].url if count == 1 and not besides.count else _reports_url(scope)
    url = besides.url if besides.count and not count else url
    count, said = count + besides.count, [*said, *besides.words]
    detail = join_and(said)
    if not detail and not any(scope.may(a) for a in (*ACTS, Action.REPORT_VALIDATE)):
        detail = NOT_YET
    words = plural(count, "vous attend", "vous attendent") if count else "rien ne vous attend"
    return Line(count, words, detail, url, "pen")


def _reports_url(scope: Scope) -> str:
    """The list where a person's work on reports stands; else their documents, or their notices."""
    if scope.may(Action.REPORT_VALIDATE):
        return reverse("review_queue")
    if any(scope.may(action) for action in ACTS):
        return reverse("report_list")
    return reverse("document_list" if scope.may(Action.DOCUMENT_SEE) else "notice_list")
