"""Bring in values from a long table of another system."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communes.sheets import BadSheet
from core.formats import counted, number
from monitoring.enums import ReportState
from monitoring.imports import Imported, import_long

STATES = (ReportState.VALIDATED, ReportState.COMPLETE, ReportState.DRAFT)


class Command(BaseCommand):
    help = "Importe un tableau long (structure, mois, élément, valeur). Voir docs/import.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="le tableau, en CSV UTF-8")
        parser.add_argument("--mapping", type=Path, required=True, help="la correspondance, en CSV")
        parser.add_argument("--state", choices=[s.value for s in STATES], default=ReportState.DRAFT.value)
        parser.add_argument("--open-months", action="store_true", help="ouvre les mois qui manquent")
        parser.add_argument("--dry-run", action="store_true", help="compte, sans rien écrire")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = import_long(
                options["file"],
                options["mapping"],
                state=ReportState(options["state"]),
                dry_run=options["dry_run"],
                make_months=options["open_months"],
            )
        except BadSheet as error:
            raise CommandError(f"{error} Rien n’a été écrit.") from error
        for line in _told(done):
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write("Essai\u00a0: rien n’a été écrit.")


def _told(done: Imported) -> list[str]:
    span = f" de {done.months[0].code} à {done.months[-1].code}" if done.months else ""
    created = counted(done.new_reports, "rapport créé", "rapports créés")
    return [
        f"{counted(done.lines, 'ligne lue', 'lignes lues')}, dont {number(done.empty)} sans valeur.",
        f"{counted(len(done.months), 'mois', 'mois')}{span}.",
        f"{created}, {counted(done.changed_reports, 'complété', 'complétés')}.",
        f"{counted(done.new_cells, 'case écrite', 'cases écrites')}, {number(done.same_cells)} déjà là.",
    ]
