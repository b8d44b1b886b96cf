"""Which indicators are put first before a reader; whoever reads totals is kept from none."""

from collections.abc import Mapping, Sequence

from core.access import Role, Scope
from monitoring.aggregates import Figure
from monitoring.enums import Readers
from monitoring.indicators import LoadedIndicator

LETTERS: Mapping[Role, Readers] = {
    Role.MAIRE: Readers.TOWN,
    Role.CONSEILLER: Readers.TOWN,
    Role.SECRETAIRE_GENERAL: Readers.TOWN,
    Role.SECRETAIRE: Readers.ASACO,
    Role.PRESIDENT: Readers.ASACO,
    Role.TRESORIER: Readers.ASACO,
    Role.FEDERATION: Readers.ASACO,
    Role.CPM: Readers.CENTRE,
    Role.CHARGE_SIS: Readers.DISTRICT,
    Role.MEDECIN_CHEF: Readers.DISTRICT,
    Role.DRS: Readers.REGION,
}


def letters_of(scope: Scope) -> frozenset[str]:
    """As whom somebody reads; « public » for a function that the list does not name."""
    return frozenset(LETTERS.get(holding.role, Readers.PUBLIC).value for holding in scope.holdings)


def parted(
    figures: Sequence[Figure], indicators: Mapping[str, LoadedIndicator], scope: Scope
) -> tuple[list[Figure], list[Figure]]:
    """Those put first before this reader, then the others; each in the order of the catalogue."""
    mine = letters_of(scope)
    first = [f for f in figures if mine & set(indicators[f.code].row.readers)]
    codes = {figure.code for figure in first}
    return first, [figure for figure in figures if figure.code not in codes]
