"""What monitoring knows of an indicator in the aire of a plan: where it stands, what it aims at."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from core.access import Action, Scope
from core.months import Month
from cscom.models import Aire
from monitoring import aggregates
from monitoring.indicators import indicators_on
from monitoring.places import place_of


@dataclass(frozen=True, slots=True)
class Known:
    """The value of the last whole year, the target in force; None for what is not known."""

    year: int
    baseline: Decimal | None
    target: Decimal | None
    words: str


def indicators_offered() -> list[tuple[str, str]]:
    """(code, « CPN 4, en % ») of the catalogue of today."""
    loaded = indicators_on(timezone.localdate()).values()
    return [
        (one.code, f"{one.row.short}, en {one.row.unit}" if one.row.unit else one.row.short) for one in loaded
    ]


def known(aire: Aire, code: str, scope: Scope) -> Known | None:
    """None for a code that the catalogue lacks, for who may not read the figures of the aire."""
    if not scope.may(Action.TOTALS_SEE, aire.where()):
        return None
    year = timezone.localdate().year - 1
    months = [Month(year, number) for number in range(1, 13)]
    try:
        on = aggregates.on_what(scope, aire.where())
        figure = aggregates.figure(code, place_of(aire), months, on)
    except KeyError:
        return None
    received = figure.behind_words or "aucun rapport"
    return Known(
        year,
        _decimal(figure.value, figure.decimals),
        _decimal(figure.target, 2),
        f"{figure.label}, {year}\u00a0: {received}",
    )


def _decimal(value: float | None, decimals: int) -> Decimal | None:
    return None if value is None else Decimal(str(round(value, decimals)))
