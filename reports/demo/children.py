"""Children of one aire in one month: vaccination, nutrition."""

from core.months import Month
from reports.demo import seasons
from reports.demo.clinic import Numbers, by_sex
from reports.demo.dice import Dice
from reports.demo.profile import Profile


def vaccination(profile: Profile, month: Month, dice: Dice) -> Numbers:
    """Doses go down from the first to the third; same-visit vaccines stay within 5 % of one another."""
    season = month.number - 1
    newborns = profile.inhabitants(month.year) * 0.04 / 12 * seasons.VISITS[season]
    rate = profile.grown(profile.penta3, month, 0.01)
    first = dice.about(newborns * rate / (1 - profile.dropout))
    third = dice.part(first, 1 - profile.dropout)
    measles = dice.part(third, 0.95)
    doses = {
        "BCG": dice.about(newborns * min(rate + 0.05, 1.05)),
        "P1": first,
        "P3": third,
        "VPO3": third - min(dice.few(third * 0.01), int(third * 0.05)),
        "ROT2": dice.part(first, 1 - profile.dropout * 0.6),
        "PCV3": third - min(dice.few(third * 0.01), int(third * 0.05)),
        "VAR1": measles,
    }
    values: Numbers = {}
    for code, total in doses.items():
        outreach = seasons.OUTREACH[season] * (0.4 if code == "BCG" else 1)
        values[f"{code}.fixe"], values[f"{code}.avancee"] = dice.split(total, (1 - outreach, outreach))
    complete = dice.part(measles, 0.92)
    values |= by_sex("ECV", complete, 0.493, dice)
    planned = Dice("outreach", profile.code).whole(6, 14)
    return values | {
        "VAA": dice.part(measles, 0.99),
        "VAR2": dice.part(measles, 0.55),
        "SA_PRV": planned,
        "SA_REA": dice.part(planned, 0.92 if month.number not in {8, 9} else 0.7),
        "CF_PAN": dice.whole(1, 6) if dice.happens(0.06) else 0,
        "MILD_NOU": dice.part(measles, 0.9),
    }


def nutrition(profile: Profile, month: Month, dice: Dice) -> Numbers:
    """Who leaves the care of severe malnutrition is at most who entered it."""
    inhabitants = profile.inhabitants(month.year)
    lean = 1.5 if month.number in {6, 7, 8, 9} else 0.8  # the granaries are empty before the harvest
    moderate = dice.about(inhabitants * 0.0007 * lean, 0.2)
    severe = dice.about(inhabitants * 0.0003 * lean, 0.2)
    cured = dice.part(severe, 0.8)
    left = dice.part(severe - cured, 0.6)
    values = {"DEP": dice.about(inhabitants * 0.17 * 0.25), "MAS_GUE": cured, "MAS_ABD": left}
    values["MAS_DCD"] = min(dice.few(severe * 0.02), severe - cured - left)
    # Vitamin A is given twice a year, in weeks of their own.
    values["VITA"] = dice.about(inhabitants * 0.17 * (0.85 if month.number in {6, 12} else 0.01))
    for code, total in (("MAM_ADM", moderate), ("MAS_ADM", severe)):
        values |= by_sex(code, total, 0.51, dice)
    return values
