"""The essential sheet as a paper that is issued: when there is nothing to print, what it is called."""

from collections.abc import Sequence

from communes.models import Commune
from core.formats import HARD, de
from core.months import Month
from monitoring.aggregates import Place, month_cells
from monitoring.places import place_of
from monitoring.spans import Span
from reports.essential import paper
from reports.models import DocumentKind
from reports.spanned import SpanPaper


def expected_in(commune: Commune, months: Sequence[Month]) -> int:
    """How many monthly reports the aires touching ``commune`` owed over ``months``. One query."""
    place: Place = place_of(commune)
    return sum(month.expected for month in month_cells(place, list(months), "final", ()))


def why_not(commune: Commune, span: Span) -> str:
    """Why there is nothing to print, or ""."""
    if expected_in(commune, span.months):
        return ""
    return (
        f"Aucun rapport mensuel n’était attendu dans la commune {de(commune.name)} "
        f"({span.words}){HARD}: il n’y a rien à imprimer."
    )


SHEET = SpanPaper(
    kind=DocumentKind.ESSENTIAL,
    prefix="SIECS",
    title=f"{paper.TITLE} ({paper.SYSTEM})",
    the="La fiche essentielle",
    ready="est prête",
    template=paper.TEMPLATE,
    context=paper.context,
    why_not=why_not,
)
