"""Ask the worker for the papers of Banamba, of what holds it; say where its quarterly report lies."""

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
from monitoring.spans import last_due, spans
from reports import pdf
from reports.consolidated.issuing import editions
from reports.consolidated.jobs import ask_one as ask_consolidated
from reports.models import Document
from reports.tasks import SPANNED, ask_one, ask_spanned

COMMUNE = "Banamba"
PATIENCE = 90  # seconds
STEP = 0.5
AGAIN = "la démonstration a été démarrée de nouveau"


class Command(BaseCommand):
    """Prints one line: the path of the PDF. Otherwise fails with the reason, in French."""

    help = "Demande les papiers de Banamba, de son district, de sa région\u202f; attend le rapport."

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
        job = ask_one(commune, Quarter.last_closed(timezone.localdate()), None, AGAIN)
        document = _wait(job, options["patience"])
        # Stored files carry no extension; a newcomer wants one to open.
        copy = settings.FILES_ROOT.parent / "rapport-trimestriel-banamba.pdf"
        shutil.copyfile(path_of(document.file), copy)
        _ask_spanned(commune)
        _ask_consolidated(commune)
        self.stdout.write(f"PDF établi par le programme de fond{HARD}: {copy}")


def _ask_spanned(commune: Commune) -> None:
    """The sheet and the dossier of the year so far, once, while one reads the report."""
    last = last_due()
    span = spans(last)[0]
    for what in SPANNED.values():
        if not what.editions(commune, span).exists():
            ask_spanned(what, commune, span, last, None)


def _ask_consolidated(commune: Commune) -> None:
    """The consolidated reports of its district, then of its région, once."""
    quarter = Quarter.last_closed(timezone.localdate())
    for place in (commune.district, commune.cercle.region):
        if not editions(place, quarter).exists():
            ask_consolidated(place, quarter, None)


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
