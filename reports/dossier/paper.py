"""The dossier on paper: page 1 lists its pieces, each on pages of its own. Validated figures alone."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone

from communes.models import Commune
from core.formats import de, join_and, moment
from monitoring.spans import Span
from reports.dossier.piece import Joined, joined
from reports.dossier.pieces import PIECES, Meeting
from reports.models import DocumentKind
from reports.spanned import Edition, SpanPaper

TITLE = "Dossier de réunion"
STATE = "Document préparatoire"


def context(commune: Commune, span: Span, edition: Edition) -> dict[str, Any]:
    """Everything the paper prints. ``commune`` comes with its cercle, région and district."""
    meeting = Meeting.of(commune, span)
    pieces = joined(meeting, PIECES)
    cutoff = moment(timezone.localtime(edition.data_cutoff_at))
    return {
        "doc_title": TITLE,
        "place_line": f"Commune {de(commune.name)} · {span.words}",
        "author": f"Commune {de(commune.name)}",
        "stamp": f"n° {edition.number} · {STATE.lower()} · établi le {cutoff}",
        "fictitious": settings.DEMO,
        "state": STATE,
        "above": f"Région {de(commune.cercle.region.name)}, cercle {de(commune.cercle.name)}",
        "facts": [
            ("Numéro", edition.number),
            ("Aires de santé", join_and([p.label for p in meeting.partners]) or "aucune connue"),
            ("Chiffres", f"validés seulement, arrêtés au {cutoff}"),
            ("Demandé par", edition.asked_by),
        ],
        "pieces": pieces,
        "number": edition.number,
        "fingerprint": fingerprint(edition.number, pieces),
    }


def fingerprint(number: str, pieces: Sequence[Joined[Meeting]]) -> str:
    """A sha256 of what is printed: number, pieces; the file has its own."""
    data = [number, [[one.piece.code, one.html, one.nothing] for one in pieces]]
    return hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()


def always(_commune: Commune, _span: Span) -> str:
    """A meeting takes place with nothing in: its attendance sheet is there at least."""
    return ""


DOSSIER = SpanPaper(
    kind=DocumentKind.DOSSIER,
    prefix="DOS",
    title=TITLE,
    the="Le dossier de réunion",
    ready="est prêt",
    template="paper/dossier.html",
    context=context,
    why_not=always,
)
