"""Conventions on paper, made by the worker for whoever asks."""

from typing import Any

from django.urls import reverse

from accounts.models import Person
from conventions.models import Cam
from core.access import Scope
from core.workflow import Refusal
from jobs.models import Job
from jobs.queue import ask
from jobs.registry import handler
from jobs.steps import Stepper
from mandates.scopes import scope_of_person
from notices.models import NoticeKind
from notices.send import tell
from reports.cam.issuing import Sheet, issue
from reports.cam.paper import action_of

CAM = "convention"
NO_RIGHT = "Votre mandat ne permet plus d’établir ce document."


def ask_cam(sheet: Sheet, asked_by: Person, reason: str = "") -> Job:
    """A convention, or a review, on paper; asked twice at once it is made once."""
    cam, year = sheet.cam, sheet.year or 0
    params = {"cam": cam.pk, "annee": year, "motif": reason}
    return ask(CAM, sheet.title, params, asked_by, key=f"{CAM}:{cam.pk}:{cam.version}:{year}:{asked_by.pk}")


@handler(CAM, resumable=True)
def issue_cam(job: Job, step: Stepper) -> dict[str, Any]:
    """The paper as things stand now; whoever asked must still read the convention."""
    scope = scope_of_person(job.asked_by) if job.asked_by else Scope()
    people = ("commune_signer", "asaco_signer", "follows")
    cams = Cam.objects.visible_to(scope).located().select_related(*people)
    cam = cams.filter(pk=job.params["cam"]).first()
    if cam is None or not scope.may(action_of(cam), cam.where()):
        raise Refusal(NO_RIGHT)
    sheet = Sheet(cam, job.params["annee"] or None)
    document = issue(sheet, asked_by=job.asked_by, job_id=job.pk, reason=str(job.params.get("motif", "")))
    step.done(1, document.number)
    link = reverse("file_download", args=[document.file_id])
    if job.asked_by:
        tell([job.asked_by], job.fact, f"{document.title}\u00a0: prêt."[:300], link, NoticeKind.WORK)
    return {"document": document.number, "liens": [{"label": document.title, "url": link}]}
