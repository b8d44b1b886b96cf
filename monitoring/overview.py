"""What a page of the whole report shows of it: sections with their stamps, controls, changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from core import formats
from core.models import ActLog
from monitoring.cells import FIELD
from monitoring.checking import checked
from monitoring.enums import SectionKind, Severity
from monitoring.form import FormSection, filled
from monitoring.history import Change, history_of
from monitoring.models import RuleComment
from monitoring.rules import Finding
from monitoring.sheet import Block, read_blocks
from monitoring.sight import Sight
from monitoring.workflow import SectionStamp

CHANGES_SHOWN = 30
STAMP_WORDS = {
    SectionKind.CLINICAL: ("Visa", "viser", "Visa attendu"),
    SectionKind.MANAGEMENT: ("Signature", "signer", "Signature attendue"),
}


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section: cells filled, its visa or signature in words, its tables."""

    section: FormSection
    filled: int
    expected: int
    stamped: bool
    stamp: str
    blocks: list[Block]


@dataclass(frozen=True, slots=True)
class Control:
    """A rule that fails, the cell to look at, the comment written about it."""

    finding: Finding
    section: FormSection | None
    field: str  # id of the first cell in its section's page
    comment: RuleComment | None

    @property
    def blocking(self) -> bool:
        return self.finding.severity == Severity.BLOCKING

    @property
    def to_comment(self) -> bool:
        return self.finding.severity == Severity.COMMENT

    @property
    def explained(self) -> bool:
        return self.comment is not None and bool(self.comment.text.strip())


def section_views(sight: Sight, stamps: Sequence[SectionStamp], acts: Sequence[ActLog]) -> list[SectionView]:
    """The sections in sight, in the order of the paper."""
    by_code = {s.section.code: s for s in stamps}
    return [
        SectionView(
            section,
            *filled(section, sight.values),
            stamped=by_code[section.code].stamp is not None,
            stamp=_stamp_words(by_code[section.code], acts),
            blocks=read_blocks(section, sight.values),
        )
        for section in sight.sections
    ]


def _stamp_words(given: SectionStamp, acts: Sequence[ActLog]) -> str:
    """« Visa d’Awa Diarra, 2 octobre 2026 », « Visa attendu », « Visa effacé : la section a changé »."""
    noun, act, awaited = STAMP_WORDS[SectionKind(given.section.kind)]
    if given.stamp:
        when = formats.day(timezone.localdate(given.stamp.stamped_at))
        paper = " sur papier" if _on_paper(given, act, acts) else ""
        return f"{noun}{paper} {formats.de(str(given.stamp.person))}, {when}"
    for past in reversed(acts):
        asked = past.details.get("sections") or [given.section.code]
        if past.act == act and given.section.code in asked:
            gone = "effacée" if noun == "Signature" else "effacé"
            return f"{noun} {formats.de(past.person_name)} {gone} : la section a changé depuis"
    return awaited


def _on_paper(given: SectionStamp, act: str, acts: Sequence[ActLog]) -> bool:
    """Was the stamp that stands given by an act taken on paper?"""
    code = given.section.code
    done = (a for a in reversed(acts) if a.act == act and code in (a.details.get("sections") or [code]))
    last = next(done, None)
    return last is not None and "paper" in last.details


def controls(sight: Sight) -> list[Control]:
    """The rules that fail on what this reader sees, blocking first."""
    report = sight.report
    findings = checked(report, sight.form, sight.values)
    told = {} if report._state.adding else {c.rule_code: c for c in report.comments.select_related("person")}
    return [_control(sight, finding, told.get(finding.rule_code)) for finding in findings]


def _control(sight: Sight, finding: Finding, comment: RuleComment | None) -> Control:
    for key in finding.cells:
        code = sight.form.cells[key].section
        section = next((s for s in sight.sections if s.code == code), None)
        if section:
            return Control(finding, section, FIELD + key, comment)
    return Control(finding, None, "", comment)


def changes(sight: Sight) -> list[Change]:
    """The last saves, cut to the cells in sight (one query)."""
    if sight.veiled:
        return []
    found = history_of(sight.report, sight.form, most=CHANGES_SHOWN)
    if sight.whole:
        return found
    seen = {cell.label for section in sight.sections for cell in section.cells}
    cut = [(change, tuple(cell for cell in change.cells if cell[0] in seen)) for change in found]
    codes = {section.code for section in sight.sections}
    return [
        replace(change, cells=cells, erased=tuple(one for one in change.erased if one[0] in codes))
        for change, cells in cut
        if cells
    ]
