"""Issuing a convention, or its review of a year: number, edition, PDF, stored file, line of the register."""

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import Person
from conventions.models import Cam
from core.access import PlaceKind
from core.months import Month
from reports import pdf
from reports.cam import paper, review
from reports.issuing import CALENDAR, keep, numbered, proof_of
from reports.models import Document, DocumentKind


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed of a convention from ``located()``: itself, or the review of ``year``."""

    cam: Cam
    year: int | None = None

    @property
    def kind(self) -> DocumentKind:
        return DocumentKind.CAM_REVIEW if self.year else DocumentKind.CAM

    @property
    def months(self) -> tuple[str, str]:
        """The first and the last month it speaks of; a convention's first, the one it was begun in."""
        if self.year:
            return f"{self.year}-01", f"{self.year}-12"
        first = Month.of(timezone.localtime(self.cam.created_at).date())
        last = Month.of(self.cam.ends_on) if self.cam.ends_on else first + (self.cam.months - 1)
        return first.code, max(first, last).code

    @property
    def stem(self) -> str:
        return f"{self.cam.number}-R{self.year}" if self.year else self.cam.number

    @property
    def title(self) -> str:
        title = f"{review.TITLE}, {self.year}" if self.year else paper.title_of_paper(self.cam)
        return f"{title}, {paper.subject_of(self.cam)}"[:200]

    def issued(self) -> models.QuerySet[Document]:
        """Its editions, the last first."""
        return Document.objects.filter(cam=self.cam, kind=self.kind, first_month=self.months[0]).order_by(
            "-edition"
        )


def issue(
    sheet: Sheet, *, asked_by: Person | None, job_id: uuid.UUID | None = None, reason: str = ""
) -> Document:
    """Issue it as it stands: a new edition each time, the former ones stay.

    ``reason``: why a paper that exists is made again. Raises CannotIssue, PdfUnavailable.
    """
    done = sheet.issued().filter(job_id=job_id).first() if job_id else None
    if done:
        return done
    code = sheet.cam.commune.code
    return numbered(sheet.title, code, lambda: _issue_next(sheet, asked_by, job_id, reason))


def _issue_next(sheet: Sheet, asked_by: Person | None, job_id: uuid.UUID | None, reason: str) -> Document:
    former, now, cam = sheet.issued().first(), timezone.now(), sheet.cam
    proof, edition = proof_of(former, reason), former.edition + 1 if former else 1
    number, who = f"{sheet.stem}-{edition}", str(asked_by) if asked_by else CALENDAR
    if sheet.year:
        template, words = review.TEMPLATE, review.context(cam, sheet.year, number, now, who)
    else:
        template, words = paper.TEMPLATE, paper.context(cam, number, now, who)
    content = pdf.render(template, words | {"proof": proof})
    document = Document(
        number=number,
        title=sheet.title,
        kind=sheet.kind,
        cam=cam,
        commune=cam.commune,
        first_month=sheet.months[0],
        last_month=sheet.months[1],
        edition=edition,
        data_cutoff_at=now,
        asked_by=asked_by,
        job_id=job_id,
        fictitious=cam.fictitious or settings.DEMO,
    )
    with transaction.atomic():
        keep(document, content, proof, words["fingerprint"], paper.action_of(cam), PlaceKind.COMMUNE)
    return document
