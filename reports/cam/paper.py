"""A convention on paper: its articles, what each party promises, its acts, the boxes to sign."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from conventions.acts import act_views
from conventions.enums import CamKind, CamParty, CamState
from conventions.models import Cam, Commitment
from conventions.reading import Line, Side, sides, when_words
from conventions.words import months_words, state_of
from conventions.workflow import CIRCUIT
from core.access import Action, Role
from core.formats import counted, day, de, moment
from core.models import ActLog
from mandates.acted import behind_of, day_of
from reports.partners import signer

TITLE = "Convention d’assistance mutuelle"
TEMPLATE = "paper/cam.html"
WATERMARKS = {
    CamState.DRAFT: "Brouillon",
    CamState.SUBMITTED: "Projet",
    CamState.ADVISED: "Projet",
    CamState.DELIBERATED: "Projet à signer",
    CamState.WITHDRAWN: "Retirée",
    CamState.REPLACED: "Remplacée",
}
PROMISES = {
    CamParty.COMMUNE: "La commune s’engage à",
    CamParty.ASACO: "L’ASACO s’engage à",
    CamParty.STATE: "Les services de l’État (CSRéf) apportent",
}


@dataclass(frozen=True, slots=True)
class Promised:
    """What one party promises, in FCFA for the lines that say an amount."""

    title: str
    lines: Sequence[Line]
    total: int


def subject_of(cam: Cam) -> str:
    """« ASACO de Samakélé et commune de Banamba »."""
    return f"ASACO {de(cam.aire.name)} et commune {de(cam.commune.name)}"


def title_of_paper(cam: Cam) -> str:
    """« Convention d’assistance mutuelle », « …, avenant »."""
    return TITLE if cam.kind == CamKind.FIRST else f"{TITLE}, {cam.get_kind_display()}"


def action_of(cam: Cam) -> Action:
    """Who opens the paper: of a draft, who writes it; once it was sent, who reads conventions."""
    return Action.CAM_WRITE if cam.state == CamState.DRAFT else Action.CAM_SEE


def context(cam: Cam, number: str, at: datetime, asked_by: str) -> dict[str, Any]:
    """Everything the paper prints. ``cam`` comes from ``located()`` (eight queries)."""
    lines, logs = list(cam.commitments.all()), list(CIRCUIT.history(cam))
    acts = act_views(cam, logs, behind_of(logs), {}, {})
    cutoff, today = moment(timezone.localtime(at)), timezone.localtime(at).date()
    state = state_of(cam, today)
    return {
        "doc_title": title_of_paper(cam),
        "place_line": subject_of(cam),
        "author": subject_of(cam),
        "stamp": f"n° {number} · {state} · établi le {cutoff}",
        "watermark": "Échue" if cam.over(today) else WATERMARKS.get(CamState(cam.state), ""),
        "fictitious": cam.fictitious or settings.DEMO,
        "state": state[:1].upper() + state[1:],
        "above": f"Région {de(cam.commune.cercle.region.name)}, cercle {de(cam.commune.cercle.name)}",
        "facts": [
            ("Numéro", number),
            ("Durée", months_words(cam.months)),
            *_term(cam),
            *([("Motif", cam.reason)] if cam.reason else []),
            ("Arrêté au", cutoff),
            ("Demandé par", asked_by),
        ],
        "cam": cam,
        "notice": counted(cam.notice_months, "mois", "mois"),
        "duration": months_words(cam.months),
        "promised": [_promised(side) for side in sides(lines)],
        "acts": [(view, day_of(view.log)) for view in acts],
        "signers": signers(cam),
        "number": number,
        "fingerprint": fingerprint(number, cam, lines, logs),
    }


def _term(cam: Cam) -> list[tuple[str, str]]:
    """Its two days, once they are known."""
    if cam.starts_on is None or cam.ends_on is None:
        return []
    return [("En vigueur", f"du {day(cam.starts_on)} au {day(cam.ends_on)}")]


def _promised(side: Side) -> Promised:
    return Promised(PROMISES[side.party], side.lines, sum(one.line.amount or 0 for one in side.lines))


def signers(cam: Cam, *, signed: bool = True) -> list[list[tuple[str, str]]]:
    """Two lines of two boxes: who signed the convention, or who holds the seat today (four queries at most).

    ``signed`` False: another paper, that everybody signs by hand.
    """
    people = {CamParty.COMMUNE: cam.commune_signer, CamParty.ASACO: cam.asaco_signer} if signed else {}
    days = {CamParty.COMMUNE: cam.commune_signed_on, CamParty.ASACO: cam.asaco_signed_on}
    seats = (
        ("Pour la commune", Role.MAIRE, {"commune": cam.commune_id}, CamParty.COMMUNE),
        ("Pour l’ASACO", Role.PRESIDENT, {"aire": cam.aire_id}, CamParty.ASACO),
        ("Avis du CSRéf", Role.MEDECIN_CHEF, {"district": cam.aire.district_id or 0}, None),
        ("Visa", Role.PREFET, {"cercle": cam.commune.cercle_id}, None),
    )
    boxes = []
    for party, role, place, side in seats:
        if side and (person := people.get(side)) and (on := days[side]):
            boxes.append((party, f"{person}, a signé le {day(on)}"))
            continue
        boxes.append((party, signer(role, **place)))
    return [boxes[:2], boxes[2:]]


def fingerprint(number: str, cam: Cam, lines: Sequence[Commitment], acts: Sequence[ActLog]) -> str:
    """A sha256 of what is printed: number, term, preamble, commitments, acts; the file has its own."""
    data = [
        number,
        [cam.preamble, cam.months, cam.notice_months, str(cam.starts_on), str(cam.ends_on)],
        [[str(one.key), one.party, one.text, one.amount, when_words(one), one.evidence] for one in lines],
        [[log.act, log.version, log.person_name, log.comment] for log in acts],
    ]
    return hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()
