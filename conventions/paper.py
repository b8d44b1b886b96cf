"""An act on a convention taken on paper, recorded with its scan: who may have signed, what is kept."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from conventions.acts import SIGNS
from conventions.joined import kept
from conventions.models import Cam, CamPaper
from conventions.signing import substitute_of
from conventions.workflow import CIRCUIT
from core.access import Scope
from core.models import ActLog
from core.workflow import OnPaper, Refusal
from files.scans import Scan
from mandates.models import Mandate
from mandates.receivers import held_between, signing

OLDEST = timedelta(days=3660)  # conventions signed before this site knew them are recorded from their papers


def recordable(cam: Cam, scope: Scope) -> list[str]:
    """The acts this reader may now record from paper (no query); a party that signed signs no more."""
    where = cam.where()
    return [
        move.act
        for move in CIRCUIT.moves
        if move.paper
        and cam.state in move.sources
        and scope.may(move.paper, where)
        and not (move.act in SIGNS and getattr(cam, f"{SIGNS[move.act].value}_signer_id"))
    ]


def signatories(cam: Cam, act: str) -> list[Mandate]:
    """Whoever held the function of the act these last years; the substitute alone, where one is named."""
    if act in SIGNS and (named := substitute_of(cam, SIGNS[act])):
        found = Mandate.objects.with_places().select_related("delegated_from__person")
        return list(found.filter(pk=named.mandate_id))
    today = timezone.localdate()
    return held_between(CIRCUIT.by_act[act].action, cam.where(), today - OLDEST, today)


def wrong_day(on: date) -> str:
    """Why the paper cannot bear this date, or ""."""
    if on > timezone.localdate():
        return "Un acte pris sur papier n’est pas daté d’un jour à venir."
    if timezone.localdate() - on > OLDEST:
        return "Ce papier a plus de dix ans\u00a0: il parle d’une autre convention."
    return ""


def wrong_signatory(mandate: Mandate, on: date) -> str:
    """Why this person cannot have done it that day, or ""."""
    return "" if mandate.held_on(on) else f"{mandate.person} ne tenait pas cette fonction ce jour-là."


@dataclass(frozen=True, slots=True)
class Paper:
    """What the paper says of itself: under which mandate it was signed, on what day, its copy."""

    mandate: Mandate
    on: date
    scan: Scan


@transaction.atomic
def record(
    cam: Cam,
    act: str,
    scope: Scope,
    paper: Paper,
    *,
    version: int,
    words: str = "",
    details: dict[str, object] | None = None,
) -> ActLog:
    """Record ``act`` as it was taken on paper: the act, its scan, who recorded it, or nothing.

    Asked twice, it is recorded once. Raises Refusal, Stale.
    """
    if why := wrong_day(paper.on) or wrong_signatory(paper.mandate, paper.on):
        raise Refusal(why)
    recorder = Person.objects.get(pk=scope.person_id or 0)
    signed = OnPaper(signing(paper.mandate), paper.on)
    log, again = CIRCUIT.once(cam, act, scope, version=version, comment=words, details=details, paper=signed)
    if not again:
        CamPaper.objects.create(
            cam=cam,
            log=log,
            signatory=paper.mandate.person,
            recorded_by=recorder,
            acted_on=paper.on,
            scan=kept(cam, paper.scan, f"{act}-{paper.on.isoformat()}", recorder),
        )
    return log
