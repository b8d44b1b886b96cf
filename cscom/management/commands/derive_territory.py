"""manage.py derive_territory [--region CODE] [--annees 2009-2027]: what no source gives, marked as such."""

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communes.models import Region
from communes.progress import Progress
from communes.upsert import Counts
from core.formats import number
from cscom.derivation import STEPS, Derived, default_years, derive_region


class Command(BaseCommand):
    help = "Dérive aires des villages, parts des communes, populations («\u00a0dérivé, à confirmer\u00a0»)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--region", default="", help="code de la région (toutes)")
        parser.add_argument("--annees", default="", help="première et dernière année, 2009-2027 par exemple")

    def handle(self, *args: Any, **options: Any) -> None:
        years = _years(options["annees"]) if options["annees"] else default_years()
        regions = Region.objects.open_on().order_by("code")
        if options["region"]:
            regions = regions.filter(code=options["region"])
        if not regions:
            raise CommandError(
                "Aucune région à dériver\u00a0: charger le territoire d’abord (load_territory)."
            )
        progress = Progress(self.stderr, STEPS * len(regions))
        derived = [derive_region(region, years, progress.step) for region in regions]
        progress.end()
        for one in derived:
            self._tell(one)

    def _tell(self, derived: Derived) -> None:
        found = f"{number(derived.aires)} aires de santé, dont {number(derived.straddling)} à cheval"
        self.stdout.write(f"{derived.region.name}\u00a0: {found} sur plusieurs communes.")
        if derived.empty:
            self.stdout.write(f"  {number(derived.empty)} aires sans village\u00a0: à compléter à la main.")
        if derived.unlinked:
            self.stdout.write(f"  {number(derived.unlinked)} villages sans aire de santé.")
        self.stdout.write(f"  villages et aires\u00a0: {_counted(derived.links)}")
        self.stdout.write(f"  populations des villages\u00a0: {_counted(derived.village_populations)}")
        self.stdout.write(f"  populations des aires\u00a0: {_counted(derived.aire_populations)}")


def _counted(counts: Counts) -> str:
    words = (("créés", counts.created), ("modifiés", counts.changed), ("inchangés", counts.unchanged))
    return ", ".join(f"{number(count)} {word}" for word, count in words)


def _years(text: str) -> range:
    match = re.fullmatch(r"(\d{4})-(\d{4})", text)
    if not match or int(match[1]) > int(match[2]) or int(match[2]) - int(match[1]) > 100:
        raise CommandError("Écrire la première et la dernière année, par exemple 2009-2027.")
    return range(int(match[1]), int(match[2]) + 1)
