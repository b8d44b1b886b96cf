"""The dossier of a meeting on paper: its state in its title, its pieces, the papers joined; issued, kept."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from concertation.effects import approved_words
from concertation.enums import MeetingState
from concertation.models import Meeting
from core.access import Action
from core.formats import day, moment
from reports import pdf
from reports.dossier import public_sheet
from reports.dossier.attached import Attached, papers_of, read
from reports.dossier.meeting_pieces import BY_CODE, PIECES, Sitting
from reports.dossier.merging import merged
from reports.dossier.piece import Joined, joined
from reports.genuine import Proof
from reports.issuing import CALENDAR, CannotIssue, keep, numbered, proof_of
from reports.models import Document, DocumentKind

TEMPLATE = "paper/meeting.html"
LONGEST = 200  # signs of a title
AGENDA = "Ordre du jour"
# What is issued by itself: a piece of the dossier, or the public sheet, that is no part of it.
APART = {code: piece.title for code, piece in BY_CODE.items()} | {public_sheet.CODE: public_sheet.TITLE}


@dataclass(frozen=True, slots=True)
class Made:
    """The words of the paper, the papers to draw on its last pages."""

    words: dict[str, Any]
    attached: Sequence[Attached]


def state_words(meeting: Meeting) -> str:
    """« Projet d’ordre du jour », « Ordre du jour », « Projet de PV », « PV approuvé le 6 octobre 2026 »."""
    if meeting.held_on:
        return approved_words(meeting)
    words = {MeetingState.CONVENED: AGENDA, MeetingState.CANCELLED: "Réunion annulée"}
    return words.get(MeetingState(meeting.state), "Projet d’ordre du jour")


def title_of(meeting: Meeting, piece: str = "") -> str:
    """« Dossier de la réunion du 12 octobre 2026, Comité de gestion, Boron »; ``piece``: one of it, apart."""
    of = f"la réunion du {day(meeting.day)}, {meeting.organ}"
    return (f"{APART[piece]}\u00a0: {of}" if piece else f"Dossier de {of}")[:LONGEST]


def number_of(meeting: Meeting, piece: str, edition: int) -> str:
    """« REU-20261012-7-1 », « REU-20261012-7-PRESENCE-1 »."""
    apart = f"-{piece.upper()}" if piece else ""
    return f"REU-{meeting.day:%Y%m%d}-{meeting.pk}{apart}-{edition}"


def editions(meeting: Meeting) -> Any:
    """What was issued of it, whole or by piece, the last first."""
    return Document.objects.filter(meeting=meeting).select_related("file").order_by("-issued_at", "-pk")


def last_edition(meeting: Meeting, piece: str) -> Document | None:
    """The paper in force."""
    return Document.objects.filter(meeting=meeting, piece=piece).order_by("-edition").first()


def issue(
    meeting: Meeting,
    piece: str = "",
    *,
    asked_by: Person | None,
    job_id: uuid.UUID | None = None,
    reason: str = "",
) -> Document:
    """Issue the dossier as the meeting stands, or one ``piece`` of it: a new edition each time.

    ``meeting`` comes from ``located()``; ``reason``: why a paper that exists is made again. Raises
    CannotIssue, PdfUnavailable.
    """
    done = Document.objects.filter(meeting=meeting, job_id=job_id).first() if job_id else None
    if done:
        return done
    what = f"Le dossier de la réunion du {day(meeting.day)}"
    return numbered(what, f"reunion-{meeting.pk}", lambda: _issue(meeting, piece, asked_by, job_id, reason))


def _issue(
    meeting: Meeting, piece: str, asked_by: Person | None, job_id: uuid.UUID | None, reason: str
) -> Document:
    if piece == public_sheet.CODE and (why := public_sheet.why_not(meeting)):
        raise CannotIssue(why)
    former, now, about = last_edition(meeting, piece), timezone.now(), Sitting.of(meeting)
    proof, edition = proof_of(former, reason), former.edition + 1 if former else 1
    number = number_of(meeting, piece, edition)
    if piece == public_sheet.CODE:
        content, fingerprint = public_sheet.printed(meeting, number, now, proof)
    else:
        made = context(about, piece, number, now, str(asked_by) if asked_by else CALENDAR)
        content, fingerprint = printed(made, proof), made.words["fingerprint"]
    document = Document(
        number=number,
        title=title_of(meeting, piece),
        kind=DocumentKind.MEETING,
        meeting=meeting,
        piece=piece,
        first_month=about.span.months[0].code,
        last_month=about.span.months[-1].code,
        edition=edition,
        data_cutoff_at=now,
        asked_by=asked_by,
        job_id=job_id,
        fictitious=meeting.fictitious or settings.DEMO,
    )
    with transaction.atomic():
        keep(document, content, proof, fingerprint, Action.MEETING_SEE, meeting.organ.place_kind)
    return document


def printed(made: Made, proof: Proof) -> bytes:
    """Its pages, with those of the joined papers."""
    return merged(pdf.render(TEMPLATE, made.words | {"proof": proof}), made.attached)


def context(about: Sitting, piece: str, number: str, at: datetime, asked_by: str) -> Made:
    """Everything the paper prints."""
    meeting = about.meeting
    pieces = joined(about, [BY_CODE[piece]] if piece else PIECES)
    own = sum(bool(one.html) for one in pieces)
    attached = [] if piece else read(papers_of(meeting, about.previous), own)
    state, cutoff = state_words(meeting), moment(timezone.localtime(at))
    words = {
        "doc_title": state,
        "place_line": f"Réunion du {day(meeting.day)} · {meeting.organ}",
        "author": str(meeting.organ),
        "stamp": f"n° {number} · {state} · établi le {cutoff}",
        "watermark": "" if state == AGENDA else state,
        "fictitious": meeting.fictitious or settings.DEMO,
        "state": f"Dossier de réunion, une pièce\u00a0: {BY_CODE[piece].title}"
        if piece
        else "Dossier de réunion",
        "facts": [
            ("Numéro", number),
            ("État", f"{meeting.get_state_display()}, au {cutoff}"),
            *([("Convoquée le", day(meeting.convened_on))] if meeting.convened_on else []),
            ("Chiffres", f"validés seulement, {about.span.words}"),
            ("Demandé par", asked_by),
        ],
        "pieces": pieces,
        "attached": attached,
        "number": number,
        "fingerprint": print_of(number, pieces, attached),
    }
    return Made(words, attached)


def print_of(number: str, pieces: Sequence[Joined[Sitting]], attached: Sequence[Attached]) -> str:
    """A sha256 of what is printed: number, pieces, joined files; the dossier's file has its own."""
    own = [[one.piece.code, one.html, one.nothing] for one in pieces]
    others = [[one.title, one.stored.sha256, one.late_words, one.nothing] for one in attached]
    return hashlib.sha256(json.dumps([number, own, others], ensure_ascii=False).encode()).hexdigest()
