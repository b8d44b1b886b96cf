"""Consolidated reports made by the worker: one for whoever asks, all of them when the calendar says so."""

from typing import Any

from django.urls import reverse

from accounts.models import Person
from core.access import Action
from core.formats import counted
from core.months import Quarter
from core.workflow import Refusal
from jobs.models import Job
from jobs.queue import ask
from jobs.registry import handler
from jobs.steps import Stepper
from mandates.scopes import scope_of_person
from monitoring.places import place_of
from notices.models import NoticeKind
from notices.send import tell
from reports import pdf
from reports.consolidated.issuing import editions, issue
from reports.consolidated.wide import Wide, found_at, name_of, places_due, with_name

ONE = "rapport_consolide"
ALL = "rapports_consolides"
NO_RIGHT = "Votre mandat ne permet plus d’établir ce rapport."


def ask_one(place: Wide, quarter: Quarter, asked_by: Person | None, reason: str = "") -> Job:
    """One report, for whoever asks; asked twice at once it is made once."""
    kind = place_of(place).kind.value
    return ask(
        ONE,
        f"Rapport consolidé {with_name(place)}, {quarter.words}",
        {"lieu": kind, "code": place.pk, "trimestre": quarter.code, "motif": reason},
        asked_by,
        key=f"{ONE}:{quarter.code}:{kind}:{place.pk}:{asked_by.pk if asked_by else 0}",
    )


@handler(ONE, resumable=True)
def issue_one(job: Job, step: Stepper) -> dict[str, Any]:
    """The report of one place; whoever asked must still have the right to."""
    quarter = Quarter.parse(job.params["trimestre"])
    place = found_at(job.params["lieu"], job.params["code"])
    if place is None or not _may(job, place):
        raise Refusal(NO_RIGHT)
    document = issue(
        place, quarter, asked_by=job.asked_by, job_id=job.pk, reason=str(job.params.get("motif", ""))
    )
    step.done(1, document.number)
    link = reverse("document_show", args=[document.number])
    if job.asked_by:
        text = f"Le rapport consolidé {with_name(place)}, {quarter.words}, est prêt."
        tell([job.asked_by], job.fact, text, link, NoticeKind.WORK)
    return {"document": document.number, "liens": [{"label": document.title, "url": link}]}


def _may(job: Job, place: Wide) -> bool:
    """May the asker issue it now? The calendar may everywhere."""
    return job.asked_by is None or scope_of_person(job.asked_by).may(Action.DOCUMENT_ISSUE, place.where())


def ask_all(quarter: Quarter) -> Job | None:
    """Every one of a quarter, asked by the calendar; None when none is due, or when it was asked already."""
    asked = Job.objects.filter(kind=ALL, params__trimestre=quarter.code)
    if asked.exclude(state__in=[Job.State.FAILED, Job.State.STOPPED]).exists():
        return None
    count = len(places_due(quarter))
    if not count:
        return None
    places = counted(count, "lieu", "lieux")
    return ask(
        ALL,
        f"Rapports consolidés de {places}, {quarter.words}",
        {"trimestre": quarter.code},
        None,
        key=f"{ALL}:{quarter.code}",
        steps=count,
    )


@handler(ALL, resumable=True)
def issue_all(job: Job, step: Stepper) -> dict[str, Any]:
    """One step a place: districts, then régions, which name the papers of their districts."""
    quarter = Quarter.parse(job.params["trimestre"])
    if reason := pdf.pdf_possible():
        raise pdf.PdfUnavailable(reason)

    def make(place: Wide) -> None:
        if not editions(place, quarter).exclude(job_id=job.pk).exists():
            issue(place, quarter, job_id=job.pk)

    step.each(places_due(quarter), name_of, make)
    link = f"{reverse('document_list')}?trimestre={quarter.code}"
    return {"liens": [{"label": f"Les documents du {quarter.words}", "url": link}]}
