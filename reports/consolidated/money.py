"""The money of all the ASACO of a place, summed: validated months alone, whole accounts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.months import Quarter
from cscom.models import Aire
from reports.finances import END, EXPENSES, RECEIPTS, Account, accounts
from reports.partners import Partner

WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Purse:
    """Σ over some ASACO, FCFA; None: nobody gave the amount. ``ended``: how many give their last balance."""

    asaco: int
    months: int
    validated: int
    receipts: float | None
    expenses: float | None
    balance: float | None
    ended: int


def read_accounts(aires: Sequence[Aire], quarter: Quarter) -> list[Account]:
    """One account an aire. One query, however many."""
    return accounts([Partner(aire, WHOLE, hosted=True, readable=True) for aire in aires], quarter.months)


def purse_of(found: Sequence[Account]) -> Purse:
    """Their sums."""
    ends = [end for account in found if (end := account.at(-1, END)) is not None]
    return Purse(
        len(found),
        sum(len(account.months) for account in found),
        sum(account.validated for account in found),
        _total(account.total(*_codes(RECEIPTS)) for account in found),
        _total(account.total(*_codes(EXPENSES)) for account in found),
        sum(ends) if ends else None,
        len(ends),
    )


def lines_of(found: Sequence[Account]) -> list[tuple[str, list[tuple[str, float | None]], float | None]]:
    """(« Recettes », its lines with their sums, the sum of all of them), receipts then expenses."""
    return [
        (
            title,
            [(label, _total(account.total(code) for account in found)) for code, label in lines],
            _total(account.total(*_codes(lines)) for account in found),
        )
        for title, lines in (("Recettes", RECEIPTS), ("Dépenses", EXPENSES))
    ]


def _codes(lines: Sequence[tuple[str, str]]) -> list[str]:
    return [code for code, _ in lines]


def _total(amounts: Iterable[float | None]) -> float | None:
    """Σ of what is known; None when nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None
