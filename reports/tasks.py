"""Issuing reports in the background: one commune, all of them, all of them when the calendar says so."""

from collections.abc import Mapping
from typing import Any

from celery import shared_task
from celery.signals import worker_init
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from communes.models import Commune
from concertation.models import Meeting
from core.access import Action, Scope, Where
from core.formats import HARD, counted, de
from core.months import Month, Quarter
from core.workflow import Refusal
from jobs.models import Job
from jobs.queue import ask
from jobs.registry import handler
from jobs.steps import Stepper
from mandates.receivers import receivers
from mandates.scopes import scope_of_person
from monitoring.spans import Span, chosen, spans
from notices.models import NoticeKind
from notices.send import tell
from planning.models import Plan
from planning.news import subject_of
from reports import pdf, plan_papers
from reports.cam import jobs as cam_jobs  # noqa: F401 - the worker knows its work
from reports.consolidated import jobs as consolidated
from reports.dossier import meeting_paper
from reports.dossier.paper import DOSSIER
from reports.due import communes_due, issued_from
from reports.essential.issuing import SHEET
from reports.issuing import issue
from reports.models import Document
from reports.narrative.telling import tell_awaited
from reports.papers import FACT
from reports.spanned import SpanPaper

ONE = "rapport_trimestriel"
PLAN = "plan_operationnel"
MEETING = "dossier_de_reunion"
ALL = "rapports_trimestriels"
SPANNED: Mapping[str, SpanPaper] = {what.kind: what for what in (SHEET, DOSSIER)}
NO_RIGHT = "Votre mandat ne permet plus d’établir ce rapport."


def ask_one(commune: Commune, quarter: Quarter, asked_by: Person | None, reason: str = "") -> Job:
    """One report, for whoever asks; asked twice at once it is made once.

    ``reason``, here and below: why a paper that exists is made again, in the words that it will print.
    """
    return ask(
        ONE,
        f"Rapport trimestriel de la commune {de(commune.name)}, {quarter.words}",
        {"commune": commune.pk, "trimestre": quarter.code, "motif": reason},
        asked_by,
        key=f"{ONE}:{quarter.code}:{commune.pk}:{asked_by.pk if asked_by else 0}",
    )


def ask_all(
    quarter: Quarter, count: int, asked_by: Person | None, *, only_missing: bool, reason: str = ""
) -> Job:
    """The reports of every commune where the asker may; ``only_missing``: only where there is none yet."""
    return ask(
        ALL,
        f"Rapports trimestriels de {counted(count, 'commune', 'communes')}, {quarter.words}",
        {"trimestre": quarter.code, "manquants": only_missing, "motif": reason},
        asked_by,
        key=f"{ALL}:{quarter.code}:{asked_by.pk if asked_by else 0}",
        steps=count,
    )


def ask_spanned(
    what: SpanPaper, commune: Commune, span: Span, last: Month, asked_by: Person | None, reason: str = ""
) -> Job:
    """A sheet or a dossier of one commune; asked twice at once it is made once.

    ``last``: the month from which the choices of periods are counted, so that the one asked is the one made.
    """
    return ask(
        what.kind,
        f"{what.kind.label} de la commune {de(commune.name)}, {span.words}",
        {"commune": commune.pk, "periode": span.code, "dernier": last.code, "motif": reason},
        asked_by,
        key=f"{what.kind}:{span.code}:{last.code}:{commune.pk}:{asked_by.pk if asked_by else 0}",
    )


@handler(SHEET.kind, resumable=True)
@handler(DOSSIER.kind, resumable=True)
def issue_spanned(job: Job, step: Stepper) -> dict[str, Any]:
    """The sheet or the dossier of one commune; whoever asked must still have the right to."""
    what = SPANNED[job.kind]
    span = chosen(job.params["periode"], spans(Month.parse(job.params["dernier"])))
    commune = _communes(job, Action.DOCUMENT_ISSUE).filter(pk=job.params["commune"]).first()
    if commune is None:
        raise Refusal(NO_RIGHT)
    document = what.issue(commune, span, asked_by=job.asked_by, job_id=job.pk, reason=_reason(job))
    step.done(1, document.number)
    link = reverse("document_show", args=[document.number])
    if job.asked_by:
        text = f"{what.the} de la commune {de(commune.name)}, {span.words}, {what.ready}."
        tell([job.asked_by], job.fact, text, link, NoticeKind.WORK)
    return {"document": document.number, "liens": [{"label": document.title, "url": link}]}


def ask_plan(plan: Plan, asked_by: Person, reason: str = "") -> Job:
    """A plan on paper, for whoever asks; asked twice at once it is made once."""
    key = f"{PLAN}:{plan.pk}:{plan.version}:{asked_by.pk}"
    params = {"plan": plan.pk, "motif": reason}
    return ask(PLAN, f"{subject_of(plan)}, sur papier", params, asked_by, key=key)


@handler(PLAN, resumable=True)
def issue_plan(job: Job, step: Stepper) -> dict[str, Any]:
    """A plan as it stands now; whoever asked must still read it."""
    scope = scope_of_person(job.asked_by) if job.asked_by else Scope()
    plan = Plan.objects.visible_to(scope).located().filter(pk=job.params["plan"]).first()
    if plan is None or not plan_papers.may_have(scope, plan):
        raise Refusal(NO_RIGHT)
    document = plan_papers.issue(plan, asked_by=job.asked_by, job_id=job.pk, reason=_reason(job))
    step.done(1, document.number)
    link = reverse("file_download", args=[document.file_id])
    if job.asked_by:
        tell([job.asked_by], job.fact, f"{document.title}\u00a0: prêt.", link, NoticeKind.WORK)
    return {"document": document.number, "liens": [{"label": document.title, "url": link}]}


def ask_meeting(meeting: Meeting, piece: str, asked_by: Person, reason: str = "") -> Job:
    """The dossier of a meeting, or one piece of it; asked twice at once it is made once."""
    key = f"{MEETING}:{meeting.pk}:{meeting.version}:{piece}:{asked_by.pk}"
    params = {"reunion": meeting.pk, "piece": piece, "motif": reason}
    return ask(MEETING, meeting_paper.title_of(meeting, piece), params, asked_by, key=key)


@handler(MEETING, resumable=True)
def issue_meeting(job: Job, step: Stepper) -> dict[str, Any]:
    """The dossier as the meeting stands now; whoever asked must still keep it."""
    scope = scope_of_person(job.asked_by) if job.asked_by else Scope()
    meeting = Meeting.objects.kept_by(scope).located().filter(pk=job.params["reunion"]).first()
    if meeting is None:
        raise Refusal(NO_RIGHT)
    document = meeting_paper.issue(
        meeting, job.params["piece"], asked_by=job.asked_by, job_id=job.pk, reason=_reason(job)
    )
    step.done(1, document.number)
    if job.asked_by:
        tell(
            [job.asked_by],
            job.fact,
            f"{document.title}\u00a0: prêt."[:300],
            document.file_url,
            NoticeKind.WORK,
        )
    return {"document": document.number, "liens": [{"label": document.title, "url": document.file_url}]}


@handler(ONE, resumable=True)
def issue_one(job: Job, step: Stepper) -> dict[str, Any]:
    """The report of one commune; whoever asked must still have the right to."""
    quarter = Quarter.parse(job.params["trimestre"])
    commune = _communes(job, Action.DOCUMENT_ISSUE).filter(pk=job.params["commune"]).first()
    if commune is None:
        raise Refusal(NO_RIGHT)
    document = issue(commune, quarter, asked_by=job.asked_by, job_id=job.pk, reason=_reason(job))
    step.done(1, document.number)
    link = reverse("document_show", args=[document.number])
    if job.asked_by:
        text = f"Le rapport trimestriel de la commune {de(commune.name)}, {quarter.words}, est prêt."
        tell([job.asked_by], job.fact, text, link, NoticeKind.WORK)
    return {"document": document.number, "liens": [{"label": document.title, "url": link}]}


@handler(ALL, resumable=True)
def issue_all(job: Job, step: Stepper) -> dict[str, Any]:
    """One step a commune, in the order of their codes; one that fails is listed with its reason."""
    quarter = Quarter.parse(job.params["trimestre"])
    if reason := pdf.pdf_possible():
        raise pdf.PdfUnavailable(reason)
    # A fixed order and a fixed list: a batch that starts again goes on where it stopped.
    communes = list(
        _communes(job, Action.DOCUMENT_BATCH).filter(pk__in=job_communes(job, quarter)).order_by("code")
    )
    if not communes:
        raise Refusal(NO_RIGHT)
    failed = step.each(
        communes, lambda c: f"{c.name} ({c.cercle.name})", lambda c: _one_of_all(job, c, quarter)
    )
    link = f"{reverse('document_list')}?trimestre={quarter.code}"
    if job.asked_by:
        done = counted(len(communes) - failed, "rapport prêt", "rapports prêts")
        text = f"Rapports trimestriels, {quarter.words}{HARD}: {done}, {counted(failed, 'échec', 'échecs')}."
        tell([job.asked_by], job.fact, text, reverse("job_show", args=[job.pk]), NoticeKind.WORK)
    else:
        regions = {commune.cercle.region_id for commune in communes}
        people = [p for pk in regions for p in receivers(Action.DOCUMENT_BATCH, Where(region=pk))]
        text = f"Les rapports trimestriels des communes, {quarter.words}, sont établis."
        tell(people, f"{FACT}{quarter.code}", text, link, NoticeKind.WORK)
    links = [{"label": f"Les documents du {quarter.words}", "url": link}]
    if Document.objects.filter(job_id=job.pk).exists():
        zipped = reverse("job_documents", args=[job.pk])
        links.append({"label": "Les documents de ce travail, en un fichier ZIP", "url": zipped})
    return {"liens": links}


def job_communes(job: Job, quarter: Quarter) -> Any:
    """Whom a batch is about: the calendar issues where a report was due; a person, wherever they may."""
    if job.asked_by is None:
        return communes_due(quarter).values("pk")
    return Commune.objects.open_on().values("pk")


def _one_of_all(job: Job, commune: Commune, quarter: Quarter) -> None:
    others = Document.objects.filter(commune=commune, quarter=quarter.code).exclude(job_id=job.pk)
    if job.params.get("manquants") and others.exists():
        return
    issue(commune, quarter, asked_by=job.asked_by, job_id=job.pk, reason=_reason(job))


def _reason(job: Job) -> str:
    """Why the paper is made again; a job of before reasons has none."""
    return str(job.params.get("motif", ""))


def _communes(job: Job, action: Action) -> Any:
    """The communes where the asker may do ``action`` now; everywhere when the calendar asks."""
    communes = Commune.objects.select_related("cercle__region", "district")
    if job.asked_by is None:
        return communes
    return communes.within(scope_of_person(job.asked_by).reach(action))


@shared_task(name="reports.tasks.issue_closed_quarter")
def issue_closed_quarter() -> str:
    """Once a quarter, some days after its last validation deadline: communes, then what consolidates them.

    Until then each party that has written nothing is told, once, that its text is awaited. Runs every hour.
    """
    today = timezone.localdate()
    tell_awaited(today)
    quarter = Quarter.last_closed(today)
    begins = issued_from(quarter)
    if begins is None or today < begins:
        return ""
    asked = Job.objects.filter(kind=ALL, asked_by=None, params__trimestre=quarter.code)
    if asked.filter(state=Job.State.DONE).exists():  # what is consolidated names the papers of the communes
        after = consolidated.ask_all(quarter)
        return str(after.pk) if after else ""
    if asked.exclude(state__in=[Job.State.FAILED, Job.State.STOPPED]).exists():
        return ""
    count = communes_due(quarter).count()
    return str(ask_all(quarter, count, None, only_missing=True).pk) if count else ""


@worker_init.connect
def load_weasyprint(**_: Any) -> None:
    """Before the worker's children are born, so that the first PDF does not wait."""
    pdf.preload()
