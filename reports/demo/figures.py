"""The monthly report of one aire: every cell of the form, drawn from its profile and the season."""

from core.months import Month
from reports.demo import children, clinic, management, mothers
from reports.demo.dice import Dice
from reports.demo.profile import Profile

Values = dict[str, int | str]


def month_values(profile: Profile, month: Month, days: int) -> Values:
    """Cell key → number or "NA", the same for the same arguments whenever it is called.

    ``days``: length of the reporting month.
    """
    dice = Dice("month", profile.code, month.code)
    numbers = clinic.consultations(profile, month, dice)
    numbers |= mothers.antenatal(profile, month, dice)
    numbers |= mothers.births(profile, month, dice)
    numbers |= children.vaccination(profile, month, dice)
    numbers |= management.medicines(profile, month, days, dice)
    numbers |= management.money(profile, month, dice)
    numbers |= management.association(profile, month, dice)
    # Joined the form later: dice of their own, so that the figures above stay as they were.
    dice = Dice("wider", profile.code, month.code)
    numbers |= mothers.planning(profile, month, dice)
    numbers |= children.nutrition(profile, month, dice)
    numbers |= clinic.referral(profile, month, dice)
    numbers |= clinic.deaths(profile, month, dice)
    numbers |= management.staff(profile)
    return {cell: "NA" if cell.split(".")[0] in profile.not_applicable else n for cell, n in numbers.items()}
