"""The essential sheet as one A4 leaf, both sides: what stands on it; validated figures alone."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from django.conf import settings
from django.utils import timezone

from communes.models import Commune
from core.formats import HARD, counted, de, join_and, moment
from monitoring.spans import Span
from reports.essential.composing import Essential, essential, paper_reading
from reports.essential.means import Book
from reports.partners import Partner
from reports.spanned import Edition

TITLE = "Fiche essentielle de la commune"
SYSTEM = "SIEC-S"
TEMPLATE = "paper/essential.html"
MOST_BOOKS, MOST_PARTNERS, MOST_NOTE = 4, 10, 420  # what two sides hold
FEW_BOOKS = 2  # beyond, what the session writes has no room


def context(commune: Commune, span: Span, edition: Edition) -> dict[str, Any]:
    """Everything the paper prints. ``commune`` comes with its cercle, région and district."""
    said = body(commune, span)
    cutoff = timezone.localtime(edition.data_cutoff_at)
    return said | {
        "doc_title": f"{TITLE} ({SYSTEM})",
        "place_line": f"Commune {de(commune.name)} · {span.words}",
        "author": f"Commune {de(commune.name)}",
        "stamp": f"n° {edition.number} · établie le {moment(cutoff)}",
        "fictitious": settings.DEMO,
        "above": f"Région {de(commune.cercle.region.name)}, cercle {de(commune.cercle.name)}",
        "number": edition.number,
        "asked_by": edition.asked_by,
        "cutoff": edition.data_cutoff_at,
        "fingerprint": fingerprint(edition.number, said["sheet"]),
    }


def body(commune: Commune, span: Span) -> dict[str, Any]:
    """What stands under its title, alone or in a dossier."""
    sheet = essential(commune, span.months, paper_reading(commune))
    return {
        "commune": commune,
        "span": span,
        "sheet": sheet,
        "blocks": [replace(block, note=cut(block.note)) for block in sheet.blocks],
        "books": sheet.books[:MOST_BOOKS],
        "books_left": _left(sheet.books, MOST_BOOKS),
        "with_session": len(sheet.books) <= FEW_BOOKS,
        "aires": _aires(sheet.partners),
        "unread": _aires(sheet.unread) if sheet.unread else "",
        "reports": reports_words(sheet),
    }


def reports_words(sheet: Essential) -> str:
    """« 5 rapports mensuels reçus sur 6 attendus, 4 validés »."""
    received = counted(sheet.received, "rapport mensuel reçu", "rapports mensuels reçus")
    validated = counted(sheet.validated, "validé", "validés")
    return f"{received} sur {sheet.expected} attendus, {validated}"


def cut(note: str) -> str:
    """A long list of villages ends where the paper does, and says so."""
    if len(note) <= MOST_NOTE:
        return note
    kept = note[:MOST_NOTE].rpartition(", ")[0]
    left = note[len(kept) :].count(", ")
    return f"{kept} et {counted(left, 'autre village', 'autres villages')}{HARD}: voir la page de la commune."


def _aires(partners: Sequence[Partner]) -> str:
    named = [partner.label for partner in partners[:MOST_PARTNERS]]
    if left := _left(partners, MOST_PARTNERS):
        named.append(counted(left, "autre", "autres"))
    return join_and(named) or "aucune aire de santé connue"


def _left(found: Sequence[Book] | Sequence[Partner], most: int) -> int:
    return max(len(found) - most, 0)


def fingerprint(number: str, sheet: Essential) -> str:
    """A sha256 of what is printed: number, lines, drugs, accounts; the file has its own."""
    data = {
        "number": number,
        "blocks": [
            [block.letter, [asdict(item) for item in block.items], block.note] for block in sheet.blocks
        ],
        "drugs": [asdict(drug) for drug in sheet.drugs],
        "books": [asdict(book) for book in sheet.books],
        "reports": [sheet.expected, sheet.received, sheet.validated],
    }
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
