"""Recompute the stored totals from the reports."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communes.progress import Progress
from core.formats import counted
from cscom.models import Aire
from monitoring.models import Period
from monitoring.periods import MonthError, periods_between
from monitoring.totals import rebuild


class Command(BaseCommand):
    help = "Recalcule les totaux à partir des rapports (après un chargement ou un changement de limites)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", help="premier mois (2026-01)")
        parser.add_argument("--to", dest="last", help="dernier mois (2026-12)")
        parser.add_argument("--aire", action="append", help="code d’une aire touchée (peut se répéter)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            periods = periods_between(options["first"], options["last"])
        except MonthError as error:
            raise CommandError(str(error)) from error
        aires = _aires(options["aire"]) if options["aire"] else None
        bar = Progress(self.stderr, len(periods))

        def step(period: Period) -> None:
            bar.step(str(period))

        changed = rebuild(periods, aires, step)
        bar.end()
        self.stdout.write(f"{counted(changed, 'total changé', 'totaux changés')}.")


def _aires(codes: list[str]) -> list[int]:
    found = dict(Aire.objects.filter(code__in=codes).values_list("code", "pk"))
    if unknown := sorted(set(codes) - found.keys()):
        raise CommandError(f"Aire inconnue\u00a0: {unknown[0]}.")
    return list(found.values())
