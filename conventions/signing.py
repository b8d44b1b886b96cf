"""Who may sign for a party: functions of both sides are said, nobody signs for two without a substitute."""

from datetime import date

from django.utils import timezone

from conventions.enums import CamParty
from conventions.models import Cam, Substitute
from core.access import Role
from core.workflow import Actor
from mandates.models import Mandate

OTHER = {CamParty.COMMUNE: CamParty.ASACO, CamParty.ASACO: CamParty.COMMUNE}
NAMES = {CamParty.COMMUNE: "la commune", CamParty.ASACO: "l’ASACO", CamParty.STATE: "le CSRéf"}
# The mandates that speak for a signatory.
ROLES = {
    CamParty.COMMUNE: (Role.MAIRE, Role.CONSEILLER, Role.SECRETAIRE_GENERAL),
    CamParty.ASACO: (Role.PRESIDENT, Role.SECRETAIRE, Role.TRESORIER),
}
_HEAD = {CamParty.COMMUNE: Role.MAIRE, CamParty.ASACO: Role.PRESIDENT}


def substitute_of(cam: Cam, party: CamParty) -> Substitute | None:
    """Who was designated to sign for this party (one query)."""
    return cam.substitutes.filter(party=party).select_related("person", "replaced", "mandate").first()


def held_across(cam: Cam, party: CamParty, person_id: int, day: date | None = None) -> list[Mandate]:
    """The mandates that this person holds in the other party that day (one query)."""
    other = OTHER[party]
    place = {"commune": cam.commune_id} if other == CamParty.COMMUNE else {"aire": cam.aire_id}
    found = Mandate.objects.filter(person=person_id, role__in=ROLES[other], **place)
    on = day or timezone.localdate()
    return [one for one in found.with_places() if one.held_on(on)]


def may_sign(cam: Cam, party: CamParty, actor: Actor) -> str | None:
    """Why this person cannot sign for ``party``, or None (two queries at most)."""
    if getattr(cam, f"{party}_signer_id"):
        return f"{NAMES[party].capitalize()} a déjà signé."
    if actor.person_id is None:
        return "Une signature est celle d’une personne."
    other = OTHER[party]
    if getattr(cam, f"{other}_signer_id") == actor.person_id:
        return (
            f"{actor.name} a signé pour {NAMES[other]}\u00a0: désignez un remplaçant, "
            f"qui signe pour {NAMES[party]}."
        )
    named = substitute_of(cam, party)
    if named is not None:
        if named.person_id == actor.person_id:
            return None
        return f"{named.person} est désigné pour signer à la place de {named.replaced}."
    heads = [one for one in held_across(cam, party, actor.person_id) if one.role == _HEAD[other]]
    if heads:
        function = heads[0].get_role_display()
        return (
            f"{actor.name} tient aussi la fonction «\u00a0{function}\u00a0» de l’autre partie\u00a0: "
            f"désignez un remplaçant, qui signe pour {NAMES[party]}."
        )
    return None
