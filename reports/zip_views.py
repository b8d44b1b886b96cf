"""What a piece of work issued, as one file to take away."""

from django.http import HttpResponseBase, StreamingHttpResponse

from core.access import Action, Request, requires
from core.http import reading
from jobs.models import Job
from jobs.views import own_job
from reports.models import Document
from reports.zipping import zipped


@reading
@requires(Action.SELF, own_job)
def job_documents(request: Request, job: Job) -> HttpResponseBase:
    """The papers of a work of one's own; the right to each is asked again, now."""
    made = Document.objects.filter(job_id=job.pk)
    visible = Document.objects.visible_to(request.scope).filter(job_id=job.pk)
    papers = [
        paper
        for paper in visible.select_related("file").order_by("number")
        if request.scope.may(Action(paper.file.action), paper.file.where())
    ]
    answer = StreamingHttpResponse(zipped(papers, made.count() - len(papers)), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="documents-{str(job.pk)[:8]}.zip"'
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
