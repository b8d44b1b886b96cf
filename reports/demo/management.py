"""Medicines, money, staff, meetings of one ASACO in one month."""

from core.months import Month
from reports.demo import seasons
from reports.demo.clinic import Numbers, by_sex
from reports.demo.dice import Dice
from reports.demo.profile import ORIGIN, Profile

TRACERS = (
    "RUP_AMX", "RUP_PAR", "RUP_CTA", "RUP_TDR", "RUP_SRO",
    "RUP_FAF", "RUP_SP", "RUP_OCY", "RUP_COT", "RUP_GSE",
)  # fmt: skip
LONG = 10  # days, the mean stock-out
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


def medicines(profile: Profile, month: Month, days: int, dice: Dice) -> Numbers:
    """``days``: the length of the reporting month."""
    strikes = profile.shortage * days / LONG
    values = {
        code: min(days, dice.whole(LONG // 2, LONG + LONG // 2))
        if dice.happens(strikes) and code not in profile.spared
        else 0
        for code in TRACERS
    }
    return values | {"VAL_STK": rounded(dice.about(monthly_receipts(profile, month) * 1.6, 0.08))}


def money(profile: Profile, month: Month, dice: Dice) -> Numbers:
    """What stands in the cash box at the end is what stands there when the next month begins."""
    season = seasons.CONSULTATIONS[month.number - 1] ** 0.5
    total = rounded(dice.about(monthly_receipts(profile, month) * season, 0.04))
    other_share = 1 - profile.own_share
    shares = (profile.own_share * 0.24, profile.own_share * 0.74, profile.own_share * 0.02)
    receipts = [rounded(total * share) for share in (*shares, other_share * 0.85, other_share * 0.15)]
    start, end = cash(profile, month), cash(profile, month + 1)
    spent = sum(receipts) + start - end
    outlays = [rounded(spent * share) for share in (0.28, 0.46, 0.15, 0.05)]
    unpaid = 1 if profile.saving < 0.025 and dice.happens(0.3) else 0
    return (
        dict(zip(("REC_ACT", "REC_MED", "REC_COT", "REC_SUB", "REC_AUT"), receipts, strict=True))
        | dict(zip(("DEP_SAL", "DEP_MED", "DEP_FON", "DEP_RE"), outlays, strict=True))
        | {"DEP_AUT": spent - sum(outlays), "SLD_INI": start, "SLD_FIN": end, "SAL_IMP": unpaid}
    )


def cash(profile: Profile, month: Month) -> int:
    """FCFA in the box and at the bank on the first morning of ``month``; savings pile up slowly."""
    months = (month.year - ORIGIN.year) * 12 + month.number - ORIGIN.number
    wobble = Dice("cash", profile.code, month.code).between(-0.1, 0.1)
    return rounded(monthly_receipts(profile, ORIGIN) * (1.5 + profile.saving * months + wobble))


def monthly_receipts(profile: Profile, month: Month) -> float:
    """FCFA in a mean month of that year."""
    return profile.inhabitants(month.year) * profile.receipts / 12


def rounded(amount: float) -> int:
    """Whole FCFA, in coins of 25."""
    return int(amount / 25 + 0.5) * 25


def association(profile: Profile, month: Month, dice: Dice) -> Numbers:
    """The committee each month, the board each quarter, the assembly in February."""
    met = int(dice.happens(profile.committee))
    return {
        "ADH_NV": dice.few(3 + profile.committee * 4),
        "CG_TEN": met,
        "CA_TEN": int(month.number % 3 == 0 and dice.happens(0.85)),
        "AG_TEN": int(month.number == 2 and dice.happens(0.8)),
        "RST_TEN": dice.few(0.8),
        "CG_FEM": dice.whole(1, 4) if met else 0,
        "CS_RAP": int(month.number in {6, 12} and dice.happens(0.8)),
    }


def staff(profile: Profile) -> Numbers:
    """The same people month after month."""
    dice = Dice("staff", profile.code)
    values: Numbers = {}
    for code, least, most, payers in POSTS:
        values |= {f"{code}.{payer}": 0 for payer in PAYERS}
        for _ in range(dice.whole(least, most)):
            values[f"{code}.{payers[int(dice.between(0, 0.999) ** 2 * len(payers))]}"] += 1
    relays = max(4, profile.inhabitants(2024) // 900)
    return values | by_sex("ASC_ACT", dice.whole(1, 5), 0.4, dice) | by_sex("REL_ACT", relays, 0.45, dice)
