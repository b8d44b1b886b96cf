"""Load the catalogue of sections, elements, rules, indicators."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communes.sheets import BadSheet
from core.formats import counted, day
from core.months import Month
from monitoring.loading import FOLDER, load_catalogue


class Command(BaseCommand):
    help = "Charge le catalogue (sections, modalités, éléments, règles, indicateurs). Se relance sans danger."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="montre ce qui changerait, sans rien écrire"
        )
        parser.add_argument(
            "--from",
            dest="since",
            help="mois à partir duquel se saisissent les éléments nouveaux (2026-12), là où des rapports "
            "existent déjà. Par défaut\u00a0: le mois qui suit le dernier rapport",
        )
        parser.add_argument("--folder", type=Path, default=FOLDER, help="dossier des feuilles")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            since = Month.parse(options["since"]) if options["since"] else None
        except ValueError as error:
            raise CommandError(str(error)) from error
        try:
            done = load_catalogue(options["folder"], dry_run=options["dry_run"], since=since)
        except BadSheet as error:
            raise CommandError(f"{error} Rien n’a été écrit.") from error
        for one in done:
            kept = f", {counted(one.kept, 'gardée', 'gardées')} comme la DRS l’a voulu" if one.kept else ""
            self.stdout.write(
                f"{one.file}\u00a0: {counted(one.counts.created, 'ligne créée', 'lignes créées')}, "
                f"{counted(one.counts.changed, 'modifiée', 'modifiées')}, "
                f"{one.counts.unchanged} sans changement{kept}"
            )
            if one.since:
                self.stdout.write(f"    les lignes nouvelles valent à partir du {day(one.since)}")
        if options["dry_run"]:
            self.stdout.write("Essai\u00a0: rien n’a été écrit.")
