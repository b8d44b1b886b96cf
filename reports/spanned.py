"""Papers of a commune over some months: which edition, what number, issued, kept, told to the town hall."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from communes.models import Commune
from core.access import Role
from core.formats import HARD, de
from core.months import Month
from mandates.models import Mandate
from monitoring.spans import Span
from notices.models import NoticeKind
from notices.send import tell
from reports import pdf
from reports.issuing import CALENDAR, CannotIssue, keep, numbered, proof_of
from reports.models import Document, DocumentKind
from reports.papers import FACT

READERS = (Role.MAIRE, Role.CONSEILLER, Role.SECRETAIRE_GENERAL)


@dataclass(frozen=True, slots=True)
class Edition:
    """Which paper this is: its number, the moment the data was read, who asked."""

    number: str
    data_cutoff_at: datetime
    asked_by: str


@dataclass(frozen=True, slots=True)
class SpanPaper:
    """A kind of paper about some months. ``why_not``: why there is nothing to print, or ""."""

    kind: DocumentKind
    prefix: str  # of its numbers
    title: str
    the: str  # « La fiche essentielle »
    ready: str  # « est prête »
    template: str
    context: Callable[[Commune, Span, Edition], dict[str, Any]]
    why_not: Callable[[Commune, Span], str]

    def editions(self, commune: Commune, span: Span) -> QuerySet[Document]:
        """Those of ``commune`` over these months."""
        first, last = span.months[0].code, span.months[-1].code
        return Document.objects.filter(commune=commune, kind=self.kind, first_month=first, last_month=last)

    def last_edition(self, commune: Commune, span: Span) -> Document | None:
        """The paper of these months that is in force."""
        return self.editions(commune, span).order_by("-edition").first()

    def number_of(self, commune: Commune, months: Sequence[Month], edition: int) -> str:
        """« SIECS-202601-202609-ML020201-1 »."""
        first, last = (one.code.replace("-", "") for one in (months[0], months[-1]))
        return f"{self.prefix}-{first}-{last}-{commune.code}-{edition}"

    def issue(
        self,
        commune: Commune,
        span: Span,
        *,
        asked_by: Person | None = None,
        job_id: uuid.UUID | None = None,
        reason: str = "",
    ) -> Document:
        """Issue it for ``commune`` over ``span``: a new edition each time, the former ones stay.

        ``commune`` comes with its cercle, région and district; ``reason``: why a paper that exists is made
        again. Raises CannotIssue when there is nothing to print, when one exists and nobody said why, or when
        the file cannot be kept, PdfUnavailable when this machine makes no PDF.
        """
        done = self.editions(commune, span).filter(job_id=job_id).first() if job_id else None
        if done:
            return done
        if nothing := self.why_not(commune, span):
            raise CannotIssue(nothing)
        what = f"{self.the} de la commune {de(commune.name)}"
        return numbered(what, commune.code, lambda: self._issue_next(commune, span, asked_by, job_id, reason))

    def _issue_next(
        self, commune: Commune, span: Span, asked_by: Person | None, job_id: uuid.UUID | None, reason: str
    ) -> Document:
        former = self.last_edition(commune, span)
        proof, edition = proof_of(former, reason), former.edition + 1 if former else 1
        made = Edition(
            number=self.number_of(commune, span.months, edition),
            data_cutoff_at=timezone.now(),
            asked_by=str(asked_by) if asked_by else CALENDAR,
        )
        words = self.context(commune, span, made)
        content = pdf.render(self.template, words | {"proof": proof})
        document = Document(
            number=made.number,
            title=f"{self.title}, {commune.name}, {span.words}",
            kind=self.kind,
            commune=commune,
            first_month=span.months[0].code,
            last_month=span.months[-1].code,
            edition=edition,
            data_cutoff_at=made.data_cutoff_at,
            asked_by=asked_by,
            job_id=job_id,
            fictitious=settings.DEMO,
        )
        with transaction.atomic():
            keep(document, content, proof, words["fingerprint"])
            _call_readers(document)
        return document


def _call_readers(document: Document) -> None:
    """Tell the town hall: mayor, councillors, secretary; not the asker."""
    held = Mandate.objects.in_force().filter(role__in=READERS, commune=document.commune_id)
    people = Person.objects.filter(pk__in=held.values("person")).exclude(pk=document.asked_by_id or 0)
    link = reverse("document_show", args=[document.number])
    tell(
        people,
        f"{FACT}{document.number}",
        f"À lire en séance{HARD}: {document.title}.",
        link,
        NoticeKind.WORK,
    )
