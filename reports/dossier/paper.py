"""The dossier on paper: page 1 lists its pieces, each on pages of its own. Validated figures alone."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from communes.models import Commune
from core.formats import de, join_and, moment
from monitoring.spans import Span
from reports.dossier.pieces import PIECES, Meeting, Piece
from reports.models import DocumentKind
from reports.spanned import Edition, SpanPaper

TITLE = "Dossier de réunion"
STATE = "Document préparatoire"


@dataclass(frozen=True, slots=True)
class Joined:
    """A piece as it is listed: its number and its pages, or the sentence in their stead."""

    piece: Piece
    number: int
    html: str
    nothing: str


def joined(meeting: Meeting, pieces: Sequence[Piece] = PIECES) -> list[Joined]:
    """Every piece in its order; those that have something are numbered from 1."""
    found: list[Joined] = []
    number = 0
    for piece in pieces:
        built = piece.build(meeting)
        if isinstance(built, str):
            found.append(Joined(piece, 0, "", built))
        else:
            number += 1
            found.append(Joined(piece, number, render_to_string(piece.template, built), ""))
    return found


def context(commune: Commune, span: Span, edition: Edition) -> dict[str, Any]:
    """Everything the paper prints. ``commune`` comes with its cercle, région and district."""
    meeting = Meeting.of(commune, span)
    pieces = joined(meeting)
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


def fingerprint(number: str, pieces: Sequence[Joined]) -> str:
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
