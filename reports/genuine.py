"""A paper held in hand: the code it bears, the address where anybody verifies it, what that page tells."""

import secrets
from dataclasses import dataclass
from datetime import datetime

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.formats import HARD, de
from reports.models import CODE_LENGTH, Document

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none is taken for another: neither 0 nor O, neither 1 nor I nor L
GROUP = 4
SHOWN = 8  # signs of the fingerprint of what is printed that a stranger reads
DIGEST = 64
HEXADECIMAL = frozenset("0123456789abcdef")
QUIET = 4  # blank squares around a QR code


def new_code() -> str:
    """Twelve signs that nobody guesses: 58 bits, drawn apart from the number."""
    return "".join(secrets.choice(SIGNS) for _ in range(CODE_LENGTH))


def spelled(code: str) -> str:
    """« K7QM-2XRT-9BDF », as it is printed."""
    return "-".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))


def cleaned(typed: str) -> str:
    """The code that somebody typed or scanned, as it is kept; "" when it is none."""
    code = "".join(typed[:80].upper().replace("-", "").split())
    return code if len(code) == CODE_LENGTH and set(code) <= set(SIGNS) else ""


def found(typed: str) -> Document | None:
    """The paper of this code, whoever asks; None for any other text. One query at most."""
    code = cleaned(typed)
    papers = Document.objects.placed().select_related("plan__aire")
    return papers.filter(code=code).first() if code else None


@dataclass(frozen=True, slots=True)
class Proof:
    """What a paper prints about itself: its code; the number it replaces and why, when it does."""

    code: str
    replaces: str = ""
    reason: str = ""

    @property
    def spelled(self) -> str:
        return spelled(self.code)

    @property
    def address(self) -> str:
        """« https://jekabaara.example/v/K7QM-2XRT-9BDF/ »; "" where nobody told the address of the site."""
        path = reverse("document_genuine", args=[self.spelled])
        return f"{settings.SITE_URL}{path}" if settings.SITE_URL else ""

    @property
    def qr(self) -> SafeString:
        """The address (else the code alone) as a QR code, an inline drawing with its alternative text."""
        drawn = segno.make(self.address or self.spelled, error="m", micro=False)
        rows = [
            f"M{x} {y}h1v1h-1z" for y, row in enumerate(drawn.matrix) for x, dark in enumerate(row) if dark
        ]
        size = drawn.symbol_size(border=0)[0] + 2 * QUIET
        return format_html(
            '<svg class="qr" viewBox="-{} -{} {} {}"><title>Code QR{} {}</title><path d="{}"/></svg>',
            QUIET, QUIET, size, size, f"{HARD}:", self.address or self.spelled, "".join(rows),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What anybody may know of a paper whose code they hold: neither its content nor anybody's name."""

    number: str
    kind: str
    place: str
    issued_at: datetime
    data_cutoff_at: datetime
    fingerprint: str  # its first signs, as the paper prints them; "" when none was kept
    fictitious: bool
    replaced_by: str = ""
    replaced_at: datetime | None = None


def told(document: Document) -> Told:
    """The few facts of ``document``, and which paper replaced it. One query."""
    newer = document.editions().order_by("-edition").first()
    replaced = newer is not None and newer.edition > document.edition
    where = document.place_words
    return Told(
        number=document.number,
        kind=document.get_kind_display(),
        place=f"aire de santé {de(document.plan.aire.name)}, {where}" if document.plan else where,
        issued_at=document.issued_at,
        data_cutoff_at=document.data_cutoff_at,
        fingerprint=document.fingerprint[:SHOWN],
        fictitious=document.fictitious,
        replaced_by=newer.number if replaced and newer else "",
        replaced_at=newer.issued_at if replaced and newer else None,
    )


def same_file(document: Document, typed: str) -> bool | None:
    """Is this the sha256 of the file of the paper? None: it is no sha256 at all."""
    digest = "".join(typed[: 2 * DIGEST].lower().split())
    if len(digest) != DIGEST or not set(digest) <= HEXADECIMAL:
        return None
    return secrets.compare_digest(digest, document.sha256)
