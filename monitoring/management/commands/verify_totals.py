"""Compare the stored totals with the reports."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communes.progress import Progress
from core.formats import counted
from monitoring.models import Period
from monitoring.periods import MonthError, periods_between
from monitoring.totals import Difference, verify

SHOWN = 20


class Command(BaseCommand):
    help = "Vérifie que les totaux disent ce que disent les rapports. Sort en erreur s’ils diffèrent."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", help="premier mois (2026-01)")
        parser.add_argument("--to", dest="last", help="dernier mois (2026-12)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            periods = periods_between(options["first"], options["last"])
        except MonthError as error:
            raise CommandError(str(error)) from error
        bar = Progress(self.stderr, len(periods))

        def step(period: Period) -> None:
            bar.step(str(period))

        found = verify(periods, step)
        bar.end()
        for difference in found[:SHOWN]:
            self.stdout.write(_line(difference))
        if found:
            raise CommandError(
                f"{counted(len(found), 'différence', 'différences')}. "
                "Recalculez avec «\u00a0rebuild_totals\u00a0»."
            )
        self.stdout.write(f"{counted(len(periods), 'mois vérifié', 'mois vérifiés')}, aucune différence.")


def _line(one: Difference) -> str:
    said = f"{one.stored} au lieu de {one.computed}"
    return f"{one.period} {one.place.kind} {one.place.id}, {one.what}\u00a0: {said}"
