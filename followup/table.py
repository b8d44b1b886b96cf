"""The table of lines as a page shows it: which ones an address asks for, how each reads today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from core.access import PlaceKind, Scope
from core.formats import counted
from followup.forms import LineForm, Seen
from followup.models import OPEN, Followup, FollowupQuerySet, State
from followup.reading import with_postponements
from followup.updating import may_update

OPENED, LATE, DONE, DROPPED = "ouverts", "en-retard", "faits", "annules"
TABS: Final = ((OPENED, "Ouverts"), (LATE, "En retard"), (DONE, "Faits"), (DROPPED, "Annulés"))
MINE: Final = "moi"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that has something to show, as a filter offers it."""

    kind: PlaceKind
    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; what it asks wrongly is as if it did not."""

    tab: str
    mine: bool
    spot: Spot | None

    @classmethod
    def read(cls, query: Mapping[str, str], spots: Iterable[Spot]) -> "Asked":
        tab, code = query.get("etat", ""), query.get("lieu", "")
        known = tab if tab in dict(TABS) else OPENED
        return cls(known, query.get("qui") == MINE, next((s for s in spots if s.code == code), None))

    def query(self, **other: str) -> str:
        """« ?etat=faits&lieu=ML020201 »: this question, but for ``other``; "" for the usual one."""
        words = {
            "etat": self.tab,
            "qui": MINE if self.mine else "",
            "lieu": self.spot.code if self.spot else "",
        }
        told = {k: v for k, v in (words | other).items() if v and (k, v) != ("etat", OPENED)}
        return f"?{urlencode(told)}" if told else ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of the page, with how many lines stand behind it."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it reads today; ``form`` None: this reader only reads it."""

    row: Followup
    days_late: int
    form: LineForm | None
    errors: Sequence[tuple[str, str]] = field(default=())  # field, sentence

    @property
    def seen(self) -> str:
        return str(Seen.of(self.row))

    @property
    def late_words(self) -> str:
        return f"{counted(self.days_late, 'jour', 'jours')} de retard" if self.days_late else ""

    @property
    def postponed_words(self) -> str:
        count: int = self.row.postponed  # type: ignore[attr-defined]  # annotated by with_postponements
        return f"échéance reportée {counted(count, 'fois', 'fois')}" if count else ""

    @property
    def url(self) -> str:
        return reverse("followup_show", args=[self.row.pk])

    @property
    def tag(self) -> tuple[str, str]:
        """Symbol, tone of the state: half done is half full."""
        tags = {State.UNDONE: ("todo", ""), State.ONGOING: ("half", ""), State.DONE: ("ok", "ok")}
        return tags.get(State(self.row.state), ("nil", "nil"))


def spots_of(lines: FollowupQuerySet) -> list[Spot]:
    """The places these lines stand at, the communes and districts around them, by kind, name. One query."""
    paths = {
        PlaceKind.DISTRICT: ("district", "aire__district", "commune__district"),
        PlaceKind.COMMUNE: ("commune", "aire__host_commune"),
        PlaceKind.AIRE: ("aire",),
    }
    columns = [(kind, path) for kind, found in paths.items() for path in found]
    fields = [f"{path}__{name}" for _, path in columns for name in ("pk", "code", "name")]
    found = {
        Spot(kind, row[3 * i], row[3 * i + 1], row[3 * i + 2])
        for row in lines.order_by().values_list(*fields).distinct()
        for i, (kind, _) in enumerate(columns)
        if row[3 * i]
    }
    order = list(paths)
    return sorted(found, key=lambda spot: (order.index(spot.kind), spot.name, spot.code))


def chosen(lines: FollowupQuerySet, asked: Asked, scope: Scope, today: date) -> QuerySet[Followup]:
    """The lines behind one tab, late first; what is settled, the latest first."""
    rows = _narrowed(lines, asked, scope)
    match asked.tab:
        case tab if tab == LATE:
            rows = rows.late(today)
        case tab if tab == OPENED:
            rows = rows.open()
        case tab:
            rows = rows.filter(state=State.DONE if tab == DONE else State.DROPPED)
    order = ("due_on", "pk") if asked.tab in {OPENED, LATE} else ("-settled_on", "-pk")
    return with_postponements(rows.located()).order_by(*order)


def tabs_of(lines: FollowupQuerySet, asked: Asked, scope: Scope, today: date) -> list[Tab]:
    """Every tab with its count (one query)."""
    ways = {
        OPENED: Q(state__in=OPEN),
        LATE: Q(state__in=OPEN, due_on__lt=today),
        DONE: Q(state=State.DONE),
        DROPPED: Q(state=State.DROPPED),
    }
    counts = _narrowed(lines, asked, scope).aggregate(
        **{f"n{i}": Count("pk", filter=ways[tab], distinct=True) for i, (tab, _) in enumerate(TABS)}
    )
    base = reverse("followup_list")
    return [
        Tab(f"{label} ({counts[f'n{i}']})", base + asked.query(etat=tab), tab == asked.tab)
        for i, (tab, label) in enumerate(TABS)
    ]


def line_of(row: Followup, scope: Scope, today: date, form: LineForm | None = None) -> Line:
    """A row as a line of the table; ``form``: what came back wrong."""
    mine = form or (LineForm(line=row) if may_update(scope, row) else None)
    errors = [(name, str(s)) for name, said in form.errors.items() for s in said] if form else []
    return Line(row, row.days_late(today), mine, errors)


def _narrowed(lines: FollowupQuerySet, asked: Asked, scope: Scope) -> FollowupQuerySet:
    if asked.mine:
        lines = lines.filter(owner=scope.person_id)
    return lines.at(asked.spot.kind, asked.spot.id) if asked.spot else lines
