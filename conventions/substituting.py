"""Who signs in another’s stead is recorded before the signature, with the decision that says so."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from conventions.acts import DESIGNATED
from conventions.effects import KIND
from conventions.enums import SIGNATORIES, UNDERWAY, CamParty
from conventions.lines import risen
from conventions.models import Cam, Substitute
from conventions.signing import HEAD, OTHER, ROLES, already, heads, home_of, signer_of
from core.access import Action, Scope
from core.workflow import Refusal, Stale, written
from mandates.models import Mandate
from mandates.policy import actor_of

RECORDERS = (Action.CAM_WRITE, Action.CAM_PAPER)


def may_record(cam: Cam, scope: Scope) -> bool:
    """May this reader record a substitute?"""
    where = cam.where()
    return any(scope.may(action, where) for action in RECORDERS)


def shut(cam: Cam, party: CamParty) -> str:
    """Why nobody is designated for this party any more, or ""."""
    if cam.state not in UNDERWAY:
        return "La convention n’attend plus de signature."
    return already(cam, party) or ""


def replaceable(cam: Cam, party: CamParty) -> list[Mandate]:
    """Who signs for the party by function, and may be replaced (one query)."""
    return _held(cam, (HEAD[party],))


def eligible(cam: Cam, party: CamParty) -> list[Mandate]:
    """Who may stand in: the functions of the party, without who signed for the other one (one query)."""
    signed = signer_of(cam, OTHER[party])
    return [one for one in _held(cam, ROLES[party]) if one.person_id != signed]


def _held(cam: Cam, roles: tuple[str, ...]) -> list[Mandate]:
    party = next(one for one in SIGNATORIES if roles[0] in ROLES[one])
    found = Mandate.objects.in_force().filter(role__in=roles, delegated_from=None, **home_of(cam, party))
    return list(found.with_places().order_by("person__last_name", "person__first_name", "pk"))


@dataclass(frozen=True, slots=True)
class Named:
    """Who stands in (``mandate``) for whom, by which decision of which day, why."""

    replaced: Mandate
    mandate: Mandate
    decision: str
    decided_on: date
    why: str


@transaction.atomic
def designate(cam: Cam, party: CamParty, scope: Scope, named: Named, *, version: int) -> Substitute:
    """Record the substitute of a party, instead of the one named before. Raises Refusal, Stale."""
    if not may_record(cam, scope):
        raise Refusal("Cet acte n’est pas de votre ressort.")
    held = Cam.objects.select_for_update(of=("self",)).get(pk=cam.pk)
    if held.version != version:
        raise Stale("La convention a changé depuis que vous l’avez ouverte. Relisez-la avant d’agir.")
    if said := shut(held, party) or _refused(held, party, named):
        raise Refusal(said)
    if not named.decision.strip() or not named.why.strip():
        raise Refusal("Écrivez la décision qui désigne le remplaçant, et pourquoi.")
    fields: dict[str, Any] = {
        "replaced": named.replaced.person, "mandate": named.mandate, "person": named.mandate.person,
        "decision": named.decision.strip(), "decided_on": named.decided_on, "why": named.why.strip(),
        "recorded_by_id": scope.person_id, "recorded_at": timezone.now(),
    }  # fmt: skip
    made, _ = Substitute.objects.update_or_create(cam=held, party=party.value, defaults=fields)
    risen(held, cam)
    _log(held, scope, made)
    return made


def _refused(cam: Cam, party: CamParty, named: Named) -> str:
    other, person = OTHER[party], named.mandate.person
    if named.decided_on > timezone.localdate():
        return "Une décision n’est pas datée d’un jour à venir."
    if person.pk == named.replaced.person_id:
        return "Le remplaçant est une autre personne."
    if signer_of(cam, other) == person.pk:
        return f"{person} a signé pour l’autre partie."
    if heads(cam, other, person.pk, timezone.localdate()):
        return f"{person} tient la première fonction de l’autre partie\u00a0: désignez une autre personne."
    return ""


def _log(cam: Cam, scope: Scope, made: Substitute) -> None:
    action = next(one for one in RECORDERS if scope.may(one, cam.where()))
    actor = actor_of(scope, action, cam.where())
    said = {
        "party": made.party, "person": str(made.person), "replaced": str(made.replaced),
        "decision": made.decision, "decided_on": made.decided_on.isoformat(), "why": made.why,
    }  # fmt: skip
    written(KIND, cam, DESIGNATED, actor, before=cam.state, after=cam.state, details=said)
