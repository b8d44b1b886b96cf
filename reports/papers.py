"""Papers that await somebody: quarterly reports to issue, issued ones to read, to sign."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from core.access import Action, Role, Scope
from core.formats import counted
from core.months import Quarter
from mandates.models import Mandate
from monitoring.awaiting import Besides
from notices.models import Notice
from notices.send import tell
from reports.due import communes_due
from reports.models import Document
from reports.partners import Partner

FACT = "document:"  # a notice of this fact, while unread, is a paper to read
ISSUERS = frozenset({Role.MAIRE, Role.SECRETAIRE_GENERAL, Role.MEDECIN_CHEF, Role.DRS})


@dataclass(frozen=True, slots=True)
class Papers:
    """How many quarterly reports this person may still issue, how many issued ones were not opened."""

    to_issue: int = 0
    to_read: int = 0

    def words(self) -> list[str]:
        """« 1 rapport du trimestre à établir », « 2 documents à lire »."""
        said = []
        if self.to_read:
            said.append(f"{counted(self.to_read, 'document', 'documents')} à lire")
        if self.to_issue:
            reports = counted(self.to_issue, "rapport du trimestre", "rapports du trimestre")
            said.append(f"{reports} à établir")
        return said

    def besides(self) -> Besides:
        """As the last of the three lines says it, with where one begins."""
        url = reverse("notice_list") if self.to_read else reverse("document_list")
        return Besides(self.to_read + self.to_issue, tuple(self.words()), url)


def papers_of(scope: Scope) -> Papers:
    """What awaits the person of this scope: two queries at most.

    The chargé SIS may issue too, but his work is the queue: he is not called for it.
    """
    unread = Notice.objects.filter(person=scope.person_id, read_at=None, fact__startswith=FACT).count()
    called = any(holding.role in ISSUERS for holding in scope.holdings)
    return Papers(_to_issue(scope) if called else 0, unread)


def _to_issue(scope: Scope) -> int:
    quarter = Quarter.last_closed(timezone.localdate())
    done = Document.objects.filter(quarter=quarter.code).values("commune")
    due = communes_due(quarter).within(scope.reach(Action.DOCUMENT_ISSUE))
    return due.exclude(pk__in=done).count()


def call_signers(document: Document, partners: Iterable[Partner]) -> int:
    """Tell who signs: mayor, adviser, presidents, médecin chef; not the asker."""
    near = [partner.aire.pk for partner in partners if partner.readable]
    held = Mandate.objects.in_force().filter(
        Q(role__in=[Role.MAIRE, Role.SECRETAIRE_GENERAL], commune=document.commune_id)
        | Q(role=Role.PRESIDENT, aire__in=near)
        | Q(role=Role.MEDECIN_CHEF, district=document.commune.district_id)
    )
    people = Person.objects.filter(pk__in=held.values("person")).exclude(pk=document.asked_by_id or 0)
    text = f"À lire et à signer\u00a0: {document.title}."
    return tell(
        people, f"{FACT}{document.number}", text[:300], reverse("document_show", args=[document.number])
    )
