"""Block A: the inhabitants of the commune, the groups that health care expects."""

from collections.abc import Mapping
from decimal import Decimal

from communes.models import Commune
from communes.populations import coefficients, rounded
from core.formats import HARD, NARROW, counted, number, percent
from cscom.census import Inhabitants, estimate
from cscom.tables import VillageRow, even_shares
from reports.essential.items import NOTHING, Block, Item, counted_item

LETTER, TITLE = "A", "Population et cibles"
# Key of the coefficient, name of the line; True: so many arise in a year, the others are there all along.
GROUPS = (
    ("FE", "Grossesses attendues", True),
    ("E011", "Enfants de 0 à 11 mois", True),
    ("U5", "Enfants de moins de 5 ans", False),
    ("FAR", "Femmes de 15 à 49 ans", False),
)


def people_block(commune: Commune, year: int, months: int, villages: list[VillageRow]) -> Block:
    """The lines of the year; ``months``: how many the sheet speaks of. Three queries."""
    known = list(commune.populations.all())
    now, before = (estimate(known, one, commune.cercle.growth_rate) for one in (year, year - 1))
    region = commune.cercle.region
    shares, former = coefficients(year, region), coefficients(year - 1, region)
    total = counted_item(
        f"Population {year}",
        _people_words(now, year, len(villages)),
        now.total if now else None,
        before.total if before else None,
    )
    groups = [
        _group(key, label, months if yearly else 0, (now, shares), (before, former))
        for key, label, yearly in GROUPS
    ]
    return Block(LETTER, TITLE, [total, *groups], note=_villages_words(villages, year))


def _group(
    key: str,
    label: str,
    months: int,
    now: tuple[Inhabitants | None, Mapping[str, Decimal]],
    before: tuple[Inhabitants | None, Mapping[str, Decimal]],
) -> Item:
    """A target group: inhabitants × coefficient; ``months`` 0 for a group that is there all year."""
    size, former = (
        rounded(people.total * shares[key]) if people and key in shares else None
        for people, shares in (now, before)
    )
    if size is None:
        words = "Population ou part de ce groupe non connue ici."
    elif months:
        one, over = number(size / 12), number(size * months / 12)
        words = f"Dans l’année{NARROW}; environ {one} par mois, {over} sur {counted(months, 'mois', 'mois')}."
    else:
        words = f"{percent(float(now[1][key] * 100))} de la population."
    return counted_item(label, words, size, former)


def _people_words(people: Inhabitants | None, year: int, villages: int) -> str:
    if people is None:
        return f"La population de {year} n’est pas connue ici."
    where = f"dans {counted(villages, 'village', 'villages')}" if villages else "aucun village connu"
    sure = "estimation" if people.estimated else "comptée"
    return f"Habitants ({sure}), {where}."


def _villages_words(villages: list[VillageRow], year: int) -> str:
    """The population of each village, or of all of them at once when one figure stands for each."""
    if not villages:
        return "Aucun village de cette commune n’est connu."
    if even := even_shares(villages):
        return (
            f"Par village, en {year}{HARD}: environ {number(even[0][1])} habitants chacun (estimation égale, "
            f"personne ne les a comptés un par un)."
        )
    known = [f"{row.village.name} {number(row.people.total) if row.people else NOTHING}" for row in villages]
    return f"Par village, en {year} (estimation){HARD}: {', '.join(known)}."
