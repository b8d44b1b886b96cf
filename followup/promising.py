"""How a line is born: what is promised, by whom, before when; its owner is told."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from communes.models import Commune, District
from core.formats import day
from core.workflow import Refusal
from cscom.models import Aire
from followup.models import Followup, Mark, State
from notices.send import tell


@dataclass(frozen=True, slots=True)
class Origin:
    """What a line comes from: a kind (« monitorage »), words for the reader, a page of this site."""

    kind: str
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised. ``owner_words``: the function, or a name, beside the person or in their stead."""

    text: str
    due_on: date
    taken_on: date
    owner: Person | None = None
    owner_words: str = ""
    proof_wanted: str = ""


@transaction.atomic
def promise(
    said: Promise,
    place: Aire | Commune | District,
    origin: Origin,
    *,
    by: int | None,
    fictitious: bool = False,
) -> Followup:
    """Write one line, tell its owner unless they wrote it themselves. Raises Refusal.

    Who may promise is asked by the caller: a meeting, a session has its own rights.
    """
    if said.due_on < said.taken_on:
        raise Refusal("L’échéance ne vient pas avant l’engagement.")
    line = Followup.objects.create(
        text=said.text.strip(),
        owner=said.owner,
        owner_words=said.owner_words.strip(),
        taken_on=said.taken_on,
        due_on=said.due_on,
        proof_wanted=said.proof_wanted.strip(),
        origin_kind=origin.kind,
        origin_label=origin.label,
        origin_url=origin.url,
        aire=place if isinstance(place, Aire) else None,
        commune=place if isinstance(place, Commune) else None,
        district=place if isinstance(place, District) else None,
        created_by_id=by,
        fictitious=fictitious,
    )
    if line.owner_id and line.owner_id != by:
        tell([line.owner_id], f"suivi:{line.pk}:confie", given_words(line), address(line))
    return line


def address(line: Followup) -> str:
    """The page of one line."""
    return reverse("followup_show", args=[line.pk])


def given_words(line: Followup) -> str:
    """« À faire par vous avant le 15 juin 2026 au soir : … »."""
    return f"À faire par vous avant le {day(line.due_on)} au soir\u00a0: {line.text}"


def late_words(line: Followup) -> str:
    """« En retard depuis le 15 juin 2026 : … »."""
    return f"En retard, attendu le {day(line.due_on)}\u00a0: {line.text}. Dites où vous en êtes."


@transaction.atomic
def reword(line: Followup, text: str, why: str, *, by: int | None) -> None:
    """Change the words of a line, corrected where it comes from; the change stands in its history."""
    held = Followup.objects.select_for_update(of=("self",)).get(pk=line.pk)
    Mark.objects.create(
        followup=held,
        before=held.state,
        after=held.state,
        progress=held.progress,
        word=why[:200],
        person_id=by,
    )
    held.text, held.updated_at = text, timezone.now()
    held.version += 1
    held.save(update_fields=["text", "updated_at", "version"])


@transaction.atomic
def settle(line: Followup, why: str, *, by: int | None) -> None:
    """A line is done, where it comes from says so; that stands in its history."""
    held = Followup.objects.select_for_update(of=("self",)).get(pk=line.pk)
    Mark.objects.create(
        followup=held, before=held.state, after=State.DONE, progress=held.progress, word=why[:200],
        person_id=by,
    )  # fmt: skip
    held.state, held.word, held.settled_on = State.DONE, why[:200], timezone.localdate()
    held.updated_at, held.version = timezone.now(), held.version + 1
    held.save()
