"""When a monthly report moves: its table of acts, with their guards, effects, notices."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from core.access import Action, Scope
from core.formats import day
from core.models import ActLog
from core.workflow import Actor, Circuit, Move, Refusal
from mandates.policy import actor_of
from monitoring import totals
from monitoring.alerts import alert_shortage
from monitoring.checking import checked
from monitoring.enums import ReportState, SectionKind
from monitoring.form import Form, FormSection, load_form
from monitoring.locks import month_shut
from monitoring.models import MonthlyReport, PaperAct, ReportDiff, Section, Stamp
from monitoring.news import announce
from monitoring.rules import blocking, unexplained

KIND = "rapport"
DRAFT, COMPLETE, RETURNED, VALIDATED = (
    ReportState.DRAFT.value,
    ReportState.COMPLETE.value,
    ReportState.RETURNED.value,
    ReportState.VALIDATED.value,
)
AFTER_RETURN = {"declarer": "l’acte qui le déclare", "viser": "son visa", "signer": "l’acte qui le signe"}
Details = Mapping[str, Any]
Guard = Callable[[MonthlyReport, Actor], str | None]
Fields = Callable[[MonthlyReport, Actor, Details], dict[str, Any]]
Effect = Callable[[MonthlyReport, ActLog], None]


@dataclass(frozen=True, slots=True)
class SectionStamp:
    """A section of the form and its visa or signature, None as long as it has none."""

    section: FormSection
    stamp: Stamp | None


def section_stamps(report: MonthlyReport, form: Form) -> list[SectionStamp]:
    """Every section of ``form`` with its stamp, in the order of the paper (one query)."""
    stamps = {}
    if not report._state.adding:
        stamps = {s.section.code: s for s in report.stamps.select_related("section", "person")}
    return [SectionStamp(section, stamps.get(section.code)) for section in form.sections]


# ---- Guards ----
def _may_declare(report: MonthlyReport, _actor: Actor) -> str | None:
    period, today = report.period, timezone.localdate()
    if not report.reopened_until and (why := month_shut(report, today)):
        return why
    if today < period.ends_on:
        return "Le mois n’est pas fini\u00a0: il se déclare à partir de son dernier jour."
    if not report.values:
        return "Le rapport est vide\u00a0: rien ne peut être déclaré complet."
    findings = checked(report, load_form(period.starts_on), report.values)
    if faults := blocking(findings):
        return f"Le rapport est à corriger. {faults[0].message}"
    if silent := unexplained(findings, report.comments.all()):
        return f"Un commentaire manque. {silent[0].message}"
    return None


def _may_validate(report: MonthlyReport, actor: Actor) -> str | None:
    lacking = [
        s.section.name for s in section_stamps(report, load_form(report.period.starts_on)) if not s.stamp
    ]
    if lacking:
        return f"Il manque le visa ou la signature de la section «\u00a0{lacking[0]}\u00a0»."
    if actor.person_id in authors(report):
        return "Vous avez saisi, déclaré, visé ou signé ce rapport\u00a0: une autre personne doit le valider."
    return None


def _may_return(report: MonthlyReport, _actor: Actor) -> str | None:
    """In a month that is closed nobody could correct it."""
    today = timezone.localdate()
    if not report.period.shut(today):
        return None
    return f"Renvoyé, ce rapport ne pourrait pas être corrigé. {month_shut(report, today)}"


def _may_reopen(report: MonthlyReport, _actor: Actor) -> str | None:
    """One that came back is open already, unless its reopening has limits or its month is closed."""
    if report.state != RETURNED or report.reopened_until or report.period.shut(timezone.localdate()):
        return None
    return "Ce rapport est déjà ouvert à la saisie\u00a0: il a été renvoyé, sans limite."


def authors(report: MonthlyReport) -> set[int | None]:
    """People who typed, declared or stamped this report, or recorded it from paper: none may validate it."""
    typed = ReportDiff.objects.filter(report=report).values_list("person", flat=True)
    stamped = Stamp.objects.filter(report=report).values_list("person", flat=True)
    declared = ActLog.objects.filter(kind=KIND, object_id=str(report.pk), act="declarer")
    found = {*typed, *stamped, report.declared_by_id, *declared.values_list("person_id", flat=True)}
    for pair in PaperAct.objects.filter(report=report).values_list("signatory", "recorded_by"):
        found |= set(pair)
    return found - {None}


def _still_to_stamp(kind: SectionKind) -> Guard:
    def refuse(report: MonthlyReport, _actor: Actor) -> str | None:
        stamps = section_stamps(report, load_form(report.period.starts_on))
        if all(s.stamp for s in stamps if s.section.kind == kind):
            return "C’est déjà fait pour toutes les sections de votre ressort."
        return None

    return refuse


# ---- Fields set with the state ----
def acted_at(details: Details) -> datetime:
    """Now; for an act taken on paper, its day (at noon, when that has passed)."""
    now = timezone.now()
    if "paper" not in details:
        return now
    on = date.fromisoformat(details["paper"]["on"])
    return min(now, timezone.make_aware(datetime.combine(on, time(12))))


def _declared(report: MonthlyReport, actor: Actor, details: Details) -> dict[str, Any]:
    now = acted_at(details)
    return {
        "declared_at": now,
        "declared_by_id": actor.person_id,
        "first_declared_at": report.first_declared_at or now,
        "reopened_sections": [],
        "reopened_until": None,
    }


def _validated(_report: MonthlyReport, _actor: Actor, details: Details) -> dict[str, Any]:
    return {"validated_at": acted_at(details)}


def _returned(_report: MonthlyReport, _actor: Actor, _details: Details) -> dict[str, Any]:
    return {"reopened_sections": [], "reopened_until": None}


def _reopened(report: MonthlyReport, _actor: Actor, details: Details) -> dict[str, Any]:
    until = _day(details.get("until"))
    if until is None or until <= timezone.localdate():
        raise Refusal("Donnez la date de fin de la réouverture\u00a0: un jour à venir.")
    sections = details.get("sections")
    known = {section.code for section in load_form(report.period.starts_on).sections}
    if not isinstance(sections, list) or not set(sections) <= known:
        raise Refusal("Dites quelles sections sont rouvertes.")
    return {"reopened_sections": sections, "reopened_until": until, "validated_at": None}


def _day(value: object) -> date | None:
    """A day written « 2026-11-20 »: details are kept in the log, as JSON."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _named(kind: SectionKind) -> Fields:
    """The sections asked for must be of the right kind; nothing else is set."""

    def check_names(report: MonthlyReport, _actor: Actor, details: Details) -> dict[str, Any]:
        asked = details.get("sections") or []
        form = load_form(report.period.starts_on)
        mine = {section.code for section in form.sections if section.kind == kind}
        if not isinstance(asked, list) or not set(asked) <= mine:
            raise Refusal("Cette section n’est pas de votre ressort.")
        return {}

    return check_names


# ---- Effects, in the transaction ----
def _count(report: MonthlyReport, log: ActLog) -> None:
    totals.move(report, log.from_state, log.to_state)


def _count_declared(report: MonthlyReport, log: ActLog) -> None:
    _count(report, log)
    alert_shortage(report, log)


def _stamp(kind: SectionKind) -> Effect:
    def put(report: MonthlyReport, log: ActLog) -> None:
        form = load_form(report.period.starts_on)
        asked = log.details.get("sections") or [s.code for s in form.sections if s.kind == kind]
        done = set(report.stamps.values_list("section__code", flat=True))
        if log.person_id is None or log.mandate_id is None:
            raise Refusal("Un visa ou une signature se donne au titre d’un mandat.")
        who = {"person_id": log.person_id, "mandate_id": log.mandate_id, "stamped_at": acted_at(log.details)}
        Stamp.objects.bulk_create(
            Stamp(report=report, section=section, **who)
            for section in Section.objects.filter(code__in=set(asked) - done)
        )

    return put


CLINICAL, MANAGEMENT = SectionKind.CLINICAL, SectionKind.MANAGEMENT
MOVES: tuple[Move[MonthlyReport], ...] = (
    Move(
        "declarer",
        "Déclarer le rapport complet",
        Action.REPORT_DECLARE,
        (DRAFT, RETURNED),
        COMPLETE,
        paper=Action.PAPER_RECORD,
        guard=_may_declare,
        fields=_declared,
        effect=_count_declared,
    ),
    Move(
        "viser",
        "Viser les sections cliniques",
        Action.CLINICAL_SIGN,
        (COMPLETE,),
        None,
        paper=Action.PAPER_RECORD,
        guard=_still_to_stamp(CLINICAL),
        fields=_named(CLINICAL),
        effect=_stamp(CLINICAL),
    ),
    Move(
        "signer",
        "Signer les sections de gestion",
        Action.MANAGEMENT_SIGN,
        (COMPLETE,),
        None,
        paper=Action.PAPER_RECORD,
        guard=_still_to_stamp(MANAGEMENT),
        fields=_named(MANAGEMENT),
        effect=_stamp(MANAGEMENT),
    ),
    Move(
        "valider",
        "Valider le rapport",
        Action.REPORT_VALIDATE,
        (COMPLETE,),
        VALIDATED,
        paper=Action.PAPER_VALIDATE,
        guard=_may_validate,
        fields=_validated,
        effect=_count,
    ),
    Move(
        "renvoyer",
        "Renvoyer pour correction",
        Action.REPORT_RETURN,
        (COMPLETE,),
        RETURNED,
        needs_comment=True,
        guard=_may_return,
        fields=_returned,
        effect=_count,
    ),
    Move(
        "rouvrir",
        "Rouvrir le rapport",
        Action.REPORT_REOPEN,
        (VALIDATED, RETURNED),
        RETURNED,
        needs_comment=True,
        guard=_may_reopen,
        fields=_reopened,
        effect=_count,
    ),
)
CIRCUIT: Circuit[MonthlyReport] = Circuit(KIND, MonthlyReport, MOVES, actor_of, after_commit=announce)


def guards(report: MonthlyReport, act: str, scope: Scope, *, on_paper: bool = False) -> str:
    """The sentence that would refuse ``act`` now, "" when nothing would (comment and details apart)."""
    move = CIRCUIT.by_act[act]
    where = report.where()
    action = move.paper if on_paper else move.action
    if action is None or not scope.may(action, where):
        return "Cet acte n’est pas de votre ressort."
    if report._state.adding or report.state not in move.sources:
        return f"«\u00a0{move.label}\u00a0» n’est pas possible dans cet état."
    return (move.guard(report, actor_of(scope, action, where)) if move.guard else None) or ""


def wrong_paper_day(report: MonthlyReport, act: str, on: date) -> str:
    """Why an act on this report cannot have been taken on paper that day, or ""."""
    if on > timezone.localdate():
        return "Écrivez un jour passé, ou aujourd’hui."
    last = report.period.ends_on
    if on < last:
        return f"Le mois de rapport finissait le {day(last)}\u00a0: l’acte n’est pas plus ancien."
    back = CIRCUIT.history(report).filter(act__in=("renvoyer", "rouvrir")).last()
    came = timezone.localdate(back.done_at) if back else on
    if act in AFTER_RETURN and on < came:  # what was signed before says nothing of what was corrected
        return f"Le rapport est revenu le {day(came)}\u00a0: {AFTER_RETURN[act]} n’est pas plus ancien."
    declared = timezone.localdate(report.declared_at) if report.declared_at else on
    if act == "valider" and on < declared:
        return (
            f"Le rapport est complet depuis le {day(declared)}\u00a0: sa validation n’est pas plus ancienne."
        )
    return ""
