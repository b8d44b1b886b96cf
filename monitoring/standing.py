"""Where a report stands on its circuit, in words: state, steps, who is awaited and since when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from core import formats
from core.access import DTC, Action
from core.models import ActLog
from core.steps import Step
from mandates.receivers import receivers
from monitoring.enums import ReportState, SectionKind
from monitoring.models import MonthlyReport
from monitoring.models.report import declare_by
from monitoring.paper_words import when
from monitoring.workflow import CIRCUIT, SectionStamp

NOT_BEGUN = "pas commencé"
# State → class of the tag, symbol; the word comes from ReportState.
TAGS: Mapping[str, tuple[str, str]] = {
    NOT_BEGUN: ("off", ""),
    ReportState.DRAFT: ("", "pen"),
    ReportState.COMPLETE: ("on", "clock"),
    ReportState.RETURNED: ("stop", "back"),
    ReportState.VALIDATED: ("done", "tick"),
}
WHO = {
    Action.REPORT_DECLARE: f"la secrétaire de l’ASACO ou le {DTC}",
    Action.CLINICAL_SIGN: f"le {DTC}",
    Action.MANAGEMENT_SIGN: "le président de l’ASACO",
    Action.REPORT_VALIDATE: "le chargé du SIS",
}
ACTS = {
    "declarer": "Déclaré complet",
    "viser": "Visé",
    "signer": "Signé",
    "valider": "Validé",
    "renvoyer": "Renvoyé",
    "rouvrir": "Rouvert",
}


@dataclass(frozen=True, slots=True)
class StateTag:
    """The state of a report: a word and its dress."""

    word: str
    css: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """An act that is awaited. ``since``: the day from which it could be done."""

    action: Action
    what: str  # « du visa », with its article
    deed: str  # « viser les sections cliniques »
    since: date
    due: date

    @property
    def late(self) -> bool:
        return timezone.localdate() > self.due

    def line(self, names: Sequence[str]) -> str:
        """« En attente du visa d’Awa Diarra depuis 9 jours »."""
        who = formats.join_de(names) if names else _of(WHO[self.action])
        days = max((timezone.localdate() - self.since).days, 0)
        waited = formats.ago_days(days) if days else "depuis aujourd’hui"
        return f"En attente {self.what} {who}, {waited}."


def _of(who: str) -> str:
    """« de la secrétaire de l’ASACO ou du DTC »."""
    return " ou ".join(formats.de(one) for one in who.split(" ou "))


def sent_back(report: MonthlyReport) -> ActLog | None:
    """The act that sent this report back, with its reason; None when it is not in that state (no query)."""
    if report.state != ReportState.RETURNED:
        return None
    return CIRCUIT.history(report).filter(act__in=("renvoyer", "rouvrir")).last()


def tag_of(report: MonthlyReport | None) -> StateTag:
    """The state in a word; a report nobody has begun says so."""
    if report is None or report.pk is None:
        return StateTag(NOT_BEGUN, *TAGS[NOT_BEGUN])
    return StateTag(ReportState(report.state).label, *TAGS[report.state])


def awaited(
    report: MonthlyReport, unstamped: frozenset[SectionKind], *, back: ActLog | None = None
) -> list[Awaited]:
    """What comes next, by when; nothing once validated. ``back``: the act that returned it."""
    if report.state == ReportState.VALIDATED:
        return []
    if report.state == ReportState.COMPLETE:
        return _after_declaration(report, unstamped)
    period = report.period
    if report.state == ReportState.RETURNED:
        since = timezone.localdate(back.done_at) if back else period.due_on
        deed = "corriger, puis déclarer complet"
        due = declare_by(report, period)
        return [Awaited(Action.REPORT_DECLARE, "de la correction", deed, since, due)]
    deed = "saisir, puis déclarer complet"
    return [Awaited(Action.REPORT_DECLARE, "du rapport", deed, period.ends_on, declare_by(report, period))]


def _after_declaration(report: MonthlyReport, unstamped: frozenset[SectionKind]) -> list[Awaited]:
    """Stamps first, in any order; then the district."""
    due = report.period.validation_due_on
    since = timezone.localdate(report.declared_at) if report.declared_at else report.period.due_on
    stamps = {
        SectionKind.CLINICAL: (Action.CLINICAL_SIGN, "du visa", "viser les sections cliniques"),
        SectionKind.MANAGEMENT: (Action.MANAGEMENT_SIGN, "de la signature", "signer les sections de gestion"),
    }
    found = [Awaited(*words, since, due) for kind, words in stamps.items() if kind in unstamped]
    verify = Awaited(Action.REPORT_VALIDATE, "de la vérification", "vérifier, puis valider", since, due)
    return found or [verify]


def unstamped_kinds(stamps: Iterable[SectionStamp]) -> frozenset[SectionKind]:
    """The kinds that still have a section without its visa or signature."""
    return frozenset(s.section.kind for s in stamps if s.stamp is None)


def waiting_lines(report: MonthlyReport, nexts: Iterable[Awaited]) -> list[str]:
    """One sentence for each act awaited, with the names of those who may do it (one query each)."""
    where = report.where()
    return [n.line([str(person) for person in receivers(n.action, where)]) for n in nexts]


def after_words(report: MonthlyReport, nexts: Sequence[Awaited]) -> str:
    """What comes after an act: the deed, by whom, before when (one query an act)."""
    if not nexts:
        return "Il entre dans les chiffres définitifs."
    where = report.where()
    parts = [
        f"{n.deed} (par {formats.join_and([str(p) for p in receivers(n.action, where)]) or WHO[n.action]})"
        for n in nexts
    ]
    return f"Suite : {formats.join_and(parts)}, avant le {formats.day(nexts[0].due)} au soir."


def steps(report: MonthlyReport, stamps: Sequence[SectionStamp], acts: Sequence[ActLog]) -> list[Step]:
    """The four steps of the month: declaration, visa, signature, validation; one of them is *here*."""
    here = awaited(report, unstamped_kinds(stamps))
    doing = {n.action for n in here}
    last = {act.act: act for act in acts}
    return [
        _step(report, doing, Action.REPORT_DECLARE, "Saisie et déclaration", last.get("declarer")),
        _stamping(stamps, doing, SectionKind.CLINICAL, last.get("viser")),
        _stamping(stamps, doing, SectionKind.MANAGEMENT, last.get("signer")),
        _step(report, doing, Action.REPORT_VALIDATE, "Vérification et validation", last.get("valider")),
    ]


def _step(report: MonthlyReport, doing: set[Action], action: Action, name: str, act: ActLog | None) -> Step:
    if action in doing:
        state = "back" if report.state == ReportState.RETURNED else "here"
        return Step(state, name, WHO[action], "", you=False)
    passed = report.state == ReportState.VALIDATED or (
        action == Action.REPORT_DECLARE and report.state == ReportState.COMPLETE
    )
    if not passed:
        return Step("todo", name, WHO[action], "", you=False)
    return Step("done", name, act.person_name if act else "", when(act), you=False)


def _stamping(
    stamps: Sequence[SectionStamp], doing: set[Action], kind: SectionKind, act: ActLog | None
) -> Step:
    clinical = kind == SectionKind.CLINICAL
    action = Action.CLINICAL_SIGN if clinical else Action.MANAGEMENT_SIGN
    name = "Visa des sections cliniques" if clinical else "Signature des sections de gestion"
    of_kind = [s for s in stamps if s.section.kind == kind]
    given = [s.stamp for s in of_kind if s.stamp]
    count = f"{len(given)} sur {len(of_kind)}"
    if of_kind and len(given) == len(of_kind):
        latest = max(given, key=lambda stamp: stamp.stamped_at)
        paper = act is not None and "paper" in act.details and act.person_id == latest.person_id
        moment = when(act) if paper else formats.moment(timezone.localtime(latest.stamped_at))
        return Step("done", name, str(latest.person), moment, you=False)
    return Step("here" if action in doing else "todo", name, WHO[action], count, you=False)
