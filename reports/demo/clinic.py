"""Consultations of one aire in one month, malaria inside; who is sent further, who dies there."""

from core.months import Month
from reports.demo import seasons
from reports.demo.dice import Dice
from reports.demo.profile import Profile

Numbers = dict[str, int]
GROUPS = ("lt5", "5p", "fe")  # malaria: under five, five and over, pregnant women


def by_sex(code: str, total: int, women: float, dice: Dice) -> Numbers:
    """``total`` people of ``code``; ``women``: their share."""
    male, female = dice.split(total, (1 - women, women))
    return {f"{code}.M": male, f"{code}.F": female}


def consultations(profile: Profile, month: Month, dice: Dice) -> Numbers:
    """New cases are at least the sum of the diagnoses; malaria stands inside."""
    season = month.number - 1
    yearly = profile.grown(profile.consultations, month, 0.04)
    wanted = dice.about(profile.inhabitants(month.year) * yearly / 12 * seasons.CONSULTATIONS[season], 0.04)
    malaria = _malaria(wanted, season, dice)
    others = {
        "IRA_NC": dice.about(wanted * 0.14 * seasons.BREATHING[season]),
        "DIA_NC": dice.about(wanted * 0.06 * seasons.DIARRHOEA[season]),
        "HTA_NC": dice.about(wanted * 0.022),
        "TRAU_NC": dice.about(wanted * 0.04),
        "IST_NC": dice.about(wanted * 0.018),
    }
    breathing = dice.split(others["IRA_NC"], (0.52, 0.48))
    diarrhoea = dice.split(others["DIA_NC"], (0.6, 0.4))
    named = sum(others.values()) + sum(malaria[f"PAL_CNF.{group}"] for group in GROUPS)
    rest = max(wanted - named, dice.about(wanted * 0.05))
    young = malaria["PAL_CNF.lt5"] + breathing[0] + diarrhoea[0] + dice.part(rest, 0.22)
    values = _by_age_and_sex(young, named + rest - young, dice)
    total = sum(values.values())
    values |= _by_distance(profile.code, total, dice)
    values |= {"CC_AC": dice.part(total, 0.11), "CC_HA": dice.part(total, 0.07)}
    values |= {"CC_IND": dice.few(total * 0.004), "DIA_TRT": dice.part(diarrhoea[0], 0.88)}
    values |= {"IRA_NC.lt5": breathing[0], "IRA_NC.5p": breathing[1]}
    values |= {"DIA_NC.lt5": diarrhoea[0], "DIA_NC.5p": diarrhoea[1]}
    values |= {code: others[code] for code in ("HTA_NC", "TRAU_NC", "IST_NC")}
    return values | malaria


def _by_age_and_sex(young: int, older: int, dice: Dice) -> Numbers:
    infants, toddlers = dice.split(young, (0.3, 0.7))
    values: Numbers = {}
    for age, count, women in (("lt1", infants, 0.48), ("1-4", toddlers, 0.49), ("5p", older, 0.57)):
        values |= by_sex(f"CC_NC.{age}", count, women, dice)
    return values


def _by_distance(code: str, total: int, dice: Dice) -> Numbers:
    near = Dice("distance", code).between(0.5, 0.78)
    pieces = dice.split(total, (near, 0.9 - near, 0.1))
    return dict(zip(("CC_D5", "CC_D15", "CC_D16"), pieces, strict=True))


def _malaria(consultations_wanted: int, season: int, dice: Dice) -> Numbers:
    """Confirmed ≤ tested ≤ suspected; simple + severe = confirmed, in each group."""
    suspected = dice.split(int(consultations_wanted * seasons.SUSPECTED[season]), (0.36, 0.58, 0.06))
    values: Numbers = {}
    severe_young = severe_older = 0
    for group, count in zip(GROUPS, suspected, strict=True):
        tested = dice.part(count, 0.97)
        confirmed = dice.part(tested, seasons.POSITIVE[season])
        severe = dice.part(confirmed, 0.22 if group == "lt5" else 0.10)
        values |= {
            f"PAL_SUS.{group}": count,
            f"PAL_TST.{group}": tested,
            f"PAL_CNF.{group}": confirmed,
            f"PAL_SIM.{group}": confirmed - severe,
            f"PAL_GRV.{group}": severe,
            f"PAL_CTA.{group}": dice.part(confirmed - severe, 0.97),
        }
        if group == "lt5":
            severe_young = severe
        else:
            severe_older += severe
    values["PAL_DEC.lt5"] = min(dice.few(severe_young * 0.010), severe_young)
    values["PAL_DEC.5p"] = min(dice.few(severe_older * 0.004), severe_older)
    return values


def referral(profile: Profile, month: Month, dice: Dice) -> Numbers:
    """Obstetric evacuations stand inside the evacuations."""
    inhabitants = profile.inhabitants(month.year)
    referred, evacuated = dice.about(inhabitants * 0.0005, 0.2), dice.about(inhabitants * 0.0004, 0.2)
    return {
        "REF_TOT": referred,
        "EVA_TOT": evacuated,
        "EVA_OBS": dice.part(evacuated, 0.55),
        "EVA_CTR": dice.part(referred + evacuated, 0.3),
    }


def deaths(profile: Profile, month: Month, dice: Dice) -> Numbers:
    """All causes, at the centre."""
    inhabitants = profile.inhabitants(month.year)
    young, older = dice.few(inhabitants * 0.00003), dice.few(inhabitants * 0.00002)
    return by_sex("DCD_U5", young, 0.48, dice) | by_sex("DCD_P5", older, 0.48, dice)
