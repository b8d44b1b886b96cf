"""Issuing a convention, or its review of a year: number, edition, PDF, stored file, line of the register."""

import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from conventions.models import Cam
from core.access import PlaceKind
from core.months import Month
from reports import pdf
from reports.cam import paper
from reports.issuing import CALENDAR, keep, numbered, proof_of
from reports.models import Document, DocumentKind


def issue(
    cam: Cam, *, asked_by: Person | None, job_id: uuid.UUID | None = None, reason: str = ""
) -> Document:
    """Issue the convention as it stands: a new edition each time, the former ones stay.

    ``cam`` comes from ``located()``; ``reason``: why a paper that exists is made again. Raises CannotIssue,
    PdfUnavailable.
    """
    done = Document.objects.filter(cam=cam, kind=DocumentKind.CAM, job_id=job_id).first() if job_id else None
    if done:
        return done
    what = f"La convention entre {paper.subject_of(cam)}"
    return numbered(what, cam.commune.code, lambda: _issue_next(cam, asked_by, job_id, reason))


def last_edition(cam: Cam) -> Document | None:
    """The paper of a convention that is the last."""
    return Document.objects.filter(cam=cam, kind=DocumentKind.CAM).order_by("-edition").first()


def _issue_next(cam: Cam, asked_by: Person | None, job_id: uuid.UUID | None, reason: str) -> Document:
    former, now = last_edition(cam), timezone.now()
    proof, edition = proof_of(former, reason), former.edition + 1 if former else 1
    number = f"{cam.number}-{edition}"
    words = paper.context(cam, number, now, str(asked_by) if asked_by else CALENDAR)
    content = pdf.render(paper.TEMPLATE, words | {"proof": proof})
    document = Document(
        number=number,
        title=f"{words['doc_title']}, {paper.subject_of(cam)}"[:200],
        kind=DocumentKind.CAM,
        cam=cam,
        commune=cam.commune,
        edition=edition,
        data_cutoff_at=now,
        asked_by=asked_by,
        job_id=job_id,
        fictitious=cam.fictitious or settings.DEMO,
        **_months(cam),
    )
    with transaction.atomic():
        keep(document, content, proof, words["fingerprint"], paper.action_of(cam), PlaceKind.COMMUNE)
    return document


def _months(cam: Cam) -> dict[str, Any]:
    """The month it was begun in, on all its editions: what tells them from those of another convention."""
    first = Month.of(timezone.localtime(cam.created_at).date())
    last = Month.of(cam.ends_on) if cam.ends_on else first + (cam.months - 1)
    return {"first_month": first.code, "last_month": max(first, last).code}
