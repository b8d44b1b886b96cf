"""What one aire is like in the demonstration: the levels around which its months are drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.months import Month
from reports.demo.dice import Dice

ORIGIN = Month(2023, 1)  # levels are those of this month; they grow a little each year
GROWTH_YEARS = 4  # …and stop growing, or a demonstration left running would heal the country


@dataclass(frozen=True, slots=True)
class Profile:
    """Yearly levels of one aire. Shares are 0–1, of the target group or of what they are a part of.

    ``population`` maps a year to inhabitants; a year it does not know takes the nearest one.
    """

    code: str
    population: Mapping[int, int]
    consultations: float  # new cases an inhabitant and a year
    cpn1: float  # first antenatal visits, of expected pregnancies
    cpn4: float  # fourth visits, of expected pregnancies
    skilled: float  # births with a skilled attendant, of expected births
    penta3: float  # third doses, of children under one year
    dropout: float  # first doses not followed by the third
    shortage: float  # days without one of the ten tracer medicines
    own_share: float  # receipts that are neither grants nor other, of all receipts
    saving: float  # receipts kept, of all receipts
    receipts: int  # FCFA an inhabitant and a year
    committee: float  # chance that the management committee meets in a month
    misses: float  # chance that a month's report is never sent
    lags: float  # chance that it comes after the term
    not_applicable: frozenset[str] = field(default_factory=frozenset)  # codes that are « sans objet » there
    spared: frozenset[str] = field(default_factory=frozenset)  # codes whose rare bad luck never strikes there

    def inhabitants(self, year: int) -> int:
        if year in self.population:
            return self.population[year]
        return self.population[min(self.population, key=lambda known: abs(known - year))]

    def grown(self, level: float, month: Month, yearly: float) -> float:
        """``level`` after the years since the origin, ``yearly`` more each year."""
        years = ((month.year - ORIGIN.year) * 12 + month.number - ORIGIN.number) / 12
        return level * (1 + yearly * min(max(years, 0), GROWTH_YEARS))


def draw_profile(code: str, population: Mapping[int, int]) -> Profile:
    """The profile of the aire ``code``: good aires are good at most things, none at everything."""
    dice = Dice("profile", code)
    quality = dice.between(0, 1)

    def level(weak: float, strong: float) -> float:
        near = max(0.0, min(1.0, quality + dice.between(-0.3, 0.3)))
        return weak + (strong - weak) * near

    return Profile(
        code=code,
        population=population,
        consultations=level(0.22, 0.44),
        cpn1=level(0.74, 0.96),
        cpn4=level(0.23, 0.41),
        skilled=level(0.42, 0.70),
        penta3=level(0.78, 0.96),
        dropout=level(0.15, 0.03),
        shortage=level(0.18, 0.03),
        own_share=level(0.80, 0.95),
        saving=level(0.01, 0.08),
        receipts=int(level(1_000, 2_400)),
        committee=level(0.60, 0.98),
        misses=level(0.09, 0.0),
        lags=level(0.33, 0.02),
    )
