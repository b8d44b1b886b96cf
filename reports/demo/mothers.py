"""Mothers of one aire in one month: antenatal visits, births, family planning."""

from core.months import Month
from reports.demo import seasons
from reports.demo.clinic import Numbers
from reports.demo.dice import Dice
from reports.demo.profile import Profile

AGES = ("lt15", "15-19", "20-24", "25p")
AGE_WEIGHTS = (0.02, 0.23, 0.31, 0.44)
METHODS = ("PF_INJ", "PF_IMP", "PF_PIL", "PF_DIU", "PF_COND")
MATERNAL_DEATHS = 0.0009  # of births at the centre; most deaths happen elsewhere


def by_age(code: str, total: int, dice: Dice) -> Numbers:
    """``total`` women of ``code``, by age group."""
    return {f"{code}.{age}": count for age, count in zip(AGES, dice.split(total, AGE_WEIGHTS), strict=True)}


def antenatal(profile: Profile, month: Month, dice: Dice) -> Numbers:
    """Antenatal visits, and the nets given there: each visit at most as many as the one before."""
    expected = profile.inhabitants(month.year) * 0.05 / 12 * seasons.VISITS[month.number - 1]
    first_rate = profile.grown(profile.cpn1, month, 0.008)
    step = (profile.grown(profile.cpn4, month, 0.03) / first_rate) ** (1 / 3)
    first = dice.about(expected * first_rate)
    second = dice.part(first, step)
    third = dice.part(second, step)
    fourth = dice.part(third, step)
    protected = dice.part(first, 0.93)
    return by_age("CPN1", first, dice) | {
        "CPN1_T1": dice.part(first, 0.25 + profile.cpn4 * 0.4),
        "CPN2": second,
        "CPN3": third,
        "CPN4": fourth,
        "CPN5P": dice.part(fourth, 0.25),
        "VAT2P": dice.part(first, 0.88),
        "SP1": protected,
        "SP3": dice.part(protected, 0.45 + profile.cpn4 * 0.6),
        "FAF": dice.part(first, 0.92),
        "PTME_T": dice.part(first, 0.5),
        "MILD_FE": dice.part(first, 0.88),
    }


def births(profile: Profile, month: Month, dice: Dice) -> Numbers:
    """Births: live and still ones exceed deliveries by twins only."""
    expected = profile.inhabitants(month.year) * 0.05 / 12 * seasons.BIRTHS[month.number - 1]
    skilled_rate = profile.grown(profile.skilled, month, 0.015)
    at_centre = dice.about(expected * (skilled_rate + 0.09))
    skilled = dice.part(at_centre, skilled_rate / (skilled_rate + 0.09))
    babies = at_centre + min(dice.few(at_centre * 0.014), int(at_centre * 0.05))
    still = min(dice.few(babies * 0.018), babies)
    fresh = dice.part(still, 0.55)
    boys, girls = dice.split(babies - still, (0.508, 0.492))
    deaths = 0 if "DM" in profile.spared else min(dice.few(at_centre * MATERNAL_DEATHS), 2)
    within_two_days = dice.part(at_centre, 0.45 + profile.skilled * 0.45)
    return by_age("ACC_CS", at_centre, dice) | {
        "ACC_QUA": skilled,
        "ACC_MAT": dice.part(at_centre - skilled, 0.92),
        "ACC_DOM": dice.about(expected * 0.08, 0.2),
        "ACC_PRT": dice.part(skilled, 0.86),
        "NV.M": boys,
        "NV.F": girls,
        "NV_PP": dice.part(boys + girls, 0.09),
        "MN.frais": fresh,
        "MN.maceres": still - fresh,
        "DM.cscom": deaths,
        "DM.domicile": 0,
        "DM.trajet": 0,
        "DNN": min(dice.few((boys + girls) * 0.008), boys + girls),
        "CPON1": within_two_days,
        "CPON2": dice.part(within_two_days, 0.55),
    }


def planning(profile: Profile, month: Month, dice: Dice) -> Numbers:
    """Each user of the month has one method."""
    women = profile.inhabitants(month.year) * 0.22
    new = dice.about(women * 0.08 / 12, 0.15)
    old = dice.about(women * 0.12 / 12, 0.1)
    by_method = dice.split(new + old, (0.42, 0.3, 0.18, 0.04, 0.06))
    return by_age("PF_NU", new, dice) | {"PF_AU": old} | dict(zip(METHODS, by_method, strict=True))
