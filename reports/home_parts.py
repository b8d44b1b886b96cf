"""The pieces below the three lines of a home page, one a kind of work."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from communes.models import Region
from concertation.pending import late_minutes, pending_for
from core.access import Action, PlaceKind, Scope
from core.formats import day, month
from cscom.models import Aire
from monitoring import aggregates
from monitoring.aggregates import Figure
from monitoring.enums import ReportState
from monitoring.models import MonthlyReport, Period
from monitoring.models.report import declare_by
from monitoring.spans import Span, months_words
from monitoring.standing import StateTag, tag_of
from monitoring.todo import TodoList
from reports.models import Document
from reports.plan_rates import by_district
from reports.reach import communes_of

MONTHS_SHOWN = 6
QUEUE_SHOWN = 10
DOCUMENTS_SHOWN = 5
MEETINGS_SHOWN = 5
COMPLETENESS = "I45"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the page: its template under ``templates/reports/home/``, its title, what it shows."""

    name: str
    title: str
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def template(self) -> str:
        return f"reports/home/{self.name}.html"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A month of one aire: where its report stands, what comes next."""

    label: str
    tag: StateTag
    next_step: str
    url: str


def figures(place_name: str, found: Sequence[Figure], span: Span) -> Part:
    """The ten figures, by the same partial as the figures page."""
    words = {
        "caption": f"{place_name}, {span.words}",
        "year": span.head,
        "last_year": span.before,
        "span": span.axis,
    }
    return Part("figures", f"Les dix chiffres, {span.words}", {"figures": found, **words})


def reports(aire: Aire, periods: Sequence[Period]) -> Part:
    """The last months of one aire, each with its next step. One query."""
    shown = [period for period in periods if period.starts_on <= timezone.localdate()][:MONTHS_SHOWN]
    found = {
        r.period_id: r for r in MonthlyReport.objects.filter(aire=aire, period__in=shown).defer("values")
    }
    lines = [_report_line(aire, period, found.get(period.pk)) for period in shown]
    return Part("reports", "Les rapports mensuels", {"lines": lines, "aire": aire})


def _report_line(aire: Aire, period: Period, report: MonthlyReport | None) -> ReportLine:
    deposit, validation = declare_by(report, period), period.validation_due_on
    steps = {
        None: _by("À saisir", "À saisir, attendu", deposit),
        ReportState.DRAFT: _by("À finir", "À finir, attendu", deposit),
        ReportState.RETURNED: _by("À corriger", "À corriger, attendu", deposit),
        ReportState.COMPLETE: _by("Visa, signature, vérification", "Vérification attendue", validation),
        ReportState.VALIDATED: "Rien à faire",
    }
    url = reverse("report_show", args=[aire.code, period.code])
    step = steps[ReportState(report.state) if report else None]
    return ReportLine(month(period.year, period.month), tag_of(report), step, url)


def _by(words: str, overdue: str, deadline: date) -> str:
    """« À saisir avant le 5 décembre 2026 au soir », « À saisir, attendu depuis le 5 novembre 2026 »."""
    if timezone.localdate() > deadline:
        return f"{overdue} depuis le {day(deadline)}"
    return f"{words} avant le {day(deadline)} au soir"


def todo_list(title: str, found: TodoList, nothing: str, *, all_url: str = "") -> Part:
    """A queue: the oldest first, at most QUEUE_SHOWN, with a link to the whole."""
    rows = [
        (line, month(line.period.year, line.period.month), line.url) for line in found.lines[:QUEUE_SHOWN]
    ]
    return Part("todo", title, {"rows": rows, "count": found.count, "nothing": nothing, "all_url": all_url})


def unopened(scope: Scope, periods: Sequence[Period]) -> list[Part]:
    """What the DRS must know at once: today belongs to no month, nobody can type. No query."""
    today = timezone.localdate()
    if not scope.may(Action.PERIOD_SET) or any(p.starts_on <= today <= p.ends_on for p in periods):
        return []
    return [Part("unopened", "Aucun mois de rapport n’est ouvert aujourd’hui")]


def districts(region: Region, scope: Scope, span: Span) -> Part:
    """One line a district: reports received over the last month that was due."""
    found = list(region.districts.order_by("name"))
    on_what = aggregates.on_what(scope, region.where())
    try:
        table = aggregates.table(
            COMPLETENESS, PlaceKind.DISTRICT, [d.pk for d in found], [span.last], on_what
        )
    except KeyError:  # the DRS took the indicator out of its catalogue, or has not loaded it yet
        table = {}
    rows = [(district, table[district.pk]) for district in found if district.pk in table]
    return Part("districts", f"Les districts, {months_words([span.last])}", {"rows": rows})


def plans(region: Region, scope: Scope) -> Part:
    """One line a district: what is done of the plans of the year. Four queries."""
    year = timezone.localdate().year
    return Part("plans", f"Les plans {year}", {"rows": by_district(region, year, scope), "year": year})


def meetings(scope: Scope) -> list[Part]:
    """Meetings to come, minutes that wait, seats to fill, for who keeps them; none: no part. Two queries."""
    today = timezone.localdate()
    found = pending_for(scope, today)
    if not found:
        return []
    data = {
        "coming": found.coming[:MEETINGS_SHOWN],
        "unfinished": [
            (row, (today - row.day).days, late_minutes(row, today))
            for row in found.unfinished[:MEETINGS_SHOWN]
        ],
        "empty": found.empty,
        "today": today,
    }
    return [Part("meetings", "Les réunions", data)]


def documents(scope: Scope, *, ask_url: str = "", ask: str = "Établir le rapport trimestriel") -> Part:
    """The latest papers within reach, and the door to ask for one. One query."""
    within = Document.objects.visible_to(scope).placed()
    return Part(
        "documents",
        "Documents",
        {"documents": list(within[:DOCUMENTS_SHOWN]), "ask_url": ask_url, "ask": ask},
    )


def communes(scope: Scope) -> Part:
    """The communes of one's reach, each a link to its figures. One query."""
    found = (
        communes_of(scope.reach(Action.TOTALS_SEE)).select_related("cercle").order_by("cercle__name", "name")
    )
    return Part("communes", "Votre ressort", {"communes": list(found)})


def links() -> Part:
    """What an administrator keeps."""
    doors = (
        ("Personnes et mandats", "people_list"),
        ("Territoire", "territory_show"),
        ("Catalogue des données", "catalogue_show"),
        ("Toutes les données de référence", "admin:index"),
    )
    return Part("links", "Données de référence", {"links": [(label, reverse(name)) for label, name in doors]})
