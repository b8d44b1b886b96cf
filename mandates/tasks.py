"""Around background work: its asker is told, dead tokens are forgotten, e-mails leave, terms are told."""

from celery import shared_task
from django.urls import reverse

from jobs.models import Job
from jobs.registry import at_each_sweep, when_over
from mandates.organs import reminding
from mandates.receivers import still_held
from mandates.tokens import forget_dead_tokens
from notices.mailing import deliver
from notices.models import NoticeKind
from notices.send import tell

ENDINGS = {
    Job.State.DONE: "« {title} »\u00a0: c’est prêt.",
    Job.State.FAILED: "« {title} » n’a pas abouti. {message}",
}

at_each_sweep(forget_dead_tokens)


@when_over
def tell_the_asker(job: Job) -> None:
    """One notice a job; the work itself may have told more precisely already. Who stopped it knows."""
    ending = ENDINGS.get(Job.State(job.state))
    if ending and job.asked_by_id:
        text = ending.format(title=job.title, message=job.message)
        tell([job.asked_by_id], job.fact, text, reverse("job_show", args=[job.pk]), NoticeKind.WORK)


@shared_task(name="mandates.tasks.send_mail")
def send_mail() -> int:
    """E-mails that say that a notice waits, to those who still hold a mandate. How many left."""
    return deliver(still_held)


@shared_task(name="mandates.tasks.tell_terms")
def tell_terms() -> int:
    """Mandates of organs that end soon, or ended. How many notices are new."""
    return reminding.tell_terms()
