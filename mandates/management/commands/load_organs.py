"""Load the kinds of organs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from communes.sheets import BadSheet
from core.formats import counted
from mandates.organs.loading import load_organs


class Command(BaseCommand):
    help = "Charge les types d’organes et leur composition. Ceux qui existent restent comme ils sont."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = load_organs()
        except BadSheet as error:
            raise CommandError(f"{error} Rien n’a été écrit.") from error
        self.stdout.write(f"Organes\u00a0: {counted(made, 'type ajouté', 'types ajoutés')}.")
