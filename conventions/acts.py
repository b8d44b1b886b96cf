"""Acts on a convention, each done once, numbered, told in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from conventions.enums import NAMES, SIGNATORIES, CamParty, CamState, Opinion
from conventions.joined import Piece, join
from conventions.models import Cam, CamPaper
from conventions.signing import may_sign
from conventions.workflow import CIRCUIT
from core import formats
from core.access import Scope
from core.models import ActLog
from core.workflow import Move
from files.scans import Scan
from mandates.acted import number_of, paper_words, who_words
from mandates.policy import actor_of

DESIGNATED = "designer"  # a substitute is recorded: no act of the circuit
DONE = {
    "deposer": "Projet déposé",
    "avis": "Avis du CSRéf donné",
    "renvoyer_csref": "Projet renvoyé par le CSRéf",
    "deliberer": "Délibération du conseil communal",
    "rejeter": "Projet refusé par le conseil communal",
    "signer_commune": "Signée pour la commune",
    "signer_asaco": "Signée pour l’ASACO",
    "viser": "Convention visée",
    "refuser_visa": "Visa refusé",
    "vigueur": "Convention en vigueur",
    "reprendre": "Projet repris pour le corriger",
    "retirer": "Projet retiré",
    "denoncer_commune": "Dénoncée pour la commune",
    "denoncer_asaco": "Dénoncée pour l’ASACO",
    "maintenir_commune": "Maintenue pour la commune",
    "maintenir_asaco": "Maintenue pour l’ASACO",
    "conseiller": "Avis joint",
    "mediation_csref": "Médiation du CSRéf notée",
    "mediation_prefet": "Médiation du préfet notée",
    DESIGNATED: "Remplaçant désigné",
    "revue": "Revue annuelle close",
    "remplacer": "Remplacée par une édition suivante",  # by its entry in force: nobody's own act
}
SIGNS: Mapping[str, CamParty] = {f"signer_{party.value}": party for party in SIGNATORIES}


@dataclass(frozen=True, slots=True)
class ActView:
    """One act of the log, ready to read: who, what was said beside, the file it carries, its paper."""

    log: ActLog
    number: str
    words: str
    who: str
    notes: tuple[str, ...]
    url: str
    state: str
    joined: Piece | None = None
    scan: tuple[CamPaper, bool] | None = None


def do(
    cam: Cam,
    act: str,
    scope: Scope,
    *,
    version: int,
    words: str = "",
    details: Mapping[str, Any] | None = None,
    joined: Scan | None = None,
) -> ActLog:
    """Do ``act`` on the convention as it was at ``version``, with its file, or nothing.

    Raises Refusal, Stale.
    """
    with transaction.atomic():
        log, again = CIRCUIT.once(
            cam, act, scope, version=version, comment=words, details=dict(details or {})
        )
        if joined and not again:
            join(cam, log, joined, scope)
    return log


def why_not(cam: Cam, move: Move[Cam], scope: Scope, *, on_paper: bool = False) -> str:
    """The sentence that would refuse this act now, or ""; on paper, the signatory is judged once named."""
    if cam.state not in move.sources:
        state = CamState(cam.state).label
        return f"La convention est dans l’état «\u00a0{state}\u00a0»\u00a0: cet acte n’y est pas possible."
    actor = actor_of(scope, move.action, cam.where())
    why = move.guard(cam, actor) if move.guard else None
    if why or on_paper:
        return why or ""
    party = SIGNS.get(move.act)
    return (may_sign(cam, party, actor, timezone.localdate()) or "") if party else ""


def act_views(
    cam: Cam,
    logs: Iterable[ActLog],
    behind: Mapping[int, str],
    joined: Mapping[int, Piece],
    scans: Mapping[int, tuple[CamPaper, bool]],
) -> list[ActView]:
    """The acts in words, as ordered. ``behind``: who delegated; ``joined``, ``scans``: by act."""
    return [
        ActView(
            log,
            number_of(log),
            DONE[log.act],
            who_words(log, behind),
            tuple(_notes(log)),
            reverse("cam_act_show", args=[cam.aire.code, cam.commune.code, cam.edition, log.pk]),
            str(CamState(log.to_state).label),
            joined.get(log.pk),
            scans.get(log.pk),
        )
        for log in logs
    ]


def _notes(log: ActLog) -> Iterable[str]:
    said = log.details
    if log.act == DESIGNATED:
        yield (
            f"{said['person']} signe pour {NAMES[CamParty(said['party'])]} à la place de {said['replaced']}, "
            f"par {said['decision']} du {_day(said['decided_on'])}\u00a0: {said['why']}."
        )
    if by := said.get("by"):
        yield f"Remplacée par {by}."
    if log.act == "avis":
        yield f"Avis\u00a0: {Opinion(said['kind']).label}."
    if number := said.get("deliberation"):
        yield f"Délibération n° {number}" + (f", du {_day(said['on'])}." if said.get("on") else ".")
    if interest := said.get("interest"):
        yield f"Intérêt déclaré\u00a0: {interest}"
    if paper := said.get("paper"):
        yield paper_words(paper)


def _day(iso: str) -> str:
    return formats.day(date.fromisoformat(iso))
