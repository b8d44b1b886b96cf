"""The rows of a sheet that somebody sent: each cell under the name of its field, as it was typed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from files.sheets.limits import Unreadable
from files.sheets.table import Read, head_of, opened, rows_under
from planning.lines import MOST
from planning.models import Plan
from planning.sheets.columns import (
    COLUMNS,
    FORMAT,
    FORMAT_ROW,
    OUT,
    PLAN_ROW,
    TAG,
    VERSION_ROW,
)

LONGEST = 1500  # signs of a cell: a little more than the longest field, so that what is too long is said
MOST_ROWS = 2 * MOST  # some go out as others come in; what then stands is counted by the review
AGAIN = "Téléchargez la feuille de ce plan, reportez-y vos lignes, puis déposez-la."
NO_SHEET = f"Ce fichier n’est pas la feuille d’un plan\u00a0: ses premières lignes ne le disent pas. {AGAIN}"


@dataclass(frozen=True, slots=True)
class Sent:
    """A sheet: its rows; ``seen``: the version of the plan it was taken from (None: not said)."""

    rows: Sequence[Read]
    seen: int | None


def sheet_sent(octets: bytes, plan: Plan) -> Sent:
    """Raises Unreadable, a French sentence: another file, another plan, columns without a name."""
    rows, above = opened(octets, FORMAT, FORMAT_ROW, LONGEST, NO_SHEET)
    said = above.get(PLAN_ROW.casefold(), "")
    if said != plan.number:
        raise Unreadable(
            f"Cette feuille est celle du plan «\u00a0{said[:40]}\u00a0», pas de celui-ci. {AGAIN}"
        )
    number, head = head_of(rows, tuple(COLUMNS), {TAG, OUT}, AGAIN)
    full = list(rows_under(rows, number, head, LONGEST))
    if not full:
        raise Unreadable("Cette feuille n’a aucune activité\u00a0: remplissez une ligne sous les titres.")
    if len(full) > MOST_ROWS:
        raise Unreadable(f"Cette feuille a plus de {MOST_ROWS} activités\u00a0: un plan n’en porte pas tant.")
    return Sent(full, _seen(above.get(VERSION_ROW.casefold(), ""), full, plan))


def _seen(said: str, rows: Iterable[Read], plan: Plan) -> int | None:
    """The version it was taken from; it must be known when the sheet speaks of lines that stand."""
    version = int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None
    if version is not None and version <= plan.version:
        return version
    if any(title == TAG for row in rows for _, title, _ in row.cells):
        raise Unreadable(f"La ligne «\u00a0{VERSION_ROW}\u00a0» manque, ou a été changée. {AGAIN}")
    return None
