"""The form of a month as a sheet of paper: empty, to be written on; filled, to be read or signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from core import formats
from core.access import DTC
from core.models import ActLog
from core.steps import Step
from cscom.models import Aire
from monitoring.device.definition import blank_box
from monitoring.enums import ReportState
from monitoring.form import Form, FormSection
from monitoring.models import MonthlyReport, Period, Stamp
from monitoring.notes import Thread, threads
from monitoring.overview import Control, controls
from monitoring.sheet import Block, blocks, read_blocks
from monitoring.sight import Sight
from monitoring.standing import NOT_BEGUN, steps, tag_of
from monitoring.workflow import CIRCUIT, SectionStamp, section_stamps

PROJECT = "Projet"
OFFICES = ("Secrétaire de l’ASACO", DTC, "Président de l’ASACO")
DEEDS = ("déclaration", "visa des sections cliniques", "signature des sections de gestion")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One section of the sheet."""

    section: FormSection
    blocks: list[Block]
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One box to sign; ``name`` and ``when`` are known once the act is done on the platform."""

    office: str
    deed: str
    name: str = ""
    when: str = ""


@dataclass(frozen=True)
class FormSheet:
    """What is printed. ``facts``: (word, value), "" for a line to write on."""

    facts: list[tuple[str, str]]
    state: str
    running: str  # what every page says of itself
    parts: list[SheetPart]
    signatures: list[Signature]
    controls: Sequence[Control] = ()
    threads: list[tuple[str, Thread]] = field(default_factory=list)

    @property
    def to_say(self) -> bool:
        """Is there anything to list after the figures?"""
        return bool(self.controls or self.threads)


def blank(form: Form, period: Period | None = None, aire: Aire | None = None) -> FormSheet:
    """The empty form of a month, of an aire when it is known; what is not known is a line to write on."""
    unsigned = [Signature(office, deed) for office, deed in zip(OFFICES, DEEDS, strict=True)]
    parts = [SheetPart(section, blocks(section, {}, blank_box)) for section in form.sections]
    named = ", ".join(filter(None, [aire.name if aire else "", _month(period)]))
    return FormSheet(
        [*_where(aire), *_when(period)],
        "",
        f"Rapport mensuel, {named}" if named else "Rapport mensuel",
        parts,
        unsigned,
    )


def filled_sheet(sight: Sight) -> FormSheet:
    """The report as its reader may see it, with what was said of it (seven queries)."""
    report = sight.report
    acts = [] if report._state.adding else list(CIRCUIT.history(report))
    found = [] if sight.veiled else controls(sight)
    return sheet_of(sight, section_stamps(report, sight.form), acts, found, threads(sight))


def sheet_of(
    sight: Sight,
    stamps: Sequence[SectionStamp],
    acts: Sequence[ActLog],
    found: Sequence[Control],
    known: Mapping[str, Thread],
) -> FormSheet:
    """The same, from what a page has already read."""
    report = sight.report
    given = {s.section.code: s.stamp for s in stamps}
    done, asked = sight.filled()
    state = _state(report)
    return FormSheet(
        [*_where(report.aire), *_when(report.period), ("Cases remplies", f"{done} sur {asked}")],
        state,
        f"{report.aire.name}, {_month(report.period)}, {state.partition(',')[0].lower()}",
        [SheetPart(s, read_blocks(s, sight.values), _stamp(given.get(s.code))) for s in sight.sections],
        _signed(steps(report, stamps, acts)),
        found,
        [(cell.label, known[cell.key]) for s in sight.sections for cell in s.cells if cell.key in known],
    )


def _where(aire: Aire | None) -> list[tuple[str, str]]:
    if aire is None:
        return [("Aire de santé", ""), ("Commune", ""), ("District sanitaire", "")]
    return [
        ("Aire de santé", aire.name),
        ("Commune", aire.host_commune.name),
        ("District sanitaire", aire.district.name),
    ]


def _when(period: Period | None) -> list[tuple[str, str]]:
    if period is None:
        return [("Mois", ""), ("Période", "")]
    dates = f"du {formats.day(period.starts_on)} au {formats.day(period.ends_on)}"
    return [("Mois", _month(period)), ("Période", dates)]


def _month(period: Period | None) -> str:
    return formats.month(period.year, period.month) if period else ""


def _state(report: MonthlyReport) -> str:
    """« Projet, brouillon », « Complet, déclaré le … », « Validé le … »."""
    word = tag_of(report).word
    if report.state == ReportState.VALIDATED and report.validated_at:
        return f"Validé, le {formats.day(timezone.localdate(report.validated_at))}"
    if report.state == ReportState.COMPLETE and report.declared_at:
        return f"Complet, déclaré le {formats.day(timezone.localdate(report.declared_at))}"
    return f"{PROJECT}, {NOT_BEGUN if report._state.adding else word}"


def _stamp(stamp: Stamp | None) -> str:
    if stamp is None:
        return ""
    when = timezone.localdate(stamp.stamped_at)
    return f"{stamp.person}, {formats.day_short(when)}"


def _signed(done: Sequence[Step]) -> list[Signature]:
    return [
        Signature(office, deed, step.who, step.when) if step.state == "done" else Signature(office, deed)
        for office, deed, step in zip(OFFICES, DEEDS, done, strict=False)
    ]
