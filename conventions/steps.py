"""The circuit of one convention as its page draws it: each act with its name, its day; where it stands."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from conventions.awaiting import Wait, awaits
from conventions.enums import ONCE_IN_FORCE, CamState, Opinion
from conventions.models import Cam
from core import formats
from core.access import Scope
from core.models import ActLog
from core.steps import Step
from mandates.acted import day_of, who_words

# The acts in their order, each with its name, what it is called once done, who does it.
CHAIN = {
    "deposer": ("Projet", "Projet déposé", "mairie, ASACO"),
    "avis": ("Avis du CSRéf", "Avis du CSRéf", "médecin chef"),
    "deliberer": ("Délibération", "Délibérée", "conseil communal"),
    "signer_commune": ("Signature du maire", "Signée pour la commune", "maire"),
    "signer_asaco": ("Signature de l’ASACO", "Signée pour l’ASACO", "président de l’ASACO"),
    "viser": ("Visa", "Visée", "préfet"),
    "vigueur": ("Entrée en vigueur", "En vigueur", "mairie, ASACO"),
}
RETURNS = ("renvoyer_csref", "rejeter", "refuser_visa", "reprendre")


def steps(
    cam: Cam, logs: Sequence[ActLog], wait: Wait | None, scope: Scope, behind: Mapping[int, str]
) -> list[Step]:
    """The seven acts. ``logs``: the acts in their order; ``behind``: who delegated them."""
    mine, since = awaits(cam, wait, scope), wait.since_words if wait else ""
    turns = dict(zip(wait.acts, wait.actions, strict=True)) if wait else {}
    found, done = [], _done_acts(cam)
    for act, (name, passed, who) in CHAIN.items():
        if act in done:
            found.append(_done(act, passed, who, logs, behind))
        elif wait and act in wait.acts:
            back = act == "deposer" and bool(last_return(logs))
            state, words = ("back", "Renvoyé, à corriger") if back else ("here", name)
            found.append(
                Step(
                    state, words, who, f"en attente {since}", you=mine and scope.may(turns[act], cam.where())
                )
            )
        else:
            found.append(Step("todo", name, who, ""))
    return [*found, *_end(cam)]


def last_return(logs: Sequence[ActLog]) -> ActLog | None:
    """The last act that sent it back to be written again."""
    return next((log for log in reversed(logs) if log.act in RETURNS), None)


def _done_acts(cam: Cam) -> set[str]:
    """The acts of the chain that stand now, whatever was undone before."""
    state = CamState(cam.state)
    if state in ONCE_IN_FORCE:
        return set(CHAIN)
    stands = {
        "deposer": state not in (CamState.DRAFT, CamState.WITHDRAWN),
        "avis": cam.advised_on,
        "deliberer": cam.deliberated_on,
        "signer_commune": cam.commune_signer_id,
        "signer_asaco": cam.asaco_signer_id,
        "viser": cam.vised_on,
    }
    return {act for act, there in stands.items() if there}


def _done(act: str, passed: str, who: str, logs: Sequence[ActLog], behind: Mapping[int, str]) -> Step:
    log = next((log for log in reversed(logs) if log.act == act), None)
    if log is None:
        return Step("done", passed, who, "")
    if act == "avis":
        passed = f"Avis {Opinion(log.details['kind']).label}"
    return Step("done", passed, who_words(log, behind), day_of(log))


def _end(cam: Cam) -> list[Step]:
    """What became of it after."""
    today = timezone.localdate()
    if cam.state == CamState.NOTICE and cam.ends_on:
        return [
            Step("back", "Dénoncée", cam.get_denounced_by_display(), f"finit le {formats.day(cam.ends_on)}")
        ]
    if cam.state == CamState.REPLACED and cam.ends_on:
        return [Step("done", "Remplacée", "", f"a fini le {formats.day(cam.ends_on)}")]
    if cam.over(today) and cam.ends_on:
        return [Step("here", "Échue", "", f"depuis le {formats.day(cam.ends_on)}")]
    if cam.state == CamState.WITHDRAWN:
        return [Step("done", "Retirée", "", "")]
    return []
