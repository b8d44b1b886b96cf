"""Issuing a quarterly report: number, edition, PDF, stored file, line of the register."""

import logging
import uuid
from collections.abc import Callable

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Person
from communes.models import Commune
from core.access import Action, PlaceKind
from core.formats import HARD, de
from core.months import Quarter
from core.workflow import Refusal
from files import store
from reports import pdf, quarterly
from reports.due import expected_in
from reports.genuine import Proof, new_code
from reports.models import Document
from reports.papers import call_signers
from reports.partners import partners_of

log = logging.getLogger("jekabaara.reports")
CALENDAR = "le calendrier"
TRIES = 3  # somebody else may issue the same commune at the same moment


class CannotIssue(Refusal):
    """This report cannot be made now; the message is a French sentence for the reader."""


def issued_by_job(commune: Commune, quarter: Quarter, job_id: uuid.UUID | None) -> Document | None:
    """What this piece of work already issued: a job that runs again does not issue twice."""
    if job_id is None:
        return None
    return Document.objects.filter(commune=commune, quarter=quarter.code, job_id=job_id).first()


def issue(
    commune: Commune,
    quarter: Quarter,
    *,
    asked_by: Person | None = None,
    job_id: uuid.UUID | None = None,
    reason: str = "",
) -> Document:
    """Issue the report of ``commune``: a new edition each time, the former ones stay.

    ``commune`` comes with its cercle, région and district; ``reason``: why a report that exists is made
    again. Raises CannotIssue when no report was expected there, when one exists and nobody said why, or when
    the file cannot be kept, PdfUnavailable when this machine makes no PDF.
    """
    if done := issued_by_job(commune, quarter, job_id):
        return done
    if not expected_in(commune, quarter):
        raise CannotIssue(
            f"Aucun rapport mensuel n’était attendu dans la commune {de(commune.name)} "
            f"({quarter.words}){HARD}: il n’y a rien à imprimer."
        )
    what = f"Le rapport de la commune {de(commune.name)}"
    return numbered(what, commune.code, lambda: _issue_next(commune, quarter, asked_by, job_id, reason))


def numbered(what: str, place: str, make: Callable[[], Document]) -> Document:
    """The paper that ``make`` issues under the next free number; ``what``: « Le rapport de la commune … ».

    ``place``: its code, for the log.

    Raises CannotIssue when the file cannot be kept, or when too many ask at the same moment.
    """
    for _ in range(TRIES):
        try:
            return make()
        except IntegrityError:
            continue
        except OSError as error:
            log.exception("document_not_kept place=%s", place)
            raise CannotIssue(
                f"{what} n’a pas pu être gardé sur le disque du serveur "
                f"({error.strerror or type(error).__name__}). Rien n’a été enregistré."
            ) from error
    raise CannotIssue(
        "Plusieurs personnes établissent ce document en même temps. Recommencez dans un instant."
    )


def proof_of(former: Document | None, reason: str) -> Proof:
    """What the next paper prints of itself. ``former``: the last edition of the same paper, if any.

    Raises CannotIssue when there is one and nobody said why it is replaced.
    """
    if former is None:
        return Proof(new_code())
    if not reason:
        raise CannotIssue(
            f"Ce document a déjà été établi, sous le n° {former.number}. "
            "Pour en établir un autre, dites pourquoi il le remplace."
        )
    return Proof(new_code(), former.number, reason)


def last_edition(commune: Commune, quarter: Quarter) -> Document | None:
    """The paper of a quarter that is in force."""
    return Document.objects.filter(commune=commune, quarter=quarter.code).order_by("-edition").first()


def _issue_next(
    commune: Commune, quarter: Quarter, asked_by: Person | None, job_id: uuid.UUID | None, reason: str
) -> Document:
    former = last_edition(commune, quarter)
    proof, edition = proof_of(former, reason), former.edition + 1 if former else 1
    paper = quarterly.Edition(
        number=quarterly.number_of(commune, quarter, edition),
        data_cutoff_at=timezone.now(),
        asked_by=str(asked_by) if asked_by else CALENDAR,
    )
    words = quarterly.context(commune, quarter, paper)
    content = pdf.render(quarterly.TEMPLATE, words | {"proof": proof})
    document = Document(
        number=paper.number,
        title=f"{quarterly.TITLE}, commune {de(commune.name)}, {quarterly.quarter_words(quarter)}",
        commune=commune,
        quarter=quarter.code,
        edition=edition,
        data_cutoff_at=paper.data_cutoff_at,
        asked_by=asked_by,
        job_id=job_id,
        fictitious=settings.DEMO,
    )
    with transaction.atomic():
        keep(document, content, proof, words["fingerprint"])
        call_signers(document, partners_of(commune))
    return document


def keep(
    document: Document,
    content: bytes,
    proof: Proof,
    fingerprint: str,
    action: Action = Action.DOCUMENT_SEE,
    place_kind: PlaceKind = PlaceKind.COMMUNE,
) -> None:
    """Its file in the store, then its row with what it prints of itself.

    ``fingerprint``: the sha256 of what is printed; ``action``: of who opens it, at the place of the document.
    """
    kept = store.store(
        content,
        name=f"{document.number}.pdf",
        mime="application/pdf",
        action=action,
        place_kind=place_kind,
        where=document.where(),
        created_by=document.asked_by,
    )
    document.file, document.sha256, document.fingerprint = kept, kept.sha256, fingerprint
    document.code, document.reissue_reason = proof.code, proof.reason
    document.save()
