"""The pages of joined PDF, drawn on the pages that a dossier keeps for them."""

import io
from collections.abc import Sequence
from contextlib import ExitStack

import pikepdf

from files.store import path_of
from reports.dossier.attached import PDF, Attached

MM = 72 / 25.4
# Where a joined page is drawn on A4, in millimetres from the bottom left: under the title of its piece.
ROOM = pikepdf.Rectangle(17 * MM, 24 * MM, 193 * MM, 234 * MM)


def merged(content: bytes, attached: Sequence[Attached]) -> bytes:
    """``content``, whose last pages are kept for ``attached``, one for each of theirs, with these drawn.

    A page is drawn as a picture is: nothing of it runs, no link, no form, no file inside comes along.
    """
    kept = sum(paper.pages for paper in attached)
    if not any(paper.pages and paper.stored.mime == PDF for paper in attached):
        return content
    with ExitStack() as shut:
        dossier = shut.enter_context(pikepdf.open(io.BytesIO(content)))
        at = len(dossier.pages) - kept
        for paper in attached:
            if paper.pages and paper.stored.mime == PDF:
                # Open until all is written: what is drawn is copied at that moment.
                joined = shut.enter_context(pikepdf.open(path_of(paper.stored)))
                for i, page in enumerate(joined.pages):
                    dossier.pages[at + i].add_overlay(page, ROOM)
            at += paper.pages
        out = io.BytesIO()
        dossier.save(out, deterministic_id=True)
        return out.getvalue()
