"""What one writes in a meeting: its frame, its agenda, what becomes of each item, decisions, minutes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from accounts.models import Person
from communes.models import Commune, District
from concertation.agenda import fill, number
from concertation.enums import COMING, ItemKind, MeetingState, Openness, Outcome, Sitting
from concertation.models import Decision, Item, Meeting, commune_of
from concertation.workflow import NO_QUORUM, has_quorum
from core.access import Action, Scope, Where
from core.workflow import Refusal, Stale
from files.models import StoredFile
from files.scans import Scan, store_scan
from mandates.models import Organ
from planning.models import Activity

HELD = MeetingState.HELD
NOT_YOURS = "Votre fonction ne prépare pas les réunions de cet organe."
CHANGED = "Quelqu’un a modifié cette réunion entre-temps. Relisez-la, puis enregistrez de nouveau."
SHUT = "Cette réunion est close\u00a0: son contenu ne change plus. Une correction s’écrit avec son motif."
NOT_HELD = "Les points se décident en réunion\u00a0: notez d’abord les présences."
TAKEN = "Cet organe a déjà une réunion ce jour-là."
BY_ACT = "Le point du PV se décide par l’approbation du PV elle-même."
LATER = "La réunion est close\u00a0: inscrivez ce point à l’ordre du jour de la prochaine."


@dataclass(frozen=True, slots=True)
class Framing:
    """When, where a meeting is to be."""

    planned_on: date
    starts_at: time | None = None
    venue: str = ""
    sitting: str = Sitting.ORDINARY
    second_call: bool = False

    def fields(self) -> dict[str, Any]:
        return {
            "planned_on": self.planned_on,
            "starts_at": self.starts_at,
            "venue": self.venue.strip(),
            "sitting": self.sitting,
            "second_call": self.second_call,
        }


@transaction.atomic
def begin(organ: Organ, said: Framing, scope: Scope, *, fictitious: bool = False) -> Meeting:
    """A meeting of this organ, its agenda filled with what writes itself; asked twice, made once.

    A day that is past is accepted: its minutes are then « à compléter ». Raises Refusal.
    """
    if not scope.may(Action.MEETING_KEEP, organ.kept_where()):
        raise Refusal(NOT_YOURS)
    if not organ.stands_on(said.planned_on):
        raise Refusal("Cet organe n’est pas en place ce jour-là.")
    meeting = Meeting(organ=organ, created_by_id=scope.person_id, fictitious=fictitious, **said.fields())
    try:
        with transaction.atomic():
            meeting.save()
    except IntegrityError as error:
        raise Refusal(TAKEN) from error
    fill(meeting)
    return meeting


@contextmanager
def written(
    meeting: Meeting, scope: Scope, version: int, states: tuple[str, ...] = (*COMING, HELD), why: str = SHUT
) -> Iterator[Meeting]:
    """The meeting, locked, for one who keeps it, seen at ``version``, in one of ``states``; all or nothing.

    Its version rises by one. Raises Refusal, Stale.
    """
    if not scope.may(Action.MEETING_KEEP, meeting.where()):
        raise Refusal(NOT_YOURS)
    with transaction.atomic():
        held = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if held.version != version:
            raise Stale(CHANGED)
        if held.state not in states:
            raise Refusal(why)
        moved = Meeting.objects.filter(pk=held.pk, version=version).update(version=F("version") + 1)
        if not moved:
            raise Stale(CHANGED)
        held.version = version + 1
        yield held
    meeting.version = held.version


def reframe(meeting: Meeting, said: Framing, scope: Scope, *, version: int) -> None:
    """Change the day, the place of a meeting that nobody was called to yet. Raises Refusal, Stale."""
    why = "Cette réunion est convoquée ou tenue\u00a0: reportez-la à un autre jour, avec le motif."
    with written(meeting, scope, version, (MeetingState.PREPARED, MeetingState.POSTPONED), why) as held:
        try:
            with transaction.atomic():
                Meeting.objects.filter(pk=held.pk).update(**said.fields())
        except IntegrityError as error:
            raise Refusal(TAKEN) from error


# ---- The agenda ----
@dataclass(frozen=True, slots=True)
class Point:
    """One item, as it is typed."""

    title: str
    openness: str = Openness.COMMON
    duration: int | None = None
    paper: Scan | None = None


def write_item(
    meeting: Meeting, said: Point, scope: Scope, *, version: int, item: Item | None = None
) -> Item:
    """A new item at the end, or one changed. What writes itself keeps its title. Raises Refusal, Stale."""
    with written(meeting, scope, version) as held:
        row = held.items.get(pk=item.pk) if item else Item(meeting=held, rank=0)
        if row.kind == ItemKind.SUBJECT:
            row.title = said.title.strip()
            row.openness = said.openness
        row.duration = said.duration
        if said.paper:
            row.paper = _stored(meeting, said.paper, row, scope)
        row.save()
        number(held)
        row.refresh_from_db()
    return row


def remove_item(meeting: Meeting, item: Item, scope: Scope, *, version: int) -> None:
    """Take off an item before the meeting; in the meeting it is withdrawn, with a reason. Raises Refusal."""
    why = "La réunion est tenue\u00a0: ce point se retire avec un motif, il ne s’efface pas."
    with written(meeting, scope, version, COMING, why) as held:
        if item.kind != ItemKind.SUBJECT:
            raise Refusal("Ce point s’inscrit de lui-même\u00a0: il ne s’efface pas.")
        held.items.filter(pk=item.pk).delete()
        number(held)


def move_item(meeting: Meeting, item: Item, scope: Scope, *, up: bool, version: int) -> None:
    """One place up or down, among what was typed. Raises Refusal, Stale."""
    with written(meeting, scope, version, COMING) as held:
        rows = list(held.items.filter(kind=ItemKind.SUBJECT))
        here = next((i for i, row in enumerate(rows) if row.pk == item.pk), None)
        there = None if here is None else here + (-1 if up else 1)
        if here is None or there is None or not 0 <= there < len(rows):
            raise Refusal("Ce point ne va pas plus loin dans ce sens.")
        rows[here].rank, rows[there].rank = rows[there].rank, rows[here].rank
        Item.objects.bulk_update([rows[here], rows[there]], ["rank"])


@dataclass(frozen=True, slots=True)
class Said:
    """What became of an item: its outcome ("": reopened), why, what was said."""

    outcome: str
    reason: str = ""
    notes: str = ""


def settle(meeting: Meeting, item: Item, said: Said, scope: Scope, *, version: int) -> None:
    """Write what became of an item; withdrawn before the meeting too. Raises Refusal, Stale."""
    with written(meeting, scope, version, why=LATER) as held:
        row = held.items.get(pk=item.pk)
        if why := _no_outcome(held, row, said):
            raise Refusal(why)
        row.outcome, row.notes = said.outcome, said.notes.strip()
        put_off = said.outcome in (Outcome.POSTPONED, Outcome.WITHDRAWN)
        row.reason = said.reason.strip() if put_off else ""
        row.save()


def _no_outcome(held: Meeting, row: Item, said: Said) -> str:
    """Why this outcome cannot be, or ""."""
    if said.outcome not in ("", *Outcome.values):
        return "Cette suite n’existe pas."
    if held.state != HELD and said.outcome not in ("", Outcome.WITHDRAWN):
        return NOT_HELD
    if said.outcome in (Outcome.POSTPONED, Outcome.WITHDRAWN):
        if not said.reason.strip():
            return "Écrivez pourquoi ce point est reporté ou retiré."
        if row.decisions.exists():
            return "Ce point a des décisions\u00a0: retirez-les d’abord."
    approved = row.about is not None and row.about.state == MeetingState.APPROVED
    if row.kind == ItemKind.MINUTES and approved != (said.outcome == Outcome.DECIDED):
        return BY_ACT
    if said.outcome == Outcome.DECIDED and row.kind == ItemKind.SUBJECT and not has_quorum(held):
        return NO_QUORUM
    return ""


# ---- Decisions ----
@dataclass(frozen=True, slots=True)
class Decided:
    """One decision, as the room takes it."""

    text: str
    due_on: date
    owner: Person | None = None
    owner_words: str = ""
    proof_wanted: str = ""
    indicator: str = ""
    activity: Activity | None = None
    place: Commune | District | None = None


def decide(
    meeting: Meeting,
    item: Item,
    said: Decided,
    scope: Scope,
    *,
    version: int,
    decision: Decision | None = None,
) -> Decision:
    """A new decision on an item, or one changed before the close; the item is then decided.

    Raises Refusal, Stale.
    """
    with written(meeting, scope, version, (HELD,), NOT_HELD if meeting.coming else SHUT) as held:
        if not said.owner and not said.owner_words.strip():
            raise Refusal(
                "Une décision a un responsable\u00a0: choisissez une personne, ou écrivez une fonction."
            )
        if said.due_on < held.day:
            raise Refusal("L’échéance vient après la réunion.")
        if not has_quorum(held):
            raise Refusal(NO_QUORUM)
        row = held.items.get(pk=item.pk)
        if row.outcome in (Outcome.POSTPONED, Outcome.WITHDRAWN):
            raise Refusal("Ce point est reporté ou retiré\u00a0: rouvrez-le, puis décidez.")
        made = _write(held, row, said, decision, scope)
        if row.kind == ItemKind.SUBJECT:
            held.items.filter(pk=row.pk).update(outcome=Outcome.DECIDED)
    return made


def _write(held: Meeting, item: Item, said: Decided, decision: Decision | None, scope: Scope) -> Decision:
    if decision is None:
        last = held.decisions.aggregate(last=Max("number"))["last"] or 0
        decision = Decision(meeting=held, number=last + 1, created_by_id=scope.person_id)
    decision.item = item
    decision.text = said.text.strip()
    decision.owner, decision.owner_words = said.owner, said.owner_words.strip()
    decision.due_on, decision.proof_wanted = said.due_on, said.proof_wanted.strip()
    decision.indicator, decision.activity = said.indicator, said.activity
    decision.commune = said.place if isinstance(said.place, Commune) else None
    decision.district = said.place if isinstance(said.place, District) else None
    decision.save()
    return decision


def drop_decision(meeting: Meeting, decision: Decision, scope: Scope, *, version: int) -> None:
    """Take back a decision before the close; the item waits for its outcome again. Raises Refusal, Stale."""
    with written(meeting, scope, version, (HELD,)) as held:
        row = held.decisions.get(pk=decision.pk)
        if row.ballots.exists() or row.dissents.exists() or row.interests.exists():
            raise Refusal(
                "Cette décision porte un vote, un avis divergent ou un intérêt déclaré\u00a0: "
                "retirez-les d’abord."
            )
        row.delete()
        item = held.items.get(pk=row.item_id)
        if item.kind == ItemKind.SUBJECT and not item.decisions.exists():
            held.items.filter(pk=item.pk).update(outcome="")


# ---- Minutes ----
def write_minutes(
    meeting: Meeting, minutes: str, scope: Scope, *, version: int, scan: Scan | None = None
) -> None:
    """The account of the meeting, and the copy of the signed minutes. Raises Refusal, Stale."""
    why = "Le PV est envoyé\u00a0: reprenez-le, avec le motif, avant de l’écrire."
    with written(meeting, scope, version, (HELD, MeetingState.CLOSED), why) as held:
        held.minutes = minutes.strip()
        if scan:
            held.scan = kept_file(
                meeting, scan, f"pv-{meeting.pk}", Action.MEETING_SEE, meeting.read_where(), scope
            )
        held.save(update_fields=["minutes", "scan"])


def _stored(meeting: Meeting, paper: Scan, item: Item, scope: Scope) -> StoredFile:
    """A paper of an item: who reads the meeting opens it; of an internal item, who keeps it."""
    internal = item.openness == Openness.INTERNAL
    action = Action.MEETING_KEEP if internal else Action.MEETING_SEE
    where = meeting.where() if internal else meeting.read_where()
    return kept_file(meeting, paper, f"reunion-{meeting.pk}-piece", action, where, scope)


def kept_file(
    meeting: Meeting, scan: Scan, stem: str, action: Action, where: Where, scope: Scope
) -> StoredFile:
    """A joined file, opened by who holds ``action`` at ``where``.

    It keeps one commune: of an aire, the one where its CSCOM stands.
    """
    commune = commune_of(meeting)
    hosts = frozenset({commune.pk}) if commune else frozenset()
    return store_scan(
        scan,
        stem,
        action=action,
        place_kind=meeting.organ.place_kind,
        where=Where(where.region, where.cercle, where.district, where.aires, hosts, hosts),
        created_by=Person.objects.get(pk=scope.person_id or 0),
    )
