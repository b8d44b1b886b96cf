"""Family planning, nutrition, referral, deaths, staff of one aire in one month.

Their own dice: the sections drawn before them keep the figures they had.
"""

from core.months import Month
from reports.demo.clinic import Numbers
from reports.demo.dice import Dice
from reports.demo.mothers import by_age
from reports.demo.profile import Profile

METHODS = ("PF_INJ", "PF_IMP", "PF_PIL", "PF_DIU", "PF_COND")
PAYERS = ("etat", "ct", "asaco", "ppte")
# Who pays whom, most likely first: (code, least, most, payers).
POSTS = (
    ("PER_MED", 0, 1, ("etat", "ppte")),
    ("PER_INF", 1, 3, ("etat", "ct", "ppte")),
    ("PER_SFIO", 0, 2, ("etat", "ct", "ppte")),
    ("PER_MAT", 1, 3, ("asaco",)),
    ("PER_GER", 1, 1, ("asaco",)),
    ("PER_AUT", 1, 3, ("asaco", "ct")),
)


def wider(profile: Profile, month: Month) -> Numbers:
    """The five sections together: obstetric evacuations stand inside the evacuations."""
    dice = Dice("wider", profile.code, month.code)
    inhabitants = profile.inhabitants(month.year)
    numbers = _planning(inhabitants, dice) | _nutrition(inhabitants, month, dice)
    return numbers | _referral(inhabitants, dice) | _deaths(inhabitants, dice) | _staff(profile)


def _planning(inhabitants: int, dice: Dice) -> Numbers:
    new = dice.about(inhabitants * 0.22 * 0.08 / 12, 0.15)
    old = dice.about(inhabitants * 0.22 * 0.12 / 12, 0.1)
    by_method = dice.split(new + old, (0.42, 0.3, 0.18, 0.04, 0.06))
    return by_age("PF_NU", new, dice) | {"PF_AU": old} | dict(zip(METHODS, by_method, strict=True))


def _nutrition(inhabitants: int, month: Month, dice: Dice) -> Numbers:
    lean = 1.5 if month.number in {6, 7, 8, 9} else 0.8  # the granaries are empty before the harvest
    moderate, severe = (
        dice.about(inhabitants * 0.0007 * lean, 0.2),
        dice.about(inhabitants * 0.0003 * lean, 0.2),
    )
    cured = dice.part(severe, 0.8)
    left = dice.part(severe - cured, 0.6)
    values = {"DEP": dice.about(inhabitants * 0.17 * 0.25), "MAS_GUE": cured, "MAS_ABD": left}
    values["MAS_DCD"] = min(dice.few(severe * 0.02), severe - cured - left)
    # Vitamin A is given twice a year, in weeks of their own.
    values["VITA"] = dice.about(inhabitants * 0.17 * (0.85 if month.number in {6, 12} else 0.01))
    for code, total in (("MAM_ADM", moderate), ("MAS_ADM", severe)):
        values |= _by_sex(code, total, 0.51, dice)
    return values


def _by_sex(code: str, total: int, women: float, dice: Dice) -> Numbers:
    men, others = dice.split(total, (1 - women, women))
    return {f"{code}.M": men, f"{code}.F": others}


def _referral(inhabitants: int, dice: Dice) -> Numbers:
    referred, evacuated = dice.about(inhabitants * 0.0005, 0.2), dice.about(inhabitants * 0.0004, 0.2)
    return {
        "REF_TOT": referred,
        "EVA_TOT": evacuated,
        "EVA_OBS": dice.part(evacuated, 0.55),
        "EVA_CTR": dice.part(referred + evacuated, 0.3),
    }


def _deaths(inhabitants: int, dice: Dice) -> Numbers:
    young, older = dice.few(inhabitants * 0.00003), dice.few(inhabitants * 0.00002)
    return _by_sex("DCD_U5", young, 0.48, dice) | _by_sex("DCD_P5", older, 0.48, dice)


def _staff(profile: Profile) -> Numbers:
    """The same people month after month."""
    dice = Dice("staff", profile.code)
    values: Numbers = {}
    for code, least, most, payers in POSTS:
        values |= {f"{code}.{payer}": 0 for payer in PAYERS}
        for _ in range(dice.whole(least, most)):
            values[f"{code}.{payers[int(dice.between(0, 0.999) ** 2 * len(payers))]}"] += 1
    relays = max(4, profile.inhabitants(2024) // 900)
    return values | _by_sex("ASC_ACT", dice.whole(1, 5), 0.4, dice) | _by_sex("REL_ACT", relays, 0.45, dice)
