"""manage.py load_territory [DOSSIER] [--dry-run]: the reference files of a territory, all or nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communes.layout import SHIPPED
from communes.progress import Progress
from communes.sheets import BadSheet
from core.formats import number
from cscom.loading import STEPS, load_folder


class Command(BaseCommand):
    help = "Charge le territoire : régions, cercles, districts, communes, villages, CSCOM, populations."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "dossier", nargs="?", type=Path, default=SHIPPED, help="dossier des fichiers CSV (Koulikoro)"
        )
        parser.add_argument("--dry-run", action="store_true", help="compter sans rien écrire")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["dossier"]
        if not folder.is_dir():
            raise CommandError(f"Le dossier {folder} n’existe pas.")
        progress = Progress(self.stderr, STEPS)
        try:
            counts = load_folder(folder, progress.step, dry_run=options["dry_run"])
        except BadSheet as refusal:
            progress.end()
            raise CommandError(f"{refusal} Rien n’a été écrit.") from None
        progress.end()
        self.stdout.write(f"{'Fichier':<18}{'créés':>8}{'modifiés':>10}{'inchangés':>11}")
        for name, count in counts.items():
            figures = f"{number(count.created):>8}{number(count.changed):>10}{number(count.unchanged):>11}"
            self.stdout.write(f"{name:<18}{figures}")
        if options["dry_run"]:
            self.stdout.write("Essai\u00a0: rien n’a été écrit.")
