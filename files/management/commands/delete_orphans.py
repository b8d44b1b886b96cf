"""Files on disk that no row knows: left by an act that was undone, or half-written when the power failed."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from files.models import StoredFile
from files.store import files_on_disk

KEEP_HOURS = 24


class Command(BaseCommand):
    help = "Supprime les fichiers du disque qu’aucune ligne de la base ne connaît."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--heures", type=int, default=KEEP_HOURS, help="âge minimal (24 par défaut)")
        parser.add_argument("--essai", action="store_true", help="compter sans supprimer")

    def handle(self, *args: Any, **options: Any) -> None:
        """A file of today may belong to a transaction still open: it is left for tomorrow."""
        before = time.time() - options["heures"] * 3600
        # Read from the disk first: a row written meanwhile still saves its file.
        old = [path for path in files_on_disk() if path.stat().st_mtime < before]
        known = set(StoredFile.objects.values_list("path", flat=True))
        orphans = [path for path in old if "/".join(path.parts[-3:]) not in known]
        for path in orphans:
            if not options["essai"]:
                path.unlink(missing_ok=True)
        word = "à supprimer" if options["essai"] else "supprimé(s)"
        self.stdout.write(f"{len(orphans)} fichier(s) {word}.")
