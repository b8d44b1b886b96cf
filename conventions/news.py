"""Who is told what when a convention moves: one notice per act and person, after the commit."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from conventions.awaiting import wait_of
from conventions.enums import CamState, Opinion
from conventions.models import Cam
from conventions.words import title_of
from core.access import Action
from core.models import ActLog
from mandates.receivers import receivers
from notices.send import tell

# The two parties hear of every act; of a denunciation, of what follows it, those who mediate too.
PARTIES = (Action.CAM_WRITE,)
MEDIATORS = (Action.CAM_ADVISE, Action.CAM_VISA)
TOLD: Mapping[str, str] = MappingProxyType(
    {
        "deposer": "projet déposé par {name}",
        "avis": "avis {opinion} du CSRéf, donné par {name}",
        "renvoyer_csref": "projet renvoyé par {name}. Motif\u00a0: {words}",
        "deliberer": "délibération du conseil communal dite par {name}",
        "rejeter": "refusée par le conseil communal, dit {name}. Motif\u00a0: {words}",
        "signer_commune": "signée pour la commune par {name}",
        "signer_asaco": "signée pour l’ASACO par {name}",
        "viser": "visée par {name}",
        "refuser_visa": "visa refusé par {name}. Motif\u00a0: {words}",
        "vigueur": "en vigueur, dit {name}",
        "reprendre": "projet repris par {name}. Motif\u00a0: {words}",
        "retirer": "projet retiré par {name}. Motif\u00a0: {words}",
        "denoncer_commune": "dénoncée pour la commune par {name}. Motif\u00a0: {words}",
        "denoncer_asaco": "dénoncée pour l’ASACO par {name}. Motif\u00a0: {words}",
        "maintenir_commune": "maintenue pour la commune par {name}. Motif\u00a0: {words}",
        "maintenir_asaco": "maintenue pour l’ASACO par {name}. Motif\u00a0: {words}",
        "conseiller": "avis joint par {name}",
        "mediation_csref": "médiation du CSRéf notée par {name}",
        "mediation_prefet": "médiation du préfet notée par {name}",
    }
)


def announce(cam: Cam, log: ActLog) -> None:
    """Tell the parties, and those who act next."""
    name = f"{log.person_name} (sur papier)" if "paper" in log.details else log.person_name
    opinion = Opinion(log.details["kind"]).label if log.act == "avis" else ""
    said = TOLD[log.act].format(name=name, words=log.comment, opinion=opinion)
    _send(cam, log, (*PARTIES, *_others(cam, log)), f"{title_of(cam)}\u00a0: {said}.")


def _others(cam: Cam, log: ActLog) -> Iterable[Action]:
    """Who hears of it besides the parties."""
    if CamState.NOTICE in (log.from_state, log.to_state) or log.to_state == CamState.IN_FORCE:
        return MEDIATORS
    wait = wait_of(cam) if log.from_state != log.to_state else None
    return wait.actions if wait else ()


def _send(cam: Cam, log: ActLog, actions: Iterable[Action], text: str) -> None:
    where = cam.where()
    people = {person.pk for action in set(actions) for person in receivers(action, where)}
    author = log.details["paper"]["recorded_by_id"] if "paper" in log.details else log.person_id
    fact = f"{log.kind}:{log.object_id}:{log.act}:{log.version}"
    tell(people - {author or 0}, fact, text, cam.get_absolute_url())
