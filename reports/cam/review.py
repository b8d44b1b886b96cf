"""The annual review on paper: what each party says of each commitment, side by side, amounts, who signs."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from conventions.aggregates import Board, of_years
from conventions.enums import CamParty
from conventions.models import Cam, Review
from conventions.words import title_of
from conventions.yearly import Line, by_party, lines_of, review_of, years_of
from core.formats import counted, day, de, moment
from reports.cam.paper import signers, subject_of

TITLE = "Revue annuelle de la convention"
TEMPLATE = "paper/cam_review.html"


def context(cam: Cam, year: int, number: str, at: datetime, asked_by: str) -> dict[str, Any]:
    """Everything the paper prints. ``cam`` comes from ``located()`` (nine queries)."""
    lines, review = lines_of(cam, year), review_of(cam, year)
    board = of_years([cam.pk], year).get((cam.pk, year), Board())
    sides = {side.party: side for side in board.sides}
    cutoff = moment(timezone.localtime(at))
    closed = review is not None and review.closed_on is not None
    state = "close" if closed else "à tenir ensemble"
    return {
        "doc_title": f"{TITLE}, {year}",
        "place_line": subject_of(cam),
        "author": subject_of(cam),
        "stamp": f"n° {number} · revue {state} · établi le {cutoff}",
        "watermark": "" if closed else "Avant la revue",
        "fictitious": cam.fictitious or settings.DEMO,
        "state": f"Revue {state}",
        "above": f"Région {de(cam.commune.cercle.region.name)}, cercle {de(cam.commune.cercle.name)}",
        "facts": [
            ("Numéro", number),
            ("Convention", f"{title_of(cam)}, n° {cam.number}"),
            *_held(review),
            ("Arrêté au", cutoff),
            ("Demandé par", asked_by),
        ],
        "year": year,
        "review": review,
        "closed": closed,
        "parties": list(CamParty),
        "sides": [(sides[party], mine) for party, mine in by_party(lines) if party in sides],
        "contested": counted(sum(line.contested for line in lines), "engagement", "engagements"),
        "disagree": any(line.contested for line in lines),
        "signers": signers(cam, signed=False),
        "number": number,
        "fingerprint": fingerprint(number, review, lines),
    }


def _held(review: Review | None) -> list[tuple[str, str]]:
    """When it was held, where, who came; nothing until it is."""
    if review is None or review.held_on is None:
        return []
    came = [
        counted(count, one, many)
        for count, one, many in ((review.women, "femme", "femmes"), (review.men, "homme", "hommes"))
        if count is not None
    ]
    where = f", {review.place}" if review.place else ""
    found = [("Tenue", f"le {day(review.held_on)}{where}")]
    return [*found, ("Présents", ", ".join(came))] if came else found


def fingerprint(number: str, review: Review | None, lines: Sequence[Line]) -> str:
    """A sha256 of what is printed: number, the review, each line with what was said; the file has its own."""
    data: list[Any] = [
        number,
        [str(review.held_on), review.words, str(review.closed_on)] if review else [],
        [
            [
                str(line.commitment.key),
                str(line.due.due_on),
                [line.due.announced, line.due.called, line.due.paid, line.due.reason],
                [[one.party, one.score.mark, one.score.words] for one in line.said if one.score],
            ]
            for line in lines
        ],
    ]
    return hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()


def printable(cam: Cam, year: int, today: date) -> bool:
    """Is there something to print of that year: it has come, and lines bind in it?"""
    return year <= today.year and year in years_of(cam)
