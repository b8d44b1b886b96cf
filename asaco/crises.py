"""Acts against an organ of an ASACO are written down, differed from, appealed, annulled: never erased."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts.models import Person
from asaco.crisis_telling import tell_act, tell_appeal, tell_dissent, tell_outcome
from asaco.models import Appeal, Author, Crisis, CrisisDissent, CrisisKind
from core.access import Action, PlaceKind, Scope, Where
from core.workflow import Refusal
from cscom.models import Aire
from files.scans import Scan, store_scan
from mandates.models import Organ
from mandates.policy import actor_of

ALREADY = "Ceci est déjà enregistré."
OVER = "Cet acte a été annulé\u00a0: il ne reçoit plus rien. Un avis divergent reste possible."
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Act:
    """What the paper of an act says. ``last_day``: of a suspension; ``lifts``: of what is put back."""

    kind: CrisisKind
    organ: Organ
    on: date
    author: Author
    author_words: str
    legal_basis: str
    reasons: str = ""
    last_day: date | None = None
    lifts: Crisis | None = None
    transitional: Organ | None = None
    scan: Scan | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """What an appeal says."""

    on: date
    whose: str
    before: str
    grounds: str = ""


def barred(scope: Scope, aire: Aire) -> str:
    """Why this reader, whose function records such acts, may not here; "": they may."""
    host = frozenset({aire.host_commune_id})
    if scope.may(Action.ASACO_CRISIS, replace(aire.where(), communes=host, hosts=host)):
        return ""
    return (
        f"Cette aire touche votre commune, mais c’est {aire.host_commune.name} qui l’accueille\u00a0: seul "
        "son maire peut prendre ou enregistrer cet acte. Vous pouvez joindre un avis divergent."
    )


def record(aire: Aire, act: Act, scope: Scope) -> Crisis:
    """Write the act, its copy, tell the parties, or nothing. Raises Refusal with a French sentence."""
    _admit(scope, aire)
    made = Crisis(
        aire=aire, organ=act.organ, kind=act.kind, acted_on=act.on, last_day=act.last_day,
        author=act.author, author_words=act.author_words, legal_basis=act.legal_basis,
        reasons=act.reasons, lifts=act.lifts, transitional=act.transitional, fictitious=act.organ.fictitious,
        **_signed(scope, Action.ASACO_CRISIS, aire.where()),
    )  # fmt: skip
    if act.lifts and act.lifts.acted_on > act.on:
        raise Refusal("Une levée ne vient pas avant l’acte auquel elle met fin.")

    def copy_told(crisis: Crisis) -> None:
        if act.scan:
            crisis.scan = store_scan(
                act.scan, f"{aire.code}-{act.kind}-{act.on.isoformat()}", action=Action.ORGAN_SEE,
                place_kind=PlaceKind.AIRE, where=aire.where(), created_by=crisis.person, touched=True,
            )  # fmt: skip
            crisis.save()
        tell_act(crisis)

    return _written(made, copy_told)


def differ(crisis: Crisis, text: str, scope: Scope) -> CrisisDissent:
    """A divergent opinion, signed; the same words sent twice by one person are written once."""
    signed = _signed(scope, Action.ASACO_DISSENT, crisis.where())
    with transaction.atomic():
        Crisis.objects.select_for_update().get(pk=crisis.pk)
        again = crisis.dissents.filter(person=signed["person"], text=text).first()
        if again:
            return again
        made = CrisisDissent(crisis=crisis, text=text, fictitious=crisis.fictitious, **signed)
        return _written(made, tell_dissent)


def appeal(crisis: Crisis, filing: Filing, scope: Scope) -> Appeal:
    """An appeal against the act. Raises Refusal when it comes before it, when it is written already."""
    if crisis.annulled:
        raise Refusal(OVER)
    made = Appeal(
        crisis=crisis, acted_on=crisis.acted_on, filed_on=filing.on, whose=filing.whose, before=filing.before,
        grounds=filing.grounds, fictitious=crisis.fictitious,
        **_signed(scope, Action.ASACO_DISSENT, crisis.where()),
    )  # fmt: skip
    return _written(made, tell_appeal)


def settle(found: Appeal, outcome: str, on: date, words: str, scope: Scope) -> Appeal:
    """What became of an appeal, once. Raises Refusal when it is known already."""
    with transaction.atomic():
        row = Appeal.objects.select_for_update().get(pk=found.pk)
        if row.outcome or row.annulled_on:
            raise Refusal("L’issue de ce recours est déjà écrite, ou le recours a été annulé.")
        row.outcome, row.outcome_on, row.outcome_words = outcome, on, words
        row.outcome_by = Person.objects.get(pk=scope.person_id or 0)
        return _written(row, tell_outcome)


def link(crisis: Crisis, organ: Organ, scope: Scope) -> Crisis:
    """The transitional organ to which a dissolution led; once it is said, it stays."""
    _admit(scope, crisis.aire)
    with transaction.atomic():
        row = Crisis.objects.select_for_update().get(pk=crisis.pk)
        if row.annulled or row.transitional_id:
            raise Refusal("L’organe transitoire de cet acte est déjà dit, ou l’acte a été annulé.")
        row.transitional = organ
        return _written(row)


def annul(row: Crisis | Appeal, reason: str, scope: Scope) -> Crisis | Appeal:
    """Say that what was written is a mistake, and why; it stays to be read. Raises Refusal."""
    crisis = row if isinstance(row, Crisis) else row.crisis
    if isinstance(row, Crisis):
        _admit(scope, row.aire)
    elif not _same_party(row, scope, crisis.where()):
        raise Refusal("Seule la partie qui a écrit ce recours peut l’annuler.")
    with transaction.atomic():
        kept = type(row)._default_manager.select_for_update().get(pk=row.pk)
        if kept.annulled_on:
            raise Refusal(ALREADY)
        if isinstance(kept, Crisis) and kept.liftings.filter(annulled_on=None).exists():
            raise Refusal("Une levée met fin à cet acte\u00a0: annulez d’abord la levée.")
        kept.annulled_on, kept.annulled_reason = timezone.localdate(), reason
        kept.annulled_by = Person.objects.get(pk=scope.person_id or 0)
        return _written(kept)


def _admit(scope: Scope, aire: Aire) -> None:
    if why := barred(scope, aire):
        raise Refusal(why)


def _same_party(row: Appeal, scope: Scope, where: Where) -> bool:
    """Does whoever asks hold the function, at the place, of whoever wrote it?"""
    holding = actor_of(scope, Action.ASACO_DISSENT, where).holding
    return holding is not None and (holding.role, holding.place_name) == (row.role, row.place_name)


def _signed(scope: Scope, action: Action, where: Where) -> dict[str, Any]:
    """Who writes, under which function, as it is today."""
    holding = actor_of(scope, action, where).holding
    if holding is None:
        raise Refusal("Votre fonction ne permet pas cet acte ici.")
    return {
        "person": Person.objects.get(pk=scope.person_id or 0),
        "mandate_id": holding.mandate_id,
        "role": holding.role,
        "place_name": holding.place_name or "Mali",
    }


def _written(row: M, after: Callable[[M], object] | None = None) -> M:
    """Checked, saved, then ``after``, in one transaction. Raises Refusal with the sentence of the rule."""
    try:
        with transaction.atomic():
            row.full_clean()
            row.save()
            if after:
                after(row)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error
    except IntegrityError as error:  # two who write the same act at once
        raise Refusal(ALREADY) from error
    return row
