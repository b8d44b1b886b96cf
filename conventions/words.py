"""A convention in words: what it is, how long it still runs."""

from dataclasses import dataclass
from datetime import date

from conventions.enums import CamKind, CamState
from conventions.models import Cam
from conventions.terms import stage
from core.formats import counted, day, de


@dataclass(frozen=True, slots=True)
class Term:
    """How near its end a convention is: ``kind`` of status (ok, near, far), its words."""

    kind: str
    words: str


def title_of(cam: Cam) -> str:
    """« Convention de Samakélé avec Banamba », « Avenant à la convention de… », « Renouvellement… »."""
    pair = f"{de(cam.aire.name)} avec {cam.commune.name}"
    match cam.kind:
        case CamKind.AMENDMENT:
            return f"Avenant à la convention {pair}"
        case CamKind.RENEWAL:
            return f"Renouvellement de la convention {pair}"
    return f"Convention {pair}"


def term_of(cam: Cam, today: date) -> Term | None:
    """What is said of its end; None of a convention that does not stand."""
    if not cam.standing or cam.ends_on is None:
        return None
    ends_on = cam.ends_on
    if ends_on < today:
        return Term("far", f"échue, a pris fin le {day(ends_on)}")
    if ends_on == today:
        return Term("far", "prend fin aujourd’hui")
    if stage(ends_on, today) is not None:
        left = counted((ends_on - today).days, "jour", "jours")
        return Term("near", f"prend fin dans {left}, le {day(ends_on)}")
    return Term("ok", f"court jusqu’au {day(ends_on)}")


def state_of(cam: Cam, today: date) -> str:
    """The state in words; over by its dates, it says so."""
    return "échue" if cam.over(today) else str(CamState(cam.state).label)


def months_words(months: int) -> str:
    """« 5 ans », « 18 mois »."""
    years, rest = divmod(months, 12)
    return counted(years, "an", "ans") if years and not rest else f"{months} mois"
