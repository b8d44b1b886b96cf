"""Whom a convention waits for: which act, by which function, since when."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from conventions.enums import SIGNATORIES, CamParty, CamState
from conventions.models import Cam
from conventions.signing import signer_of
from core.access import Action, Scope
from core.formats import ago_days, de, join_and
from core.formats import day as day_words
from mandates.receivers import receivers

SIGN = {CamParty.COMMUNE: Action.CAM_SIGN_COMMUNE, CamParty.ASACO: Action.CAM_SIGN_ASACO}


@dataclass(frozen=True, slots=True)
class Wait:
    """``acts``: any of them may come now; ``deed``: « l’avis du médecin chef de Banamba »; ``who``."""

    acts: tuple[str, ...]
    actions: tuple[Action, ...]
    deed: str
    who: str
    since: date

    @property
    def days(self) -> int:
        return max((timezone.localdate() - self.since).days, 0)

    @property
    def since_words(self) -> str:
        """« depuis 9 jours », « depuis aujourd’hui »."""
        return ago_days(self.days) if self.days else "depuis aujourd’hui"


def wait_of(cam: Cam) -> Wait | None:
    """What comes next; None once it stands, is replaced, withdrawn. No query on one from ``located()``."""
    found = _next(cam)
    if found is None:
        return None
    acts, actions, deed, who = found
    return Wait(acts, actions, deed, who, timezone.localtime(cam.moved_at).date())


Found = tuple[tuple[str, ...], tuple[Action, ...], str, str]


def _next(cam: Cam) -> Found | None:
    commune, aire = de(cam.commune.name), de(cam.aire.name)
    writers = f"mairie {commune}, président de l’ASACO {aire}"
    match CamState(cam.state):
        case CamState.DRAFT:
            return ("deposer",), (Action.CAM_WRITE,), "le dépôt du projet", writers
        case CamState.SUBMITTED:
            who = f"médecin chef du district {de(cam.aire.district.name)}"
            return ("avis",), (Action.CAM_ADVISE,), f"l’avis du {who}", who
        case CamState.ADVISED:
            deed = f"la délibération du conseil communal {commune}"
            return ("deliberer",), (Action.CAM_DELIBERATE,), deed, f"mairie {commune}"
        case CamState.DELIBERATED:
            return _signatures(cam)
        case CamState.SIGNED:
            who = f"préfet du cercle {de(cam.commune.cercle.name)}"
            return ("viser",), (Action.CAM_VISA,), f"le visa du {who}", who
        case CamState.VISED:
            return ("vigueur",), (Action.CAM_WRITE,), _effect(cam), writers
    return None


def _signatures(cam: Cam) -> Found:
    who = {
        CamParty.COMMUNE: f"maire {de(cam.commune.name)}",
        CamParty.ASACO: f"président de l’ASACO {de(cam.aire.name)}",
    }
    left = [party for party in SIGNATORIES if signer_of(cam, party) is None]
    deed = join_and([f"la signature du {who[party]}" for party in left])
    acts = tuple(f"signer_{party.value}" for party in left)
    return acts, tuple(SIGN[party] for party in left), deed, join_and([who[party] for party in left])


def _effect(cam: Cam) -> str:
    """« l’entrée en vigueur, à partir du 1er janvier 2027 »."""
    on = cam.effect_on()
    return "l’entrée en vigueur" + (f", le {day_words(on)}" if on > timezone.localdate() else "")


def names_of(cam: Cam, wait: Wait, scope: Scope) -> str:
    """« Fanta Keïta », for whoever may read who holds which mandate there; else "" (one query an action)."""
    if not scope.may(Action.MANDATE_SEE, cam.where()):
        return ""
    people = [receivers(action, cam.where()) for action in wait.actions]
    return join_and(list(dict.fromkeys(str(one) for found in people for one in found)))


def awaits(cam: Cam, wait: Wait | None, scope: Scope) -> bool:
    """Is it this reader's turn?"""
    if wait is None or (cam.state == CamState.VISED and cam.effect_on() > timezone.localdate()):
        return False
    return any(scope.may(action, cam.where()) for action in wait.actions)


def next_words(cam: Cam, scope: Scope) -> str:
    """« Ensuite : l’avis du médecin chef du district de Banamba (Seydou Cissé). »."""
    wait = wait_of(cam)
    if wait is None:
        return "Aucun acte n’est attendu."
    names = names_of(cam, wait, scope)
    return f"Ensuite\u00a0: {wait.deed}" + (f" ({names})." if names else ".")
