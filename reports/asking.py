"""What one checks before asking for a report: the quarter, what came in, what was already issued."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from communes.models import Commune
from core.formats import HARD
from core.months import Quarter
from reports import pdf
from reports.due import totals_of
from reports.models import Document
from reports.partners import Partner, partners_of
from reports.quarterly import quarter_words

OFFERED = 6  # closed quarters one may choose from


@dataclass(frozen=True, slots=True)
class Check:
    """What the report would say if it were made now."""

    partners: list[Partner]
    expected: int
    received: int
    validated: int

    @property
    def missing(self) -> int:
        return self.expected - self.received

    @property
    def waiting(self) -> int:
        return self.received - self.validated


@dataclass(frozen=True, slots=True)
class Issued:
    """A commune and its papers of one quarter, newest edition first."""

    commune: Commune
    documents: list[Document]


def quarters(today: date) -> list[Quarter]:
    """The last closed quarters, the latest first."""
    found = [Quarter.last_closed(today)]
    while len(found) < OFFERED:
        found.append(Quarter.last_closed(found[-1].months[0].first_day))
    return found


def choices(found: Iterable[Quarter], chosen: Quarter) -> list[tuple[str, str, bool]]:
    """(code, words, chosen) for a list to choose from; the one in the address always stands in it."""
    listed = list(found)
    if chosen not in listed:
        listed.append(chosen)
    return [(quarter.code, quarter_words(quarter), quarter == chosen) for quarter in listed]


def why_not(quarter: Quarter, today: date) -> str:
    """Why no report of this quarter can be made on this machine today; "" when it can."""
    if quarter > Quarter.last_closed(today):
        return f"Le {quarter_words(quarter)} n’est pas fini{HARD}: son rapport se fait après."
    return pdf.pdf_possible()


def check(commune: Commune, quarter: Quarter) -> Check:
    """Counts of the quarter's monthly reports, from the stored totals of the commune."""
    totals = totals_of(quarter).filter(place_id=commune.pk)
    counts = list(totals.values_list("expected_count", "received_count", "validated_count"))
    expected, received, validated = (
        (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0, 0)
    )
    return Check(partners_of(commune), expected, received, validated)


def issued(communes: Iterable[Commune], quarter: Quarter) -> list[Issued]:
    """Each commune with what was already issued for it. Two queries."""
    found: dict[int | None, list[Document]] = defaultdict(list)
    for document in Document.objects.filter(quarter=quarter.code).order_by("-edition"):
        found[document.commune_id].append(document)
    return [Issued(commune, found[commune.pk]) for commune in communes]
