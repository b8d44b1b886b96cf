"""What happens around background work: its asker is told at the end, dead tokens are forgotten."""

from django.urls import reverse

from jobs.models import Job
from jobs.registry import at_each_sweep, when_over
from mandates.tokens import forget_dead_tokens
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
        tell([job.asked_by_id], f"travail:{job.pk}", text, reverse("job_show", args=[job.pk]))
