"""Block E: staff, money of the ASACO whose accounts the reader reads: whole, of validated months alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.formats import HARD, MONTHS, MONTHS_SHORT, counted, de, join_and, number
from core.months import Month
from reports import finances
from reports.essential.items import NOTHING, Block, Item, counted_item, moved
from reports.finances import END, EXPENSES, RECEIPTS, UNPAID, Account
from reports.partners import Partner, share_percent

LETTER, TITLE = "E", "Ressources"
REFERENCE = "DEP_RE"
WHOLE_SHARE = 10_000
NAMED = 2  # aires named in a sentence; beyond, they are counted
VEILED = (
    "Les comptes des ASACO ne se lisent pas sous votre mandat. La mairie, le CSRéf, la direction régionale "
    "et la fédération les lisent."
)
NO_ACCOUNTS = (
    "La commune n’accueille aucune aire de santé et n’en tient nulle part un cinquième\u00a0: "
    "elle ne lit pas de comptes d’ASACO."
)
NOT_HEARD = "Aucun mois validé ne donne ce montant. Ce n’est pas zéro."
WHOLE = "Comptes entiers des ASACO, mois validés seulement, sans partage entre les communes."
UNFOLLOWED = ("montant de la quote-part due pour la référence-évacuation", "dettes autres que les salaires")


@dataclass(frozen=True, slots=True)
class Book:
    """One ASACO's line: amounts ready to print, None for « non reçu »."""

    name: str
    part: str  # « 78 % » of the aire lives in the commune, "" for all of it
    months: str
    cells: tuple[str | None, ...]  # receipts, expenses, balance, months of wages owed, evacuation


@dataclass(frozen=True, slots=True)
class Accounts:
    """The same aires' accounts over the period, and over the same months a year before."""

    now: Sequence[Account]
    before: Sequence[Account]
    months: Sequence[Month]


@dataclass(frozen=True, slots=True)
class Known:
    """A balance: which month of the period gives it, how much."""

    at: int
    value: float


def read_accounts(partners: Sequence[Partner], months: Sequence[Month]) -> Accounts:
    """The accounts of the readable partners. One query."""
    former = [month - 12 for month in months]
    both = finances.accounts(partners, [*former, *months])
    cut = len(former)
    return Accounts(
        [Account(a.partner, a.months[cut:]) for a in both],
        [Account(a.partner, a.months[:cut]) for a in both],
        months,
    )


def means_block(read: Accounts | None, staff: Sequence[Item], recovery: Sequence[Item]) -> Block:
    """The block; ``read`` None for whoever reads no account here. ``staff``, ``recovery``: I40, I37."""
    if read is None:
        return Block(LETTER, TITLE, note=VEILED)
    if not read.now:
        return Block(LETTER, TITLE, staff, UNFOLLOWED, NO_ACCOUNTS)
    money = [
        _flow("Recettes, en FCFA", RECEIPTS, read, "Actes, médicaments, cartes, aides."),
        _flow("Dépenses, en FCFA", EXPENSES, read, "Salaires, achats, fonctionnement."),
        *recovery,
        _balance(read),
        _unpaid(read),
        _flow(
            "Payé pour la référence-évacuation, en FCFA",
            ((REFERENCE, ""),),
            read,
            "Dépensé pour évacuer les malades.",
        ),
    ]
    return Block(LETTER, TITLE, [*staff, *money], UNFOLLOWED, WHOLE)


def books(read: Accounts | None) -> list[Book]:
    """One line an ASACO, in the order of the aires."""
    return [_book(account, read.months) for account in read.now] if read else []


def _book(account: Account, months: Sequence[Month]) -> Book:
    def at_end(code: str) -> str | None:
        known = _last(account, code)
        if known is None:
            return None
        late = known.at < len(months) - 1
        return f"{number(known.value)}{f' ({MONTHS_SHORT[months[known.at].number - 1]})' if late else ''}"

    amounts = (account.total(*_codes(RECEIPTS)), account.total(*_codes(EXPENSES)), account.total(REFERENCE))
    receipts, expenses, reference = (None if one is None else number(one) for one in amounts)
    return Book(
        account.partner.aire.name,
        "" if account.partner.share == WHOLE_SHARE else share_percent(account.partner.share),
        f"{account.validated} / {len(account.months)}",
        (receipts, expenses, at_end(END), at_end(UNPAID), reference),
    )


def _flow(label: str, lines: Sequence[tuple[str, str]], read: Accounts, words: str) -> Item:
    """A sum over the months; compared with last year only when as many months are known."""
    codes = _codes(lines)
    (now, known), (before, former) = _over(read.now, codes), _over(read.before, codes)
    received = f"{known} / {len(read.now) * len(read.months)}"
    if known != former and before is not None:
        words = f"{words} Un an avant, sur {counted(former, 'mois', 'mois')}."
    alike = before if known == former else None
    return _money(label, words, now, alike, before, received)


def _balance(read: Accounts) -> Item:
    """Cash and bank at each ASACO's last month known; compared with the same months a year before."""
    found = [known for account in read.now if (known := _last(account, END))]
    before = [
        value for one, former in zip(read.now, read.before, strict=True)
        if (known := _last(one, END)) and (value := former.at(known.at, END)) is not None
    ]  # fmt: skip
    words = f"Caisse et banque{_when(found, read)}{_without(read, END)}."
    total, former_total = _total([one.value for one in found]), _total(before)
    alike = former_total if len(before) == len(found) else None
    return _money("Solde de caisse, en FCFA", words, total, alike, alike, f"{len(found)} / {len(read.now)}")


def _unpaid(read: Accounts) -> Item:
    """The longest debt of wages, at each ASACO's last month known, and where it is owed."""
    found = [(account, known) for account in read.now if (known := _last(account, UNPAID))]
    received, label = f"{len(found)} / {len(read.now)}", "Mois de salaire impayés, au plus"
    if not found:
        return Item(label, NOT_HEARD, missing=True, last_year_text=NOTHING, received_text=received)
    worst = max(known.value for _, known in found)
    owing = [account.partner.aire.name for account, known in found if known.value == worst]
    words = f"Le plus long retard{HARD}: {_named(owing)}."
    if not worst:
        words = f"Aucun salaire n’est dû{_when([known for _, known in found], read)}."
    return counted_item(label, words, worst, None, received=received)


def _last(account: Account, code: str) -> Known | None:
    """The last month that gives ``code``: a balance is never another ASACO's, nor a guess."""
    months = range(len(account.months) - 1, -1, -1)
    return next((Known(i, value) for i in months if (value := account.at(i, code)) is not None), None)


def _when(found: Sequence[Known], read: Accounts) -> str:
    """« à la fin de septembre », « au dernier mois validé de chacune, d’août à octobre »."""
    ends = sorted({one.at for one in found})
    if not ends:
        return ""
    first, last = (MONTHS[read.months[i].number - 1] for i in (ends[0], ends[-1]))
    return f" à la fin {de(last)}" if len(ends) == 1 else f" au dernier mois validé, {de(first)} à {last}"


def _without(read: Accounts, code: str) -> str:
    absent = [a.partner.aire.name for a in read.now if _last(a, code) is None]
    return f", sans {_named(absent)} (non reçu)" if absent else ""


def _named(names: Sequence[str]) -> str:
    """« Ouleny et Samakélé », « Ouleny et 3 autres »."""
    if len(names) <= NAMED:
        return join_and(names)
    return join_and([*names[: NAMED - 1], counted(len(names) - NAMED + 1, "autre", "autres")])


def _total(values: Sequence[float]) -> float | None:
    return sum(values) if values else None


def _money(
    label: str, words: str, now: float | None, alike: float | None, before: float | None, received: str
) -> Item:
    """An amount, « non reçu » when no validated month gives it; ``alike``: what it may be compared with."""
    last_year = NOTHING if before is None else number(before)
    if now is None:
        return Item(label, NOT_HEARD, missing=True, last_year_text=last_year, received_text=received)
    arrow, change = moved(now, alike)
    return Item(
        label,
        words,
        number(now),
        delta_dir=arrow,
        delta_text=change,
        last_year_text=last_year,
        received_text=received,
    )


def _codes(lines: Sequence[tuple[str, str]]) -> list[str]:
    return [code for code, _ in lines]


def _over(accounts: Sequence[Account], codes: Sequence[str]) -> tuple[float | None, int]:
    """Σ of these codes, and in how many months at least one of them is known."""
    known = [month for a in accounts for month in a.months if month and any(code in month for code in codes)]
    return (sum(month.get(code, 0) for month in known for code in codes) if known else None), len(known)
