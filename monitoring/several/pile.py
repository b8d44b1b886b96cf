"""The pile of paper: which month, which section, whose reports stand side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import Http404, QueryDict
from django.utils import timezone

from communes.models import Commune
from core.access import Action, Scope
from cscom.models import Aire
from monitoring.enums import EDITABLE
from monitoring.form import Form, FormSection, load_form
from monitoring.loaders import period_at, placed
from monitoring.models import MonthlyReport, Period
from monitoring.recent import begun, due_before
from monitoring.sight import Sight, sights_of

COLUMNS = 10  # what a page shows side by side, what one sending may hold


@dataclass(frozen=True)
class Pile:
    """``reports``: of every aire in reach, unsaved where nothing was sent; ``chosen``: those of the page."""

    scope: Scope
    period: Period
    form: Form
    section: FormSection
    commune: str  # its code, "" for the whole district
    reports: tuple[MonthlyReport, ...]
    chosen: Page[MonthlyReport]
    ticked: tuple[str, ...]  # the codes of the address, none: those that wait

    @property
    def communes(self) -> list[Commune]:
        """Those that host an aire in reach, by name."""
        hosts = {report.aire.host_commune for report in self.reports}
        return sorted(hosts, key=lambda commune: commune.name)

    @property
    def offered(self) -> list[MonthlyReport]:
        """What may be ticked: the reports of the commune, of the district without one."""
        return _within(self.reports, self.commune)

    @property
    def next(self) -> FormSection | None:
        """The next section of the paper."""
        place = self.form.sections.index(self.section) + 1
        return self.form.sections[place] if place < len(self.form.sections) else None

    def columns(self) -> list[Sight]:
        """The reports of this page, as their typist sees them: no query."""
        return sights_of(self.chosen, self.scope, self.form)

    def named(self, codes: Iterable[str]) -> list[Sight]:
        """The reports of these aires, in this order; those out of reach are left out."""
        known = {report.aire.code: report for report in self.reports}
        return sights_of([known[code] for code in codes if code in known], self.scope, self.form)


def pile_of(scope: Scope, asked: QueryDict) -> Pile | None:
    """What the address asks for: eight queries, whatever the number of aires. None before any month.

    Raises 404: no such month, an aire out of reach.
    """
    period = _period(asked.get("mois", ""))
    if period is None:
        return None
    form = load_form(period.starts_on)
    reports = _reports(scope, period)
    hosts = {report.aire.host_commune.code for report in reports}
    commune = asked.get("commune", "") if asked.get("commune", "") in hosts else ""
    ticked = _within(_ticked(reports, asked.getlist("aire")), commune)
    page = Paginator(ticked or _waiting(reports, commune), COLUMNS).get_page(asked.get("page"))
    section = form.section(asked.get("section", "")) or form.sections[0]
    codes = tuple(report.aire.code for report in ticked)
    return Pile(scope, period, form, section, commune, reports, page, codes)


def _period(code: str) -> Period | None:
    """The month asked for, else the last one due, else the one that runs."""
    if code:
        return period_at(code)
    today = timezone.localdate()
    return due_before(today) or next(iter(begun(today, 1)), None)


def _reports(scope: Scope, period: Period) -> tuple[MonthlyReport, ...]:
    """One report an aire in reach that was open that month, by name (four queries)."""
    places = scope.reach(Action.PAPER_ENTER)
    aires = Aire.objects.within(places).open_on(period.ends_on).located().order_by("name", "code")
    rows = MonthlyReport.objects.filter(period=period).within(places)
    rows = rows.select_related("declared_by").prefetch_related("comments")
    begun_by = {report.aire_id: report for report in rows}
    return tuple(placed(begun_by.get(aire.pk), aire, period) for aire in aires)


def _within(reports: Iterable[MonthlyReport], commune: str) -> list[MonthlyReport]:
    return [report for report in reports if commune in ("", report.aire.host_commune.code)]


def _waiting(reports: Iterable[MonthlyReport], commune: str) -> list[MonthlyReport]:
    """Those that still wait to be typed."""
    return [report for report in _within(reports, commune) if report.state in EDITABLE]


def _ticked(reports: Iterable[MonthlyReport], codes: Sequence[str]) -> list[MonthlyReport]:
    """Those of these aires, whatever their state. Raises 404 when one is out of reach."""
    known = {report.aire.code: report for report in reports}
    if not known.keys() >= set(codes):
        raise Http404
    return [report for code, report in known.items() if code in codes]
