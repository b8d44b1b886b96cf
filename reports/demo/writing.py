"""The rows of one month: reports, what was typed, stamps, acts, declarations, written in bulk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db.models import OuterRef, Subquery

from core.access import Role
from core.models import ActLog
from monitoring.enums import ReportState, SectionKind
from monitoring.form import Form
from monitoring.models import DeathDeclaration, DeathPlace, MonthlyReport, Period, ReportDiff, Section, Stamp
from monitoring.workflow import KIND
from reports.demo import story
from reports.demo.dice import Dice
from reports.demo.figures import Values, month_values
from reports.demo.plan import Fate, fate_of
from reports.demo.sites import Officer, Site
from reports.demo.story import Moment

ORIGIN: Final = "démonstration"
# Who stamps which sections, and how long after the first stamp.
_STAMPING: Final = {
    SectionKind.CLINICAL: ("viser", timedelta(0), Role.CPM),
    SectionKind.MANAGEMENT: ("signer", timedelta(minutes=25), Role.PRESIDENT),
}
_KIND_OF: Final = {act: kind for kind, (act, _, _) in _STAMPING.items()}


@dataclass(frozen=True)
class Sheet:
    """What every report of a month is written with."""

    period: Period
    form: Form
    sections: Sequence[Section]
    moment: Moment


@dataclass
class _Rows:
    diffs: list[ReportDiff] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    acts: list[ActLog] = field(default_factory=list)
    deaths: list[DeathDeclaration] = field(default_factory=list)


def write_month(sites: Iterable[Site], sheet: Sheet) -> int:
    """Write the reports of one month for ``sites`` (none may have one yet); how many were sent or begun."""
    told = [(site, fate_of(site.profile, sheet.period.calendar, sheet.moment)) for site in sites]
    begun = [(site, fate) for site, fate in told if fate]
    reports = MonthlyReport.objects.bulk_create(_report(site, fate, sheet) for site, fate in begun)
    rows = _Rows()
    for report, (site, fate) in zip(reports, begun, strict=True):
        _tell(rows, report, site, fate, sheet)
    ReportDiff.objects.bulk_create(rows.diffs)
    Stamp.objects.bulk_create(rows.stamps)
    ActLog.objects.bulk_create(rows.acts)
    DeathDeclaration.objects.bulk_create(rows.deaths)
    # It takes the moment of the writing; the story's moment is put in its place.
    _date_back(reports)
    return len(begun)


def _date_back(reports: Sequence[MonthlyReport]) -> None:
    typed = ReportDiff.objects.filter(report=OuterRef("pk")).values("saved_at")[:1]
    mine = [report.pk for report in reports]
    MonthlyReport.objects.filter(pk__in=mine).update(updated_at=Subquery(typed))


def values_of(site: Site, sheet: Sheet, fate: Fate) -> Values:
    """What stands in the report: the form's cells only, and of a draft what is already typed."""
    month = sheet.period.calendar
    drawn = month_values(site.profile, month, sheet.period.days)
    vaccination = sheet.form.section(story.VACCINATION)
    cells = {cell.key for cell in vaccination.cells} if vaccination else set()
    told = story.told_values(site.code, month, sheet.moment, drawn, cells)
    kept = {key: value for key, value in told.items() if key in sheet.form.cells}
    if fate.declared_at is None:
        return {k: v for k, v in kept.items() if sheet.form.cells[k].section in story.DRAFT_SECTIONS}
    return kept


def _report(site: Site, fate: Fate, sheet: Sheet) -> MonthlyReport:
    return MonthlyReport(
        aire_id=site.aire_id,
        period=sheet.period,
        values=values_of(site, sheet, fate),
        state=fate.state,
        version=1 + len(_acts(fate)),
        first_declared_at=fate.declared_at,
        declared_at=fate.declared_at,
        declared_by_id=site.officers[Role.SECRETAIRE].person_id if fate.declared_at else None,
        validated_at=fate.closed_at if fate.state == ReportState.VALIDATED else None,
    )


@dataclass(frozen=True, slots=True)
class _Act:
    """One act of a report's life, and the function of who did it."""

    act: str
    at: datetime
    role: Role
    before: ReportState
    after: ReportState


def _acts(fate: Fate) -> list[_Act]:
    """What was done, in order."""
    if fate.declared_at is None:
        return []
    complete = ReportState.COMPLETE
    done = [_Act("declarer", fate.declared_at, Role.SECRETAIRE, ReportState.DRAFT, complete)]
    if fate.signed_at:
        done += [
            _Act(act, fate.signed_at + wait, role, complete, complete)
            for kind, (act, wait, role) in _STAMPING.items()
            if kind in fate.signed.value
        ]
    if fate.closed_at:
        act = "valider" if fate.state == ReportState.VALIDATED else "renvoyer"
        done.append(_Act(act, fate.closed_at, Role.CHARGE_SIS, complete, fate.state))
    return done


def _tell(rows: _Rows, report: MonthlyReport, site: Site, fate: Fate, sheet: Sheet) -> None:
    """Add what stands around ``report``: its one difference, its acts, its stamps, its deaths."""
    rows.diffs.append(_diff(report, site, fate))
    for number, act in enumerate(_acts(fate), 2):
        officer = site.officers[act.role]
        comment = story.return_reason(report.values) if act.act == "renvoyer" else ""
        rows.acts.append(_log(report, number, act, officer, comment))
        kind = _KIND_OF.get(act.act)
        rows.stamps += [
            Stamp(
                report=report,
                section=section,
                person_id=officer.person_id,
                mandate_id=officer.mandate_id,
                stamped_at=act.at,
            )
            for section in sheet.sections
            if section.kind == kind
        ]
    if fate.declared_at:
        rows.deaths += _deaths(report, site, fate)


def _deaths(report: MonthlyReport, site: Site, fate: Fate) -> list[DeathDeclaration]:
    """Each maternal death that the report counts, declared by the CPM, its audit planned."""
    dice, period = Dice("deaths", site.code, report.period.code), report.period
    days = [
        period.starts_on + timedelta(days=dice.whole(0, period.days - 1))
        for _ in range(int(report.values.get("DM.cscom", 0)))
    ]
    return [
        DeathDeclaration(
            report=report,
            died_on=day,
            place=DeathPlace.CENTRE,
            audit_on=story.audit_day(day),
            person_id=site.officers[Role.CPM].person_id,
            mandate_id=site.officers[Role.CPM].mandate_id,
            declared_at=fate.typed_at,
        )
        for day in days
    ]


def _diff(report: MonthlyReport, site: Site, fate: Fate) -> ReportDiff:
    """The whole form typed at once, from empty."""
    secretary = site.officers[Role.SECRETAIRE]
    return ReportDiff(
        report=report,
        version=1,
        person_id=secretary.person_id,
        mandate_id=secretary.mandate_id,
        origin=ORIGIN,
        before=dict.fromkeys(report.values),
        after=report.values,
        saved_at=fate.typed_at,
    )


def _log(report: MonthlyReport, version: int, act: _Act, officer: Officer, comment: str) -> ActLog:
    return ActLog(
        kind=KIND,
        object_id=str(report.pk),
        act=act.act,
        from_state=act.before,
        to_state=act.after,
        version=version,
        comment=comment,
        details={"origine": ORIGIN},
        person_id=officer.person_id,
        person_name=officer.name,
        mandate_id=officer.mandate_id,
        role=officer.role,
        place_name=officer.place_name,
        done_at=act.at,
    )
