"""Issuing the consolidated report of a place: number, edition, PDF, stored file, line of the register."""

import uuid

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from communes.models import Region
from core.access import Action, Role
from core.formats import HARD
from core.months import Quarter
from mandates.models import Mandate
from monitoring.places import place_of
from notices.models import NoticeKind
from notices.send import tell
from reports import pdf, quarterly
from reports.consolidated import paper
from reports.consolidated.wide import Wide, name_of, tally_of, with_name
from reports.issuing import CALENDAR, CannotIssue, keep, numbered, proof_of
from reports.models import Document, DocumentKind
from reports.papers import FACT


def editions(place: Wide, quarter: Quarter) -> QuerySet[Document]:
    """The consolidated reports of a place, the latest first."""
    of = {place_of(place).kind.value: place}
    return Document.objects.filter(quarter=quarter.code, **of).order_by("-edition")


def issue(
    place: Wide,
    quarter: Quarter,
    *,
    asked_by: Person | None = None,
    job_id: uuid.UUID | None = None,
    reason: str = "",
) -> Document:
    """Issue it: a new edition each time, the former ones stay.

    A district comes with its région; ``reason``: why a report that exists is made again. Raises CannotIssue
    when no monthly report was expected there, when one exists and nobody said why, or when the file cannot be
    kept, PdfUnavailable when this machine makes no PDF.
    """
    done = editions(place, quarter).filter(job_id=job_id).first() if job_id else None
    if done:
        return done
    if not tally_of(place, quarter).expected:
        raise CannotIssue(
            f"Aucun rapport mensuel n’était attendu, {name_of(place)} ({quarter.words}){HARD}: "
            "il n’y a rien à imprimer."
        )
    what = f"Le rapport consolidé {with_name(place)}"
    return numbered(what, place.code, lambda: _issue_next(place, quarter, asked_by, job_id, reason))


def _issue_next(
    place: Wide, quarter: Quarter, asked_by: Person | None, job_id: uuid.UUID | None, reason: str
) -> Document:
    former = editions(place, quarter).first()
    proof, edition = proof_of(former, reason), former.edition + 1 if former else 1
    made = quarterly.Edition(
        number=paper.number_of(place, quarter, edition),
        data_cutoff_at=timezone.now(),
        asked_by=str(asked_by) if asked_by else CALENDAR,
    )
    words = paper.context(place, quarter, made)
    content = pdf.render(paper.TEMPLATE, words | {"proof": proof})
    document = Document(
        number=made.number,
        title=paper.title_of(place, quarter)[:200],
        kind=DocumentKind.CONSOLIDATED,
        quarter=quarter.code,
        edition=edition,
        data_cutoff_at=made.data_cutoff_at,
        asked_by=asked_by,
        job_id=job_id,
        fictitious=settings.DEMO,
        **{place_of(place).kind.value: place},
    )
    with transaction.atomic():
        keep(
            document,
            content,
            proof,
            words["fingerprint"],
            Action.DOCUMENT_SEE,
            place_kind=place_of(place).kind,
        )
        _call_readers(document, place)
    return document


def _call_readers(document: Document, place: Wide) -> None:
    """Tell who signs for the place, and the région above a district; not the asker."""
    chiefs = Q(role=Role.MEDECIN_CHEF, district=document.district_id) if document.district_id else Q(pk=None)
    region = place.pk if isinstance(place, Region) else place.region_id
    held = Mandate.objects.in_force().filter(chiefs | Q(role=Role.DRS, region=region))
    people = Person.objects.filter(pk__in=held.values("person")).exclude(pk=document.asked_by_id or 0)
    link = reverse("document_show", args=[document.number])
    text = f"À lire et à signer{HARD}: {document.title}."
    tell(people, f"{FACT}{document.number}", text[:300], link, NoticeKind.WORK)
