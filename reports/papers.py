"""Papers that await somebody: quarterly reports to issue, issued ones to read, plans, conventions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, CharField, Exists, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from communes.models import Commune
from conventions import queue as conventions
from core.access import Action, PlaceKind, Role, Scope
from core.formats import counted
from core.months import Quarter
from core.prepared import prepared
from mandates.models import Mandate
from monitoring.awaiting import Besides
from monitoring.models import Total
from monitoring.recent import dues
from notices.models import NoticeKind
from notices.reading import unread_work
from notices.send import tell
from planning.queue import TURNS, mine
from reports.due import communes_due
from reports.models import Document
from reports.partners import Partner

FACT = "document:"  # a notice of this fact, while unread, is a paper to read
ISSUERS = frozenset({Role.MAIRE, Role.SECRETAIRE_GENERAL, Role.MEDECIN_CHEF, Role.DRS})


@dataclass(frozen=True, slots=True)
class Papers:
    """Quarterly reports to issue, issued ones not opened, plans, conventions that await this person’s act."""

    to_issue: int = 0
    to_read: int = 0
    plans: int = 0
    conventions: int = 0

    def words(self) -> list[str]:
        """« 1 rapport du trimestre à établir », « 2 documents à lire »."""
        said = []
        if self.to_read:
            said.append(f"{counted(self.to_read, 'document', 'documents')} à lire")
        if self.to_issue:
            reports = counted(self.to_issue, "rapport du trimestre", "rapports du trimestre")
            said.append(f"{reports} à établir")
        if self.plans:
            said.append(f"{counted(self.plans, 'plan', 'plans')} à traiter")
        if self.conventions:
            said.append(f"{counted(self.conventions, 'convention', 'conventions')} à traiter")
        return said

    def besides(self) -> Besides:
        """As the last of the three lines says it, with where one begins."""
        doors = (
            (self.to_read, "notice_list"),
            (self.to_issue, "document_list"),
            (self.plans, "plan_queue"),
            (self.conventions, "cam_list"),
        )
        first = next((name for count, name in doors if count), "document_list")
        return Besides(sum(count for count, _ in doors), tuple(self.words()), reverse(first))


def papers_of(scope: Scope, commune: Commune | None = None) -> Papers:
    """What awaits the person of this scope, everywhere or for one commune: five queries at most.

    The chargé SIS may issue too, but his work is the queue: he is not called for it.
    """
    unread = unread_work(scope.person_id, FACT)
    called = any(holding.role in ISSUERS for holding in scope.holdings)
    return Papers(
        _to_issue(scope, commune) if called else 0,
        len(unread) if commune is None else _about(unread, commune),
        mine(scope).count() if commune is None and scope.reach(*TURNS) else 0,
        conventions.mine(scope).count() if commune is None and scope.reach(*conventions.TURNS) else 0,
    )


def _about(facts: Sequence[str], commune: Commune) -> int:
    """How many of these papers speak of ``commune``."""
    numbers = [fact.removeprefix(FACT) for fact in facts]
    return Document.objects.filter(number__in=numbers, commune=commune).count() if numbers else 0


def _to_issue(scope: Scope, commune: Commune | None) -> int:
    quarter = Quarter.last_closed(timezone.localdate())
    if commune is None:
        due = communes_due(quarter).within(scope.reach(Action.DOCUMENT_ISSUE))
        return due.exclude(pk__in=Document.objects.communes_of(quarter)).count()
    if not scope.may(Action.DOCUMENT_ISSUE, commune.where()):
        return 0
    months = [due.pk for due in dues(quarter.months)]
    return len(_owed_by(commune=commune.pk, months=months, quarter=quarter.code))


@prepared(commune=BigIntegerField(), months=BigIntegerField(), quarter=CharField())
def _owed_by(commune: int, months: Sequence[int], quarter: str) -> QuerySet[Total, Any]:
    """One row when an aire of the commune owed a report in these months, and no paper tells the quarter."""
    done = Document.objects.filter(commune__pk=commune, quarter=quarter)
    owed = Total.objects.filter(place_kind=PlaceKind.COMMUNE, place_id=commune, period__pk__in=months)
    return owed.filter(~Exists(done), expected_count__gt=0).order_by().values_list("place_id").distinct()


def call_signers(document: Document, partners: Iterable[Partner]) -> int:
    """Tell who signs: mayor, adviser, presidents, médecin chef; not the asker."""
    assert document.commune is not None  # noqa: S101 - a quarterly report is of a commune
    near = [partner.aire.pk for partner in partners if partner.readable]
    held = Mandate.objects.in_force().filter(
        Q(role__in=[Role.MAIRE, Role.SECRETAIRE_GENERAL], commune=document.commune_id)
        | Q(role=Role.PRESIDENT, aire__in=near)
        | Q(role=Role.MEDECIN_CHEF, district=document.commune.district_id)
    )
    people = Person.objects.filter(pk__in=held.values("person")).exclude(pk=document.asked_by_id or 0)
    text = f"À lire et à signer\u00a0: {document.title}."
    url = reverse("document_show", args=[document.number])
    return tell(people, f"{FACT}{document.number}", text[:300], url, NoticeKind.WORK)
