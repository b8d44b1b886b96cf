"""manage.py make_reference LISTES DOSSIER [--region ML02]: reference sheets from the public lists."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communes.reference_maker import Lists, make
from core.formats import number


class Command(BaseCommand):
    help = "Fabrique les fichiers de référence d’une région, ou du pays, à partir des listes publiques."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "listes", type=Path, help="dossier des listes publiques (voir docs/territoire.md)"
        )
        parser.add_argument("dossier", type=Path, help="dossier à remplir")
        parser.add_argument("--region", default="", help="code de la région, ML02 par exemple (le pays)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lists = Lists(options["listes"], options["region"])
        except OSError as error:
            raise CommandError(f"Liste illisible\u00a0: {error.filename}.") from None
        except KeyError as error:
            raise CommandError(f"Une liste n’a pas la colonne {error}.") from None
        if not lists.cercles:
            raise CommandError(f"Aucun cercle dans la région «\u00a0{options['region']}\u00a0».")
        for name, rows in make(lists, options["dossier"]).items():
            self.stdout.write(f"{name:<18}{number(rows):>8} lignes")
