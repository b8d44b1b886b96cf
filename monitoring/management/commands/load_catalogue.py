"""Load the catalogue of sections, elements, rules, indicators."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communes.sheets import BadSheet
from core.formats import counted
from monitoring.loading import FOLDER, load_catalogue


class Command(BaseCommand):
    help = "Charge le catalogue (sections, modalités, éléments, règles, indicateurs). Se relance sans danger."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="montre ce qui changerait, sans rien écrire"
        )
        parser.add_argument("--folder", type=Path, default=FOLDER, help="dossier des feuilles")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = load_catalogue(options["folder"], dry_run=options["dry_run"])
        except BadSheet as error:
            raise CommandError(f"{error} Rien n’a été écrit.") from error
        for one in done:
            kept = f", {counted(one.kept, 'gardée', 'gardées')} comme la DRS l’a voulu" if one.kept else ""
            self.stdout.write(
                f"{one.file}\u00a0: {counted(one.counts.created, 'ligne créée', 'lignes créées')}, "
                f"{counted(one.counts.changed, 'modifiée', 'modifiées')}, "
                f"{one.counts.unchanged} sans changement{kept}"
            )
        if options["dry_run"]:
            self.stdout.write("Essai\u00a0: rien n’a été écrit.")
