"""manage.py load_demo [--today 2026-11-23]: the demonstration, loaded once, continued each month."""

import time
from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from communes.progress import Progress
from core.formats import counted, number
from monitoring.loading import FOLDER, load_catalogue
from reports.demo import crises, ground
from reports.demo.conventions import load_conventions
from reports.demo.keeping import load_keeping
from reports.demo.loading import Unsound, load_months
from reports.demo.meetings import load_meetings
from reports.demo.organs import load_story_organs
from reports.demo.people import load_people
from reports.demo.planning import load_plans
from reports.demo.sessions import load_sessions
from reports.demo.speaking import load_texts
from reports.demo.story import MONTHS_TOLD, Moment
from reports.demo.villages import load_story_villages

STEPS = 9  # and one a month


class Command(BaseCommand):
    help = "Charge la démonstration (personnes et chiffres fictifs)\u00a0; se relance sans danger."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--today", type=date.fromisoformat, default=None, help="jour de l’histoire (essais)"
        )

        parser.add_argument("--months", type=int, default=MONTHS_TOLD, help="mois racontés (essais)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Les données fictives ne se chargent que dans une démonstration (JEKABAARA_DEMO=1)."
            )
        moment = Moment(options["today"] or timezone.localdate(), options["months"])
        progress = Progress(self.stderr, STEPS + moment.told)
        try:
            self._load(moment, progress.step)
        except Unsound as error:
            raise CommandError(f"{error}. Aucun rapport n’a été écrit.") from error
        finally:
            progress.end()

    def _load(self, moment: Moment, step: Callable[[str], None]) -> None:
        started = time.monotonic()

        def done(label: str, what: str) -> None:
            self.stdout.write(f"{label}\u00a0: {what} ({time.monotonic() - started:.0f} s)")

        step("territoire")
        done("Territoire", ground.load_ground(moment.today))
        step("catalogue du rapport mensuel")
        load_catalogue(FOLDER, dry_run=False)
        step("personnes et mandats")
        people, accounts = load_people(moment.months[0].first_day)
        done("Personnes fictives", f"{people} nouvelles, {counted(accounts, 'compte', 'comptes')}")
        step("registre des ASACO")
        done("ASACO", f"{ground.load_asaco()} nouvelles")
        done("Mois", f"{ground.load_periods([*moment.months, moment.current])} nouveaux")
        written = load_months(moment, step)
        what = f"{number(written.reports)}, et {number(written.totals)} totaux vérifiés"
        done("Rapports", what if written.months else "déjà là")
        step("monitorage")
        done("Sessions de monitorage", f"{load_sessions(moment.today)} nouvelles")
        step("plans")
        done("Plans opérationnels", f"{load_plans(moment.today)} nouveaux")
        step("organes")
        done("Villages", f"{load_story_villages(moment.today)} lignes nouvelles")
        done("Organes", f"{load_story_organs(moment.today)} nouveaux")
        done("Crises", f"{crises.load_story_crises(moment.today)} lignes nouvelles")
        done("Budgets", f"{crises.load_story_budgets(moment.today)} nouveaux")
        done("Conventions", f"{load_conventions(moment.today)} nouvelles")
        done("Engagements", f"{load_keeping(moment.today)} nouvelles paroles des parties")
        done("Réunions", f"{load_meetings(moment.today)} nouvelles")
        done("Textes des parties", f"{load_texts(moment)} nouveaux")
