"""The table of completeness as rows of a file: an aire a row with the months it owes, or a district a row."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.formats import month
from core.months import Month
from core.tabular import Value
from monitoring.aggregates import Matrix, MatrixRow
from monitoring.downloads import exact
from monitoring.matrix import DistrictLine, MarkRow, Missing, Rate

RECEIVED, TIMELY = "Reçus, % (complétude)", "À temps, % (promptitude)"
NOT_DUE = "pas encore dû"


def aire_rows(matrix: Matrix, due: Month, body: Mapping[str, Any]) -> list[list[Value]]:
    """An aire a row, then the two shares; ``body``: what the page shows (rows, absent, received, timely)."""
    head: list[Value] = ["Code", "Aire de santé", "Commune", *_months(matrix.months, due)]
    head += ["Validés", "Dus", "Mois manquants", "Depuis (mois)"]
    absent: dict[int, Missing] = {one.aire.pk: one for one in body["absent"]}
    marks: Sequence[MarkRow] = body["rows"]
    return [
        head,
        *(_aire(*both, absent) for both in zip(matrix.rows, marks, strict=True)),
        ["", RECEIVED, "", *_rates(body["received"]), None, None, "", None],
        ["", TIMELY, "", *_rates(body["timely"]), None, None, "", None],
    ]


def district_rows(matrix: Matrix, due: Month, body: Mapping[str, Any]) -> list[list[Value]]:
    """A district a row, the share of reports received each month, then the whole."""
    head: list[Value] = ["Code", "District", "Aires", "Manquent", "À temps, %", "À temps, état"]
    lines: Sequence[DistrictLine] = body["lines"]
    return [
        [*head, *_months(matrix.months, due)],
        *(_district(line) for line in lines),
        ["", "Ensemble", None, None, None, "", *_rates(body["received"])],
    ]


def _district(line: DistrictLine) -> list[Value]:
    district, timely = line.district, line.timely
    begun: list[Value] = [district.code, district.name, line.aires, line.missing]
    return [*begun, *_rates([timely]), timely.word.lower(), *_rates(line.rates)]


def _aire(row: MatrixRow, marked: MarkRow, absent: Mapping[int, Missing]) -> list[Value]:
    begun: list[Value] = [row.aire.code, row.aire.name, row.aire.host_commune.name]
    owed = absent.get(row.aire.pk)
    since: list[Value] = [owed.months, owed.count] if owed else ["", 0]
    return [*begun, *(slot.word for slot in row.slots), marked.done, marked.due, *since]


def _months(months: Iterable[Month], due: Month) -> list[Value]:
    return [f"{month(m.year, m.number)}{' (provisoire)' if m > due else ''}" for m in months]


def _rates(rates: Iterable[Rate]) -> list[Value]:
    return [NOT_DUE if rate.value is None else exact(rate.value) for rate in rates]
