"""Who may sign for a party: functions of both sides are said, nobody signs for two without a substitute."""

from datetime import date

from accounts.models import Person
from conventions.enums import NAMES, CamParty
from conventions.models import Cam, Substitute
from core.access import Role
from core.workflow import Actor
from mandates.cumul.functions import Function, held_by
from mandates.models import Mandate

OTHER = {CamParty.COMMUNE: CamParty.ASACO, CamParty.ASACO: CamParty.COMMUNE}
# The mandates that speak for a signatory: who may be designated to sign for it.
ROLES = {
    CamParty.COMMUNE: (Role.MAIRE, Role.CONSEILLER, Role.SECRETAIRE_GENERAL),
    CamParty.ASACO: (Role.PRESIDENT, Role.SECRETAIRE, Role.TRESORIER),
}
HEAD = {CamParty.COMMUNE: Role.MAIRE, CamParty.ASACO: Role.PRESIDENT}


def signer_of(cam: Cam, party: CamParty) -> int | None:
    """The person who signed for this party, by number; None: nobody yet."""
    found: int | None = getattr(cam, f"{party.value}_signer_id")
    return found


def home_of(cam: Cam, party: CamParty) -> dict[str, int]:
    """Where the mandates of this party are held, as a filter."""
    return {"commune": cam.commune_id} if party == CamParty.COMMUNE else {"aire": cam.aire_id}


def substitute_of(cam: Cam, party: CamParty) -> Substitute | None:
    """Who was designated to sign for this party (one query)."""
    return cam.substitutes.filter(party=party).select_related("person", "replaced", "mandate").first()


def functions_of(cam: Cam, person: Person, day: date) -> dict[CamParty, list[Function]]:
    """What this person holds on each side of the convention that day, by mandate or by seat. Two queries."""
    held = held_by([person], day)[0].functions
    homes = {CamParty.COMMUNE: cam.commune_id, CamParty.ASACO: cam.aire_id}
    return {
        party: [one for one in held if one.party and (one.party.value, one.home) == (party.value, home)]
        for party, home in homes.items()
    }


def across(cam: Cam, party: CamParty, person: Person, day: date) -> list[Function]:
    """What who signs for ``party`` holds in the other one that day: to be declared. Two queries."""
    return functions_of(cam, person, day)[OTHER[party]]


def heads(cam: Cam, party: CamParty, person_id: int, day: date) -> Mandate | None:
    """The mandate by which this person is the head of ``party`` that day, a delegated one too (one query)."""
    found = Mandate.objects.filter(person=person_id, role=HEAD[party], **home_of(cam, party))
    return next((one for one in found.select_related("delegated_from") if one.held_on(day)), None)


def may_sign(cam: Cam, party: CamParty, actor: Actor, day: date) -> str | None:
    """Why this person cannot sign for ``party`` on this day, or None (three queries at most).

    The head of the other party signs for this one once somebody else is designated to sign for the other.
    """
    other = OTHER[party]
    if why := already(cam, party):
        return why
    if actor.person_id is None:
        return "Une signature est celle d’une personne."
    if signer_of(cam, other) == actor.person_id:
        return (
            f"{actor.name} a signé pour {NAMES[other]}\u00a0: désignez un remplaçant, "
            f"qui signe pour {NAMES[party]}."
        )
    named = substitute_of(cam, party)
    if named is not None and named.person_id != actor.person_id:
        return f"{named.person} est désigné pour signer à la place de {named.replaced}."
    held = heads(cam, other, actor.person_id, day)
    if held is None:
        return None
    stand_in = substitute_of(cam, other)
    if stand_in is not None and stand_in.person_id != actor.person_id:
        return None
    return (
        f"{actor.name} tient aussi la fonction «\u00a0{held.get_role_display()}\u00a0» "
        "de l’autre partie\u00a0: désignez un remplaçant pour l’une des deux signatures."
    )


def already(cam: Cam, party: CamParty) -> str | None:
    """Each party signs once."""
    name = NAMES[party]
    return f"{name[0].upper()}{name[1:]} a déjà signé." if signer_of(cam, party) else None
