"""Visas, signatures: those the form of a month asks for, those a change takes away."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from core.access import Scope
from core.formats import de
from monitoring.enums import ReportState, SectionKind
from monitoring.form import FormSection
from monitoring.kept import kept
from monitoring.models import Element, MonthlyReport, ReportDiff, Stamp
from monitoring.news import tell_erased

Wanted = Mapping[SectionKind, frozenset[str]]  # kind → codes of the sections
NOUNS = {SectionKind.CLINICAL: "Visa", SectionKind.MANAGEMENT: "Signature"}


def wanted_on(days: Iterable[date]) -> dict[date, Wanted]:
    """The sections that the form of each day has, by kind: one query, whatever the number of days."""
    lines, found = _lines(), dict[date, Wanted]()
    for day in set(days):
        there = {(c, k) for c, k, starts, ends in lines if starts <= day and (ends is None or day < ends)}
        found[day] = {kind: frozenset(c for c, k in there if k == kind) for kind in SectionKind}
    return found


@kept
def _lines() -> list[tuple[str, str, date, date | None]]:
    """Code and kind of a section, the first day of some of its elements, the day after their last."""
    rows = Element.objects.values_list("section__code", "section__kind", "valid_from", "valid_to")
    return list(rows.distinct())


def lacking(wanted: Wanted, given: Iterable[str]) -> frozenset[SectionKind]:
    """The kinds that still have a section without its visa or signature."""
    done = set(given)
    return frozenset(kind for kind, codes in wanted.items() if codes - done)


def erase(
    report: MonthlyReport, sections: tuple[FormSection, ...], operation: UUID, scope: Scope
) -> tuple[str, ...]:
    """Take away the visas and signatures of sections whose cells changed; the names of these sections.

    The save keeps what fell; whoever had stamped is told, once the save is there to be seen.
    """
    if report.state == ReportState.DRAFT:
        return ()  # never declared: no act stamps before, none comes back to here
    rows = Stamp.objects.filter(report=report, section__code__in=[s.code for s in sections])
    fallen = list(rows.select_related("section", "person"))
    if not fallen:
        return ()
    rows.delete()
    words = [
        [s.section.code, f"{NOUNS[SectionKind(s.section.kind)]} {de(str(s.person))}, {s.section.name}"]
        for s in fallen
    ]
    ReportDiff.objects.filter(operation=operation).update(erased=words)
    transaction.on_commit(lambda: tell_erased(report, fallen, scope))
    codes = {stamp.section.code for stamp in fallen}
    return tuple(section.name for section in sections if section.code in codes)
