"""The acts that the page of a convention offers to its reader."""

from dataclasses import dataclass

from conventions.acts import why_not
from conventions.beginning import why_not_follow
from conventions.enums import ONCE_IN_FORCE, SIGNATORIES, CamKind
from conventions.models import Cam
from conventions.paper import recordable
from conventions.substituting import may_record, shut
from conventions.views.frame import address
from conventions.workflow import CIRCUIT
from conventions.yearly import current_year
from core.access import Action, Scope

GRAVE = ("renvoyer", "rejeter", "refuser", "retirer", "denoncer")


@dataclass(frozen=True, slots=True)
class Button:
    """One act offered; ``why``: the sentence that would refuse it now; ``stamp``: it is not the way on."""

    label: str
    url: str
    why: str
    grave: bool
    stamp: bool


def is_grave(act: str) -> bool:
    """Does it send back, refuse, withdraw, denounce?"""
    return act.startswith(GRAVE)


def buttons(cam: Cam, scope: Scope) -> list[Button]:
    """The acts of this reader in the present state."""
    return [
        Button(
            move.label,
            address(f"cam_{move.act}", cam),
            why_not(cam, move, scope),
            is_grave(move.act),
            stamp=move.to is None or move.act == "reprendre",
        )
        for move in CIRCUIT.open_to(cam, scope)
    ]


def paper_links(cam: Cam, scope: Scope) -> list[tuple[str, str]]:
    """(words, address) of the acts this reader may now record from paper."""
    return [(CIRCUIT.by_act[act].label, address("cam_paper", cam, act)) for act in recordable(cam, scope)]


def doors(cam: Cam, scope: Scope) -> list[tuple[str, str]]:
    """(words, address): its latest year; who stands in, what follows it, for whoever may write that."""
    found = []
    if cam.state in ONCE_IN_FORCE and (year := current_year(cam)):
        found.append(("Ce qui est tenu, année par année", address("cam_year", cam, year)))
    if may_record(cam, scope):
        found += [
            (
                f"Désigner un remplaçant pour signer, {party.label}",
                address("cam_substitute", cam, party.value),
            )
            for party in SIGNATORIES
            if not shut(cam, party)
        ]
    if scope.may(Action.CAM_WRITE, cam.where()) and not why_not_follow(cam, CamKind.RENEWAL):
        found.append(("Écrire un avenant, un renouvellement", address("cam_follow", cam)))
    return [*found, ("Sur papier", address("cam_document", cam))]
