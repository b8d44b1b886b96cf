"""What becomes of a line: its state, its due date, a word, a proof; each change leaves a dated row.

Its moves are free, and two kinds of people make them (whoever keeps the lines of the place, its owner), so it
needs no table of moves; the version is compared and set as in ``core.workflow``.
"""

from dataclasses import dataclass, replace
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from core.access import Action, Scope
from core.formats import day
from core.seen import CHANGED
from core.workflow import Refusal, Stale
from cscom.models import Aire
from files.models import StoredFile
from files.scans import scan_of, store_scan
from followup.models import OPEN, SETTLED, Followup, Mark, Postponement, State
from mandates.policy import actor_of

FARTHEST = 10  # years
NOT_YOURS = "Cet engagement est suivi par d’autres\u00a0: son responsable, ou qui tient le suivi de ce lieu."


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a line, all of it: what does not change is said as it was."""

    state: str
    due_on: date
    word: str = ""
    progress: int | None = None
    proof: UploadedFile | None = None


def may_update(scope: Scope, line: Followup) -> bool:
    """Whoever keeps the lines of this place, and its owner, always."""
    own = line.owner_id is not None and line.owner_id == scope.person_id
    return own or scope.may(Action.FOLLOWUP_EDIT, line.where())


def faults(line: Followup, said: Said) -> dict[str, str]:
    """What cannot be, by the name of its field: the one list for pages, programs, rows."""
    found: dict[str, str] = {}
    moved, word = said.due_on != line.due_on, said.word.strip()
    if said.state == State.DROPPED != line.state and not word:
        found["word"] = "Écrivez en quelques mots pourquoi c’est annulé."
    if moved and not word:
        found["word"] = "Écrivez en quelques mots pourquoi l’échéance change."
    if moved and said.state in SETTLED:
        found["due_on"] = "Ce qui est fait ou annulé garde son échéance."
    elif said.due_on < line.taken_on:
        found["due_on"] = f"L’échéance ne vient pas avant l’engagement, pris le {day(line.taken_on)}."
    elif moved and said.due_on.year > line.taken_on.year + FARTHEST:
        found["due_on"] = f"Cette échéance est trop lointaine\u00a0: {FARTHEST} ans au plus."
    return found


def update(line: Followup, said: Said, scope: Scope, *, version: int) -> Followup:
    """Write what is said on ``line``, seen at ``version``; saying what was already so writes nothing.

    Raises Refusal, Stale (changed meanwhile): nothing is then written.
    """
    if not may_update(scope, line):
        raise Refusal(NOT_YOURS)
    with transaction.atomic():
        held = Followup.objects.select_for_update(of=("self",)).get(pk=line.pk)
        if held.version != version:
            raise Stale(CHANGED)
        for sentence in faults(held, said).values():
            raise Refusal(sentence)
        if not _tells_something(held, said):
            return held
        _write(held, said, scope, line)
    return held


def _tells_something(held: Followup, said: Said) -> bool:
    return bool(
        said.word.strip()
        or said.proof
        or said.state != held.state
        or said.due_on != held.due_on
        or said.progress != held.progress
    )


def _write(held: Followup, said: Said, scope: Scope, line: Followup) -> None:
    """The rows of history, then the line itself."""
    person = Person.objects.get(pk=scope.person_id or 0)
    holding = actor_of(scope, Action.FOLLOWUP_EDIT, line.where()).holding or next(iter(scope.holdings), None)
    by = {"followup": held, "person": person, "role": holding.role if holding else ""}
    moved, word = said.due_on != held.due_on, said.word.strip()
    proof = _stored(line, said.proof, person) if said.proof else None
    if moved:
        Postponement.objects.create(before=held.due_on, after=said.due_on, reason=word, **by)
    if said.state != held.state or said.progress != held.progress or proof or (word and not moved):
        Mark.objects.create(
            before=held.state, after=said.state, progress=said.progress, word=word, proof=proof, **by
        )
    if said.state in OPEN:
        held.settled_on = None
    elif said.state != held.state:
        held.settled_on = timezone.localdate()
    held.state, held.due_on, held.progress = said.state, said.due_on, said.progress
    held.word, held.proof = word or held.word, proof or held.proof
    held.version += 1
    held.updated_at = timezone.now()
    held.save()


def _stored(line: Followup, proof: UploadedFile, person: Person) -> StoredFile:
    """The proof among the files: opened by whoever reads the lines of this place.

    A file keeps one commune: of an aire, the one where its CSCOM stands.
    """
    where, place = line.where(), line.place
    hosts = frozenset({place.host_commune_id}) if isinstance(place, Aire) else where.hosts
    return store_scan(
        scan_of(proof),
        f"{line.number}-preuve",
        action=Action.FOLLOWUP_SEE,
        place_kind=line.place_kind,
        where=replace(where, communes=hosts, hosts=hosts),
        created_by=person,
    )
