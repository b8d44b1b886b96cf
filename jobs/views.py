"""One's background work: where it stands, how to stop it; and whether the site can do any."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core.access import Action, Request, Scope, requires
from core.http import acting, reading
from jobs.claims import ask_stop
from jobs.models import Job
from jobs.queue import resume
from jobs.readiness import readiness
from jobs.registry import is_resumable

PAGE = 20
ENDED_EARLY = frozenset({Job.State.FAILED, Job.State.STOPPED})


def own_job(scope: Scope, pk: str) -> Job:
    """A job that this person asked for; 404 for anybody else's."""
    return get_object_or_404(Job.objects.select_related("asked_by"), pk=pk, asked_by=scope.person_id)


@reading
@requires(Action.SELF)
def job_list(request: Request) -> HttpResponse:
    """The newest first."""
    mine = Job.objects.filter(asked_by=request.scope.person_id)
    page = Paginator(mine, PAGE).get_page(request.GET.get("page"))
    return render(request, "jobs/job_list.html", {"page": page, "days": settings.JOB_KEPT.days})


@reading
@requires(Action.SELF, own_job)
def job_show(request: Request, job: Job) -> HttpResponse:
    """Where one job stands; the page comes again by itself while there is something to wait for."""
    links = job.result.get("liens", []) if job.state == Job.State.DONE else []
    context = {
        "job": job,
        "links": links,
        "resumable": job.state in ENDED_EARLY and is_resumable(job.kind),
        "crumbs": [("Travaux", reverse("job_list")), (job.title, "")],
    }
    return render(request, "jobs/job_show.html", context)


@acting
@requires(Action.SELF, own_job)
def job_stop(request: Request, job: Job) -> HttpResponse:
    """Stop between two steps; what is done stays done."""
    if job.over:
        messages.info(request, "Ce travail était déjà fini.")
    else:
        ask_stop(job)
        messages.success(request, "L’arrêt est demandé. Ce qui est déjà fait reste fait.")
    return redirect("job_show", pk=job.pk)


@acting
@requires(Action.SELF, own_job)
def job_resume(request: Request, job: Job) -> HttpResponse:
    """Take up again what failed or was stopped: what was done stays done, the rights are asked again."""
    if resume(job):
        messages.success(request, "Le travail reprend là où il s’était arrêté.")
    else:
        messages.info(request, "Ce travail ne se reprend pas, ou le même est déjà en cours.")
    return redirect("job_show", pk=job.pk)


@reading
@requires(Action.ANYONE)
def readyz(_request: Request) -> HttpResponse:
    """For whoever watches over the site: 200, or 503 and the check that fails."""
    ready, checks = readiness()
    response = JsonResponse({"pret": ready, "controles": checks}, status=200 if ready else 503)
    response.headers["Cache-Control"] = "no-store"
    return response
