"""What a party says of a commitment in a year is written line by line, compared with what its writer saw."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Person
from conventions.enums import CamParty, Mark
from conventions.late import close_kept
from conventions.models import Cam, Due, Score
from conventions.parties import NOT_YOURS, holdings_in
from conventions.yearly import ELSEWHERE, review_of, why_not
from core.access import Action, Holding, PlaceKind, Scope
from core.seen import CHANGED
from core.workflow import Refusal, Stale
from files.models import StoredFile
from files.scans import scan_of, store_scan

LONGEST = 300
CHOOSE = "Choisissez\u00a0: tenu, partiel, non tenu ou sans objet."
WHY_VOID = "Un engagement sans objet l’est pour une raison\u00a0: écrivez-la."


@dataclass(frozen=True, slots=True)
class Said:
    """What a party says of one line."""

    mark: str
    words: str = ""
    evidence: UploadedFile | None = None


def faults(said: Said) -> dict[str, str]:
    """What cannot be, by the name of its field: the one list for pages, sheets."""
    found: dict[str, str] = {}
    if said.mark not in Mark.values:
        found["mark"] = CHOOSE
    if said.mark == Mark.VOID and not said.words.strip():
        found["words"] = WHY_VOID
    if len(said.words) > LONGEST:
        found["words"] = f"Trop long\u00a0: {LONGEST} caractères au plus."
    return found


def say(due: Due, party: CamParty, said: Said, scope: Scope, *, version: int) -> Score:
    """Write what ``party`` says of a line, seen at ``version`` (0: nothing said yet).

    Once every party that spoke says it kept, its line of the follow-up is done. Raises Refusal, Stale
    (changed meanwhile): nothing is then written.
    """
    for sentence in faults(said).values():
        raise Refusal(sentence)
    try:
        with transaction.atomic():
            held = held_for(due, scope, party)
            row = Score.objects.filter(due=due, party=party).first() or Score(due=due, party=party)
            if row.version != version:
                raise Stale(CHANGED)
            _write(row, said, scope, held)
            close_kept(due, by=scope.person_id)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error
    except IntegrityError as error:  # two of one party who speak first at once
        raise Stale(CHANGED) from error
    return row


def held_for(due: Due, scope: Scope, party: CamParty) -> Holding:
    """The convention held while something is written of its year. Raises Refusal: not now, not by them."""
    cam = locked(due.commitment.cam_id)
    if due.due_on > (cam.ends_on or due.due_on):
        raise Refusal(ELSEWHERE)
    if sentence := why_not(cam, due.year, review_of(cam, due.year), timezone.localdate()):
        raise Refusal(sentence)
    holding = holdings_in(scope, cam).get(party)
    if holding is None:
        raise Refusal(NOT_YOURS)
    return holding


def locked(pk: int) -> Cam:
    """The convention, for whoever writes of its years: the close of a review waits, and they for it."""
    return Cam.objects.select_for_update(of=("self",)).located().get(pk=pk)


def _write(row: Score, said: Said, scope: Scope, holding: Holding) -> None:
    row.mark, row.words = said.mark, said.words.strip()
    row.person_id, row.mandate_id, row.at = scope.person_id, holding.mandate_id, timezone.now()
    row.version += 1
    if said.evidence:
        row.evidence = _stored(row, said.evidence, scope.person_id)
    row.full_clean()
    row.save()


def _stored(row: Score, evidence: UploadedFile, person_id: int | None) -> StoredFile:
    """The evidence among the files: opened by whoever reads the convention."""
    cam = Cam.objects.located().get(pk=row.due.commitment.cam_id)
    return store_scan(
        scan_of(evidence),
        f"{cam.number}-{row.due.year}-{row.due.commitment.rank}-{row.party}",
        action=Action.CAM_SEE,
        place_kind=PlaceKind.AIRE,
        where=cam.where(),
        created_by=Person.objects.filter(pk=person_id or 0).first(),
    )
