"""What the demonstration stands on: the territory, the form, the register of ASACO, the months."""

from datetime import date, timedelta
from typing import Final

from django.conf import settings

from asaco.models import Asaco
from communes.geography import km_between
from communes.layout import SHIPPED
from communes.models import Region, Village
from core.formats import de
from core.months import Month
from cscom.derivation import FIRST_YEAR, derive_region
from cscom.loading import load_folder
from cscom.models import Aire, AirePopulation, CommuneShare, Cscom
from cscom.shares import move_village
from monitoring.models import Period
from reports.demo import story
from reports.demo.dice import Dice
from reports.demo.plan import due_on, validation_due_on

MOVED: Final = "démonstration\u00a0: village rattaché pour que Ben Kadi pèse dans l’aire partagée"


def load_ground(today: date) -> str:
    """Territory of Koulikoro with its derived facts, unless it already stands for this year and the next."""
    if AirePopulation.objects.filter(year=today.year + 1).exists():
        return "déjà là"
    load_folder(SHIPPED, _quietly)
    region = Region.objects.get(code=story.REGION)
    derived = derive_region(region, range(FIRST_YEAR, today.year + 2), _quietly)
    moved = share_samakele()
    villages = f", {moved} village(s) de Ben Kadi rattaché(s) à Samakélé" if moved else ""
    return f"{derived.aires} aires de santé{villages}"


def share_samakele() -> int:
    """Move the nearest villages of Ben Kadi to Samakélé until its share lets its mayor read the cells."""
    aire = Aire.objects.get(code=story.SAMAKELE)
    centre = Cscom.objects.get(aire=aire)
    elsewhere = Village.objects.filter(commune__code=story.BEN_KADI).exclude(
        aire_links__aire=aire, aire_links__ends_on=None
    )
    here = (centre.latitude or 0.0, centre.longitude or 0.0)
    spots = [v for v in elsewhere if v.latitude is not None and v.longitude is not None]
    moved = 0
    for village in sorted(spots, key=lambda v: km_between(v.latitude or 0.0, v.longitude or 0.0, *here)):
        if _share_of_ben_kadi(aire) >= settings.CELL_LEVEL_SHARE:
            break
        move_village(village, aire, date(FIRST_YEAR, 1, 1), MOVED)
        moved += 1
    return moved


def _share_of_ben_kadi(aire: Aire) -> int:
    shares = CommuneShare.objects.filter(aire=aire, commune__code=story.BEN_KADI, ends_on=None)
    return shares.values_list("share", flat=True).first() or 0


def load_asaco() -> int:
    """One association an aire, with a receipt that says it is invented; how many are new."""
    new = Aire.objects.filter(asaco=None).order_by("code")
    return len(Asaco.objects.bulk_create(_asaco(aire) for aire in new))


def _asaco(aire: Aire) -> Asaco:
    dice = Dice("asaco", aire.code)
    founded = date(dice.whole(1996, 2014), dice.whole(1, 12), dice.whole(1, 28))
    named = aire.name if aire.name.lower().startswith("asaco") else f"ASACO {de(aire.name)}"
    return Asaco(
        aire=aire,
        name=named,
        receipt_number=f"fictif {dice.whole(10, 999):03}",
        receipt_on=founded + timedelta(days=dice.whole(30, 300)),
        founded_on=founded,
        fictitious=True,
    )


def load_periods(months: list[Month]) -> int:
    """The months that lack, with the default calendar; those that the DRS set stay. How many are new."""
    known = set(Period.objects.values_list("year", "month"))
    new = [month for month in months if (month.year, month.number) not in known]
    return len(
        Period.objects.bulk_create(
            Period(
                year=month.year,
                month=month.number,
                starts_on=month.first_day,
                ends_on=month.last_day,
                due_on=due_on(month),
                validation_due_on=validation_due_on(month),
            )
            for month in new
        )
    )


def _quietly(_step: str) -> None:
    """The command tells its own steps."""
