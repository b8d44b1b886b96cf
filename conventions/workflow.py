"""When a convention moves: its table of acts, with their guards, what they write."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import Person
from conventions.effects import KIND, open_years, replace_standing, reserves_written
from conventions.enums import (
    REVIEWED,
    SIGNATORIES,
    STANDING,
    CamKind,
    CamParty,
    CamState,
    Opinion,
)
from conventions.models import Cam
from conventions.news import announce
from conventions.signing import OTHER, across, already, may_sign, signer_of
from conventions.terms import after
from core.access import Action
from core.workflow import Actor, Circuit, Move, Refusal
from mandates.policy import actor_of

DRAFT, SUBMITTED, ADVISED, DELIBERATED, SIGNED, VISED, IN_FORCE, NOTICE, REPLACED, WITHDRAWN = CamState.values
Details = Mapping[str, Any]
Fields = dict[str, Any]


def changed_by(cam: Cam) -> Cam | None:
    """The convention that an avenant changes; None of any other."""
    return cam.follows if cam.kind == CamKind.AMENDMENT else None


def day_of(said: Details) -> date:
    """The day of an act: of its paper when it was taken on paper, today otherwise."""
    paper = said.get("paper")
    return date.fromisoformat(paper["on"]) if paper else timezone.localdate()


# ---- Guards ----
def _may_submit(cam: Cam, _actor: Actor) -> str | None:
    promising = set(cam.commitments.values_list("party", flat=True))
    if not promising.issuperset(SIGNATORIES):
        return "La commune et l’ASACO s’engagent chacune\u00a0: écrivez au moins une ligne de chaque partie."
    return None


def _may_begin(cam: Cam, _actor: Actor) -> str | None:
    if cam.effect_on() > timezone.localdate():
        return "La date d’effet n’est pas venue\u00a0: la convention entre en vigueur ce jour-là."
    changed = changed_by(cam)
    if changed is not None and changed.state != IN_FORCE:
        return (
            "La convention que cet avenant change est dénoncée, ou n’est plus en vigueur\u00a0: "
            "que la partie la maintienne d’abord, ou renouvelez-la."
        )
    return None


def _may_denounce(cam: Cam, _actor: Actor) -> str | None:
    if cam.over(timezone.localdate()):
        return "La convention est échue\u00a0: il n’y a plus rien à dénoncer."
    return None


def _same_party(party: CamParty) -> Callable[[Cam, Actor], str | None]:
    """Only who denounced takes it back."""

    def guard(cam: Cam, _actor: Actor) -> str | None:
        if cam.denounced_by != party:
            return "La partie qui a dénoncé la convention la maintient, et nulle autre."
        return _may_denounce(cam, _actor)

    return guard


def _signs(party: CamParty) -> Callable[[Cam, Actor], str | None]:
    """Whether this person may is judged by the day of the signature: see ``_signed``."""
    return lambda cam, _actor: already(cam, party)


def _anybody(_cam: Cam, _actor: Actor) -> str | None:
    """Whoever collects the papers records them: that is no decision of theirs."""
    return None


# ---- Fields set with the state ----
def _moved(_cam: Cam, _actor: Actor, _said: Details) -> Fields:
    return {"moved_at": timezone.now()}


def _after(day: date, *earlier: date | None) -> date:
    """The day of an act, not before those it follows. Raises Refusal."""
    if any(one is not None and day < one for one in earlier):
        raise Refusal("Cet acte est daté d’avant celui qu’il suit\u00a0: relisez les dates des papiers.")
    return day


def _advised(cam: Cam, actor: Actor, said: Details) -> Fields:
    if said.get("kind") not in Opinion.values:
        raise Refusal("Dites si l’avis est favorable, avec réserves ou défavorable.")
    return _moved(cam, actor, said) | {"advised_on": day_of(said)}


def _deliberated(cam: Cam, actor: Actor, said: Details) -> Fields:
    number = str(said.get("deliberation") or "").strip()
    if not number:
        raise Refusal("Écrivez le numéro de la délibération.")
    try:
        day = date.fromisoformat(said["on"]) if said.get("on") else day_of(said)
    except (TypeError, ValueError) as error:
        raise Refusal("Écrivez la date de la délibération.") from error
    if day > timezone.localdate():
        raise Refusal("Une délibération n’est pas datée d’un jour à venir.")
    return _moved(cam, actor, said) | {
        "deliberated_on": _after(day, cam.advised_on),
        "deliberation": number[:60],
    }


def _signed(party: CamParty) -> Callable[[Cam, Actor, Details], Fields]:
    def fields(cam: Cam, actor: Actor, said: Details) -> Fields:
        day = _after(day_of(said), cam.deliberated_on)
        if why := may_sign(cam, party, actor, day):
            raise Refusal(why)
        held = across(cam, party, Person(pk=actor.person_id), day)
        if held and not str(said.get("interest") or "").strip():
            raise Refusal(
                f"{actor.name} tient aussi une fonction de l’autre partie\u00a0: déclarez-la. "
                "Elle est imprimée avec la signature."
            )
        found = {f"{party.value}_signer_id": actor.person_id, f"{party.value}_signed_on": day}
        return found | (_moved(cam, actor, said) if _other_signed(party)(cam) == SIGNED else {})

    return fields


def _other_signed(party: CamParty) -> Callable[[Cam], str]:
    """Signed by both once this one signs too; the state stays until then."""
    return lambda cam: SIGNED if signer_of(cam, OTHER[party]) else DELIBERATED


def _vised(cam: Cam, actor: Actor, said: Details) -> Fields:
    day = _after(day_of(said), cam.commune_signed_on, cam.asaco_signed_on)
    return _moved(cam, actor, said) | {"vised_on": day}


def _begun(cam: Cam, actor: Actor, said: Details) -> Fields:
    """An avenant keeps the last day of what it changes."""
    starts_on = cam.effect_on()
    former = changed_by(cam)
    ends_on = former.ends_on if former and former.ends_on else after(starts_on, cam.months)
    if ends_on < starts_on:
        raise Refusal("La convention que cet avenant change est échue\u00a0: renouvelez-la.")
    return _moved(cam, actor, said) | {"starts_on": starts_on, "ends_on": ends_on, "told_of": None}


def _back(cam: Cam, actor: Actor, said: Details) -> Fields:
    """To be written again: what was opined, voted, signed was so of another text."""
    return _moved(cam, actor, said) | {
        "advised_on": None, "deliberated_on": None, "deliberation": "", "vised_on": None,
        "commune_signer_id": None, "commune_signed_on": None,
        "asaco_signer_id": None, "asaco_signed_on": None,
    }  # fmt: skip


def _denounced(party: CamParty) -> Callable[[Cam, Actor, Details], Fields]:
    def fields(cam: Cam, actor: Actor, said: Details) -> Fields:
        day = _after(day_of(said), cam.starts_on)
        last = after(day, cam.notice_months) if cam.notice_months else day
        ends_on = min(last, cam.ends_on or last)
        return _moved(cam, actor, said) | {"denounced_by": party.value, "ends_on": ends_on, "told_of": None}

    return fields


def _kept(cam: Cam, actor: Actor, said: Details) -> Fields:
    """The term is what it was: of an avenant, that of the convention it changed."""
    root = cam
    while (former := changed_by(root)) is not None:
        root = former
    if root.starts_on is None:
        raise Refusal("La date d’effet de cette convention n’est pas connue.")
    ends_on = after(root.starts_on, root.months)
    return _moved(cam, actor, said) | {"denounced_by": "", "ends_on": ends_on, "told_of": None}


def _party_moves(party: CamParty, sign: Action, who: str) -> tuple[Move[Cam], ...]:
    """The acts that each signatory has of its own."""
    return (
        Move(
            f"signer_{party.value}", f"Signer pour {who}", sign, (DELIBERATED,), _other_signed(party),
            paper=Action.CAM_PAPER, guard=_signs(party), recorder_guard=_anybody, fields=_signed(party),
        ),
        Move(
            f"denoncer_{party.value}", f"Dénoncer la convention pour {who}", sign, (IN_FORCE,), NOTICE,
            needs_comment=True, paper=Action.CAM_PAPER, guard=_may_denounce, recorder_guard=_anybody,
            fields=_denounced(party),
        ),
        Move(
            f"maintenir_{party.value}", f"Maintenir la convention pour {who}", sign, (NOTICE,), IN_FORCE,
            needs_comment=True, guard=_same_party(party), fields=_kept,
        ),
    )  # fmt: skip


MOVES: tuple[Move[Cam], ...] = (
    Move(
        "deposer", "Déposer le projet", Action.CAM_WRITE, (DRAFT,), SUBMITTED,
        guard=_may_submit, fields=_moved,
    ),
    Move(
        "avis", "Donner l’avis du CSRéf", Action.CAM_ADVISE, (SUBMITTED,), ADVISED,
        paper=Action.CAM_PAPER, recorder_guard=_anybody, fields=_advised, effect=reserves_written,
    ),
    Move(
        "renvoyer_csref", "Renvoyer le projet", Action.CAM_ADVISE, (SUBMITTED,), DRAFT, needs_comment=True,
        fields=_back,
    ),
    Move(
        "deliberer", "Dire la délibération du conseil communal", Action.CAM_DELIBERATE, (ADVISED,),
        DELIBERATED, paper=Action.CAM_PAPER, recorder_guard=_anybody, fields=_deliberated,
    ),
    Move(
        "rejeter", "Dire que le conseil communal a refusé", Action.CAM_DELIBERATE, (ADVISED,), DRAFT,
        needs_comment=True, fields=_back,
    ),
    *_party_moves(CamParty.COMMUNE, Action.CAM_SIGN_COMMUNE, "la commune"),
    *_party_moves(CamParty.ASACO, Action.CAM_SIGN_ASACO, "l’ASACO"),
    Move(
        "viser", "Viser la convention", Action.CAM_VISA, (SIGNED,), VISED,
        paper=Action.CAM_PAPER, recorder_guard=_anybody, fields=_vised,
    ),
    Move(
        "refuser_visa", "Refuser le visa", Action.CAM_VISA, (SIGNED,), DRAFT,
        needs_comment=True, fields=_back,
    ),
    Move(
        "vigueur", "Mettre en vigueur", Action.CAM_WRITE, (VISED,), IN_FORCE,
        guard=_may_begin, fields=_begun, first=replace_standing, effect=open_years,
    ),
    Move(
        "reprendre", "Reprendre le projet pour le corriger", Action.CAM_WRITE,
        (SUBMITTED, ADVISED, DELIBERATED), DRAFT, needs_comment=True, fields=_back,
    ),
    Move(
        "retirer", "Retirer le projet", Action.CAM_WRITE, (DRAFT, SUBMITTED, ADVISED, DELIBERATED), WITHDRAWN,
        needs_comment=True, fields=_back,
    ),
    # Acts that change no state.
    Move(
        "conseiller", "Joindre un avis ou une réserve", Action.CAM_COMMENT, (*REVIEWED, *STANDING), None,
        needs_comment=True,
    ),
    Move(
        "mediation_csref", "Noter une médiation du CSRéf", Action.CAM_ADVISE, (NOTICE,), None,
        needs_comment=True,
    ),
    Move(
        "mediation_prefet", "Noter une médiation du préfet", Action.CAM_VISA, (NOTICE,), None,
        needs_comment=True,
    ),
)  # fmt: skip


CIRCUIT: Circuit[Cam] = Circuit(KIND, Cam, MOVES, actor_of, after_commit=announce)
