"""Kinds of work for the tests: they write in the base, so that what was done can be counted."""

import os
import time
from typing import Any

from django.db import connection, transaction

from accounts.models import Person
from core.workflow import Refusal
from jobs.models import Job
from jobs.registry import handler
from jobs.steps import Stepper


def write(name: str) -> None:
    """A line that shows that this was done, as often as it was."""
    Person.objects.create(first_name=name, last_name="Travail", sex="F")


def written() -> list[str]:
    """What was done so far, in order."""
    names = Person.objects.filter(last_name="Travail").order_by("pk")
    return list(names.values_list("first_name", flat=True))


@handler("essai_repris", resumable=True)
@handler("essai")
def try_out(job: Job, step: Stepper) -> dict[str, Any]:
    """Items « refus… » are refused, « panne… » break, « arret… » ask for the stop; the others are written."""

    def work(item: str) -> None:
        if item.startswith("refus"):
            raise Refusal("Rien à faire ici.")
        if item.startswith("panne"):
            raise RuntimeError("secret words of the machine")
        if item.startswith("arret"):
            Job.objects.filter(pk=job.pk).update(stop_asked=True)
        write(item)

    failed = step.each(job.params["items"], str, work)
    return {"rates": failed, "liens": [{"label": "Lire le résultat", "url": "/mes-droits/"}]}


@handler("essai_sans_base")
def lose_the_database(job: Job, step: Stepper) -> dict[str, Any]:
    """PostgreSQL hangs up on us at item « b », as often as « deaths » says."""

    def work(item: str) -> None:
        if item == "b" and Job.objects.get(pk=job.pk).attempts <= job.params["deaths"]:
            with transaction.atomic(), connection.cursor() as cursor:
                write("half done")
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        write(item)

    step.each(job.params["items"], str, work)
    return {}


@handler("essai_mourant")
def die_at_the_second(job: Job, step: Stepper) -> dict[str, Any]:
    """Each turn does one item, then the process ends as on a kill: no ``except Exception`` sees it."""
    begun = job.done_steps

    def work(item: str) -> None:
        if job.done_steps > begun:
            raise SystemExit
        write(item)

    step.each(job.params["items"], str, work)
    return {}


@handler("essai_lent")
def go_slowly(job: Job, step: Stepper) -> dict[str, Any]:
    """Each item takes a while, and says which process did it."""

    def work(item: str) -> None:
        time.sleep(float(job.params.get("seconds", 0.05)))
        write(f"{item} {os.getpid()}")

    step.each(job.params["items"], str, work)
    return {}


@handler("essai_refuse")
def refuse(_job: Job, _step: Stepper) -> dict[str, Any]:
    """Refused as a whole."""
    raise Refusal("Aucun rapport validé pour ce trimestre.")


@handler("essai_panne")
def break_down(_job: Job, _step: Stepper) -> dict[str, Any]:
    """Breaks as a whole."""
    raise RuntimeError("secret words of the machine")
