"""How the fields of a line read in French: their names, their values, months, money."""

from collections.abc import Mapping
from typing import Any

from core.formats import fcfa, number
from planning.enums import Group, Source
from planning.models import Activity

MONEY = frozenset({"unit_cost", *Source.values})
LETTERS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
QUARTERS: Mapping[int, int] = {quarter: 0b111 << 3 * (quarter - 1) for quarter in (1, 2, 3, 4)}
NOTHING = "—"


def field_words(name: str) -> str:
    """« coût unitaire », « part de la commune » : the name of a field, for the reader."""
    if name in Source.values:
        source = Source(name)
        return source.label.lower() if source == Source.SOUGHT else f"part\u00a0: {source.label}"
    found: Any = Activity._meta.get_field(name)
    return str(found.verbose_name)


def value_words(name: str, value: Any) -> str:
    """A value as the history keeps it, in words; « — » when there is none."""
    if name == "months":
        return months_words(value or 0)
    if name == "groups":
        return ", ".join(Group(code).label for code in value or [] if code in Group.values) or NOTHING
    if value in (None, ""):
        return NOTHING
    if name in MONEY:
        return fcfa(value)
    if name == "quantity":
        return number(value)
    return str(value).replace(".", ",") if name in {"baseline", "target"} else str(value)


def months_words(mask: int) -> str:
    """« T1, T3 » when whole quarters, else « janv., mars »; « — » for none."""
    if not mask:
        return NOTHING
    quarters = [quarter for quarter, bits in QUARTERS.items() if mask & bits == bits]
    if mask == sum(QUARTERS[quarter] for quarter in quarters):
        return "toute l’année" if len(quarters) == len(QUARTERS) else ", ".join(f"T{q}" for q in quarters)
    return ", ".join(word for bit, word in enumerate(LETTERS) if mask >> bit & 1)


def in_quarter(mask: int, quarter: int) -> bool:
    """Is a month of this quarter among those of ``mask``?"""
    return bool(mask & QUARTERS[quarter])
