"""Ask the worker for the report of Banamba over the last closed quarter; say where the PDF lies."""

import shutil
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from communes.models import Commune
from core.formats import HARD
from core.months import Quarter
from files.store import path_of
from jobs.models import Job
from reports import pdf
from reports.models import Document
from reports.tasks import ask_one

COMMUNE = "Banamba"
PATIENCE = 90  # seconds
STEP = 0.5


class Command(BaseCommand):
    """Prints one line: the path of the PDF. Otherwise fails with the reason, in French."""

    help = "Demande au programme de fond le rapport trimestriel de Banamba et attend le PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--patience", type=float, default=PATIENCE, help="secondes d’attente au plus")

    def handle(self, *args: Any, **options: Any) -> None:
        if reason := pdf.pdf_possible():
            raise CommandError(reason)
        communes = Commune.objects.select_related("cercle__region", "district").filter(name=COMMUNE)
        commune = communes.first()
        if commune is None:
            raise CommandError(f"La commune {COMMUNE} n’est pas enregistrée{HARD}: chargez la démonstration.")
        # The calendar asks, so that each of those who sign finds the paper waiting.
        job = ask_one(commune, Quarter.last_closed(timezone.localdate()), None)
        document = _wait(job, options["patience"])
        # Stored files carry no extension; a newcomer wants one to open.
        copy = settings.FILES_ROOT.parent / "rapport-trimestriel-banamba.pdf"
        shutil.copyfile(path_of(document.file), copy)
        self.stdout.write(f"PDF établi par le programme de fond{HARD}: {copy}")


def _wait(job: Job, patience: float) -> Document:
    """The document, once the worker made it. Raises CommandError with the job's own reason, or with ours."""
    until = time.monotonic() + patience
    while not job.over:
        if time.monotonic() > until:
            if job.state == Job.State.QUEUED:
                raise CommandError("aucun programme de fond n’a pris ce travail. Est-il démarré\u202f?")
            raise CommandError("pas fini à temps. Le document paraîtra sous «\u00a0Documents\u00a0».")
        time.sleep(STEP)
        job.refresh_from_db()
    if job.state != Job.State.DONE:
        raise CommandError(job.message or "ce travail a été arrêté.")
    return Document.objects.select_related("file").get(number=job.result["document"])
