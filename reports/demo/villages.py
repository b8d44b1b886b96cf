"""What the villages of the story give their ASACO: members, contributions; all invented."""

from datetime import date
from typing import Final

from django.db import transaction

from asaco.models import Asaco, Contribution, Membership
from cscom.census import of_villages
from cscom.models import VillageAire
from reports.demo import story
from reports.demo.dice import Dice

YEARS: Final = 3  # up to this one
# Aire → persons covered among a hundred inhabitants, part of the contributions that is paid.
LEVELS: Final = {
    story.CENTRAL: (13.0, 0.85),
    story.BAO: (11.0, 0.70),
    story.SAMAKELE: (6.0, 0.45),
    story.OULENY: (4.0, 0.30),
    story.KIBAN: (9.0, 0.60),
}
PER_CARD, PER_HEAD = 6, 60  # persons of a family card; FCFA of contribution an inhabitant


@transaction.atomic
def load_story_villages(today: date) -> int:
    """Write the years of each village of the story, once: how many rows were made now."""
    if Membership.objects.exists() or Contribution.objects.exists():
        return 0
    members: list[Membership] = []
    dues: list[Contribution] = []
    for asaco in Asaco.objects.filter(aire__code__in=LEVELS).select_related("aire"):
        covered, pays = LEVELS[asaco.aire.code]
        links = VillageAire.objects.filter(aire=asaco.aire, ends_on=None).select_related(
            "village__commune__cercle"
        )
        villages = [link.village for link in links]
        for year in range(today.year - YEARS + 1, today.year + 1):
            people = of_villages(villages, year)
            for village in villages:
                dice, lives = Dice("village", village.code, str(year)), people[village.pk]
                if lives is None or dice.happens(0.08):  # not counted that year
                    continue
                row = {"asaco": asaco, "village": village, "year": year, "version": 1, "fictitious": True}
                persons = dice.part(lives.total, covered / 100)
                members.append(Membership(**row, cards=-(-persons // PER_CARD), persons=persons))
                due = max(10_000, round(lives.total * PER_HEAD, -3))
                paid = due if dice.happens(pays) else round(due * dice.between(0, 0.8), -3)
                dues.append(Contribution(**row, due=due, paid=int(paid)))
    Membership.objects.bulk_create(members)
    Contribution.objects.bulk_create(dues)
    return len(members) + len(dues)
