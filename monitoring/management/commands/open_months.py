"""Open reporting months."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.formats import counted
from core.months import Month
from monitoring.periods import open_months


class Command(BaseCommand):
    help = "Ouvre les mois de rapport, aux dates usuelles. Ceux qui existent restent comme ils sont."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("first", help="premier mois (2026-01)")
        parser.add_argument("last", help="dernier mois (2026-12)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            months = Month.parse(options["first"]).until(Month.parse(options["last"]))
            made = open_months(months)
        except ValueError as error:  # no month, or dates that its neighbours do not leave room for
            raise CommandError(f"{error} Rien n’a été écrit.") from error
        self.stdout.write(f"{counted(len(made), 'mois ouvert', 'mois ouverts')} sur {len(months)}.")
