"""The money of the ASACO over a quarter, aire by aire, from validated figures only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.access import PlaceKind
from core.formats import number
from core.months import Month
from monitoring import aggregates
from reports.partners import Partner

RECEIPTS = (
    ("REC_ACT", "Actes"),
    ("REC_MED", "Médicaments"),
    ("REC_COT", "Cotisations, cartes"),
    ("REC_SUB", "Subventions"),
    ("REC_AUT", "Autres recettes"),
)
EXPENSES = (
    ("DEP_SAL", "Salaires"),
    ("DEP_MED", "Médicaments"),
    ("DEP_FON", "Fonctionnement"),
    ("DEP_RE", "Référence-évacuation"),
    ("DEP_AUT", "Autres dépenses"),
)
START, END, UNPAID = "SLD_INI", "SLD_FIN", "SAL_IMP"
COLUMNS = 4  # aires side by side on a sheet
Cells = Mapping[str, float]  # code → amount of one aire in one month; a code nobody reported is absent


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: ``cells`` ready to print, None for « non reçu »; ``kind``: group, total, ""."""

    label: str
    cells: tuple[str | None, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of at most COLUMNS aires."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def span(self) -> int:
        return len(self.heads) + 1


@dataclass(frozen=True, slots=True)
class Account:
    """One aire's quarter: the validated months, in order; None for a month that is not."""

    partner: Partner
    months: tuple[Cells | None, ...]

    @property
    def validated(self) -> int:
        return sum(month is not None for month in self.months)

    def total(self, *codes: str) -> float | None:
        """Σ over the validated months; None when no month reported any of these codes."""
        known = [month[code] for month in self.months if month is not None for code in codes if code in month]
        return sum(known) if known else None

    def at(self, month: int, code: str) -> float | None:
        """A balance: the figure of one month (0 first, -1 last) or None, never a neighbour's."""
        cells = self.months[month]
        return None if cells is None else cells.get(code)


def accounts(partners: Sequence[Partner], months: Sequence[Month]) -> list[Account]:
    """The accounts of the aires whose management section the commune reads. One query."""
    near = [partner for partner in partners if partner.readable]
    codes = {code for code, _ in (*RECEIPTS, *EXPENSES)} | {START, END, UNPAID}
    found = aggregates.sums(PlaceKind.AIRE, [p.aire.pk for p in near], months, "final", codes)
    return [Account(p, tuple(found.get((p.aire.pk, month)) for month in months)) for p in near]


def sheets(found: Sequence[Account]) -> list[Sheet]:
    """The accounts as tables ready to print, COLUMNS aires side by side."""
    parts = [found[i : i + COLUMNS] for i in range(0, len(found), COLUMNS)]
    return [Sheet(tuple(a.partner.aire.name for a in part), _rows(part)) for part in parts]


def _rows(part: Sequence[Account]) -> tuple[Row, ...]:
    rows = [Row("Mois validés", tuple(f"{a.validated} / {len(a.months)}" for a in part))]
    for title, lines, end in (
        ("Recettes, FCFA", RECEIPTS, "Total des recettes"),
        ("Dépenses, FCFA", EXPENSES, "Total des dépenses"),
    ):
        rows.append(Row(title, kind="group"))
        rows += [Row(label, _texts(a.total(code) for a in part)) for code, label in lines]
        codes = [code for code, _ in lines]
        rows.append(Row(end, _texts(a.total(*codes) for a in part), "total"))
    rows.append(Row("Caisse et banque, FCFA", kind="group"))
    rows.append(Row("Solde au début du trimestre", _texts(a.at(0, START) for a in part)))
    rows.append(Row("Solde à la fin du trimestre", _texts(a.at(-1, END) for a in part), "total"))
    rows.append(Row("Mois de salaire impayés à la fin", _texts(a.at(-1, UNPAID) for a in part), "total"))
    return tuple(rows)


def _texts(values: Iterable[float | None]) -> tuple[str | None, ...]:
    return tuple(None if value is None else number(value) for value in values)
