"""The papers joined to a meeting: read and measured before they are printed, or left out for a reason."""

import base64
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import pikepdf
from django.utils import timezone
from PIL import Image, ImageOps

from concertation.enums import Openness
from concertation.models import Meeting
from core.formats import day, size
from files.kinds import ENDINGS
from files.models import StoredFile
from files.store import path_of

MOST = 12 * 1024 * 1024  # octets of all papers together: the issued file must be kept too
MOST_PAGES = 60  # of one paper
MOST_POINTS = 25_000_000  # of a picture, once a JPG was read at the scale of the paper
SIDE = 1_800  # points of a picture on A4, enough to read a photo of a letter
QUALITY = 80
PDF = "application/pdf"
BROKEN = "Ce fichier est abîmé, ou n’est pas ce que son nom dit\u00a0: il ne s’ouvre pas."
LOCKED = "Ce PDF est protégé par un mot de passe."
LOST = "Ce fichier manque sur le disque du serveur."
# What a library says of a file that is not what it should be.
UNREADABLE = (pikepdf.PdfError, OSError, ValueError, TypeError, KeyError, SyntaxError, RuntimeError)


class LeftOut(Exception):
    """This paper is not printed; the message is a French sentence for the list of pieces."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A paper with its pages, or ``nothing``: why it has none. ``image``: a picture, as a data: address."""

    code: str
    title: str
    stored: StoredFile
    added_on: date | None  # after the convocation; else None
    number: int = 0
    pages: int = 0
    image: str = ""
    nothing: str = ""

    @property
    def leaves(self) -> range:
        """Its pages, from 1."""
        return range(1, self.pages + 1)

    @property
    def late_words(self) -> str:
        """« ajouté le 9 octobre 2026 »; "" for a paper that left with the convocation."""
        return f"ajouté le {day(self.added_on)}" if self.added_on else ""


def papers_of(meeting: Meeting, previous: Meeting | None) -> Iterator[Attached]:
    """A paper by item that is not internal, the signed minutes of ``previous``, what was signed of it."""
    for item in meeting.items.filter(openness=Openness.COMMON).select_related("paper"):
        if item.paper:
            yield _named(meeting, f"piece-{item.rank}", f"Point {item.rank}\u00a0: {item.title}", item.paper)
    if previous and previous.scan:
        yield _named(meeting, "pv-signe", f"PV signé du {day(previous.day)}", previous.scan)
    if meeting.attendance_scan:
        title = f"Feuille de présence signée du {day(meeting.day)}"
        yield _named(meeting, "presence-signee", title, meeting.attendance_scan)
    if meeting.scan:
        yield _named(meeting, "pv-signe-ici", f"PV signé du {day(meeting.day)}", meeting.scan)


def _named(meeting: Meeting, code: str, title: str, stored: StoredFile) -> Attached:
    came = timezone.localdate(stored.created_at)
    late = meeting.convened_on is not None and came > meeting.convened_on
    return Attached(code, title, stored, came if late else None)


def read(papers: Iterable[Attached], number: int) -> list[Attached]:
    """Each with its pages, numbered after ``number``; one at a time in memory, MOST octets in all."""
    found, left = [], MOST
    for paper in papers:
        try:
            whole, octets = _read(paper, left)
        except LeftOut as reason:
            found.append(replace(paper, nothing=str(reason)))
            continue
        number, left = number + 1, left - octets
        found.append(replace(whole, number=number))
    return found


def _read(paper: Attached, left: int) -> tuple[Attached, int]:
    """The paper with its pages, what it weighs in the dossier. Raises LeftOut."""
    stored = paper.stored
    if stored.mime not in ENDINGS:
        raise LeftOut("Ce fichier n’est ni un PDF, ni une image JPG ou PNG.")
    if stored.mime == PDF and stored.size > left:
        raise LeftOut(f"Trop lourd\u00a0: {size(stored.size)}, les pièces jointes font {size(MOST)} au plus.")
    try:
        if stored.mime == PDF:
            return replace(paper, pages=_pages(stored)), stored.size
        picture = _picture(stored)
    except FileNotFoundError as error:
        raise LeftOut(LOST) from error
    except UNREADABLE as error:
        raise LeftOut(BROKEN) from error
    if len(picture) > left:
        raise LeftOut(f"Trop lourd\u00a0: les pièces jointes font {size(MOST)} au plus.")
    address = f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}"
    return replace(paper, pages=1, image=address), len(picture)


def _pages(stored: StoredFile) -> int:
    """How many pages, each of which can be drawn. Raises LeftOut, and what pikepdf raises."""
    try:
        with pikepdf.open(path_of(stored)) as file:
            count = len(file.pages)
            if count > MOST_PAGES:
                raise LeftOut(f"Trop long\u00a0: {count} pages, {MOST_PAGES} au plus.")
            for page in file.pages:
                page.as_form_xobject()
    except pikepdf.PasswordError as error:
        raise LeftOut(LOCKED) from error
    if not count:
        raise LeftOut(BROKEN)
    return count


def _picture(stored: StoredFile) -> bytes:
    """The picture upright, at the scale of the paper, as a JPG. Raises LeftOut, and what Pillow raises."""
    with Image.open(path_of(stored), formats=("JPEG", "PNG")) as opened:
        opened.draft("RGB", (SIDE, SIDE))
        if opened.width * opened.height > MOST_POINTS:
            raise LeftOut(f"Image trop grande\u00a0: {opened.width} × {opened.height} points.")
        opened.thumbnail((SIDE, SIDE))
        upright = ImageOps.exif_transpose(opened).convert("RGBA")
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright)
    kept = io.BytesIO()
    flat.save(kept, "JPEG", quality=QUALITY)
    return kept.getvalue()
