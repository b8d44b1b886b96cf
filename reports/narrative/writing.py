"""Writing in a quarterly report: a party's text, version by version; a note that is never taken back."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from core.access import Action, Holding, Scope
from core.formats import HARD, NARROW, number
from core.workflow import Refusal, Stale
from mandates.policy import actor_of
from reports.narrative.opening import window_of
from reports.narrative.parties import Speaking
from reports.voices import LONGEST, NOTE_LONGEST, Divergence, Narrative

MOST_NOTES = 3  # of one party under one text, or under the figures
NOT_YOURS = "Votre fonction n’écrit pas pour cette partie\u00a0: chacune parle pour elle-même."
EMPTY = "Écrivez au moins une des trois réponses."
NO_NOTE = "Écrivez votre avis."
CHANGED = (
    "Quelqu’un de votre côté a enregistré ce texte entre-temps. Le vôtre est gardé ci-dessous, celui qui est "
    "enregistré se lit au-dessus\u00a0: relisez, puis enregistrez de nouveau."
)
OWN = "Un avis divergent répond à une autre partie\u00a0: changez plutôt votre texte."
ELSEWHERE = "Ce texte est celui d’un autre rapport\u00a0: votre avis n’y répond pas."
MOVED = "Cette ASACO a déjà écrit pour ce trimestre, dans le rapport de sa commune d’accueil d’avant."
ENOUGH = f"Votre partie a déjà {MOST_NOTES} avis à cet endroit{HARD}: elle n’en ajoute plus."
USED = "Ce numéro d’envoi a déjà servi pour un autre avis\u00a0: cette fois, rien n’a été enregistré."
REREAD = "Ce texte a changé depuis que vous l’avez lu\u00a0: relisez-le, puis signez de nouveau votre avis."


def too_long(most: int) -> str:
    return f"Trop long{HARD}: {number(most)} caractères au plus."


@dataclass(frozen=True, slots=True)
class Words:
    """The three answers of a party, each of which may be empty."""

    progress: str = ""
    difficulties: str = ""
    requests: str = ""

    def cleaned(self) -> dict[str, str]:
        """Lines end in one way only. Raises Refusal when nothing is said, or too much."""
        found = {
            name: getattr(self, name).replace("\r\n", "\n").strip()
            for name in ("progress", "difficulties", "requests")
        }
        if not any(found.values()):
            raise Refusal(EMPTY)
        if any(len(text) > LONGEST for text in found.values()):
            raise Refusal(too_long(LONGEST))
        return found


@dataclass(frozen=True, slots=True)
class Note:
    """A divergent note. ``about``: the text that it answers, as it was read; None: the figures."""

    text: str
    operation: UUID
    about: Narrative | None = None


def write(speaking: Speaking, said: Words, scope: Scope, *, version: int) -> Narrative:
    """Save the text of a party, whose writer saw ``version`` (0: nothing yet). Raises Refusal, Stale.

    The same words sent twice by the same person are saved once.
    """
    holding = _writer(speaking, scope)
    fields: dict[str, Any] = {**said.cleaned(), "person_id": scope.person_id, **_signed(holding)}
    with transaction.atomic():
        rows = Narrative.objects.filter(**_key(speaking))
        row = rows.select_for_update(of=("self",)).first()
        if row and row.version == version + 1 and all(getattr(row, k) == v for k, v in fields.items()):
            return row
        if (row.version if row else 0) != version:
            raise Stale(CHANGED)
        if row is None:
            return _first(speaking, fields)
        if not rows.filter(version=version).update(version=F("version") + 1):
            raise Stale(CHANGED)
        row.version, row.saved_at = version + 1, timezone.now()
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()
    return row


def _first(speaking: Speaking, fields: dict[str, Any]) -> Narrative:
    try:
        with transaction.atomic():
            return Narrative.objects.create(**_key(speaking), **fields)
    except IntegrityError as error:  # the same party, at the same instant; or before its aire moved
        party = speaking.party
        told = Narrative.objects.filter(aire=party.aire_id, quarter=speaking.quarter.code)
        if party.aire_id and told.exclude(commune=party.commune).exists():
            raise Refusal(MOVED) from error
        raise Stale(CHANGED) from error


def diverge(speaking: Speaking, said: Note, scope: Scope) -> Divergence:
    """Sign a note for a party, once for one ``operation``. Raises Refusal."""
    holding = _writer(speaking, scope)
    text = said.text.replace("\r\n", "\n").strip()
    if not text:
        raise Refusal(NO_NOTE)
    if len(text) > NOTE_LONGEST:
        raise Refusal(too_long(NOTE_LONGEST))
    about = said.about
    if about and (about.commune_id, about.quarter) != (speaking.commune.pk, speaking.quarter.code):
        raise Refusal(ELSEWHERE)
    if about and (about.party, about.aire_id) == (speaking.party.kind, speaking.party.aire_id):
        raise Refusal(OWN)
    row = {**_key(speaking), "text": text, "about": about, "person_id": scope.person_id}
    with transaction.atomic():
        if about:  # locked: whoever saves this text waits, and is answered on the version that was read
            now = Narrative.objects.select_for_update(of=("self",)).get(pk=about.pk)
        if done := Divergence.objects.filter(operation=said.operation).first():
            return _same(done, row)
        if about and now.version != about.version:
            raise Refusal(REREAD)
        if Divergence.objects.filter(**_key(speaking), about=about).count() >= MOST_NOTES:
            raise Refusal(ENOUGH)
        try:
            with transaction.atomic():
                return Divergence.objects.create(
                    **row, **_signed(holding), about_version=about.version if about else None,
                    operation=said.operation,
                )  # fmt: skip
        except IntegrityError as error:  # the same number at the same instant
            raise Refusal(f"Cet avis vient d’être enregistré{NARROW}; il ne l’est qu’une fois.") from error


def _same(done: Divergence, row: dict[str, Any]) -> Divergence:
    """The note whose answer was lost; another one under its number is refused."""
    if any(getattr(done, name) != value for name, value in row.items()):
        raise Refusal(USED)
    return done


def _writer(speaking: Speaking, scope: Scope) -> Holding:
    """The mandate under which one writes there today. Raises Refusal."""
    where = speaking.where()
    holding = actor_of(scope, Action.NARRATIVE_WRITE, where).holding
    if holding is None:
        raise Refusal(NOT_YOURS)
    if why := window_of(speaking.commune, speaking.quarter).shut(timezone.localdate()):
        raise Refusal(why)
    return holding


def _key(speaking: Speaking) -> dict[str, Any]:
    party = speaking.party
    return {
        "commune": speaking.commune, "quarter": speaking.quarter.code,
        "party": party.kind, "aire": party.aire,
    }  # fmt: skip


def _signed(holding: Holding) -> dict[str, Any]:
    return {
        "mandate_id": holding.mandate_id, "role": holding.role, "place_name": holding.place_name,
    }  # fmt: skip
