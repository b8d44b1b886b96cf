"""What each action is called in French, how a reach reads, when a mandate runs."""

from collections.abc import Mapping
from types import MappingProxyType

from core.access import Action, Reach
from core.formats import day, de
from mandates.models import Mandate

# Each completes « Vous pouvez… ».
WORDS: Mapping[Action, str] = MappingProxyType(
    {
        Action.SELF: "tenir votre compte, lire vos avis, suivre vos travaux",
        Action.TERRITORY_SEE: "lire les lieux : régions, cercles, districts, communes, aires, villages",
        Action.CATALOGUE_SEE: "lire le catalogue des données, des indicateurs et des cibles",
        Action.ASACO_SEE: "lire la fiche de l’ASACO",
        Action.ASACO_EDIT: "tenir à jour la fiche de l’ASACO",
        Action.TOTALS_SEE: "lire les totaux et les indicateurs des rapports validés",
        Action.TOTALS_PROVISIONAL: "lire les chiffres provisoires des rapports complets",
        Action.CLINICAL_SEE: "lire les sections cliniques du rapport mensuel",
        Action.MANAGEMENT_SEE: "lire les sections de gestion du rapport mensuel",
        Action.CLINICAL_ENTER: "saisir les sections cliniques du rapport mensuel",
        Action.MANAGEMENT_ENTER: "saisir les sections de gestion du rapport mensuel",
        Action.REPORT_DECLARE: "déclarer complet le rapport mensuel",
        Action.CLINICAL_SIGN: "viser les sections cliniques du rapport mensuel",
        Action.MANAGEMENT_SIGN: "signer les finances du rapport mensuel",
        Action.REPORT_VALIDATE: "valider un rapport mensuel que vous n’avez pas saisi",
        Action.REPORT_RETURN: "renvoyer un rapport mensuel, avec un motif",
        Action.REPORT_REOPEN: "rouvrir un rapport mensuel validé, avec un motif",
        Action.COMPLETENESS_SEE: "suivre qui a envoyé son rapport, et quand",
        Action.DOCUMENT_SEE: "lire et imprimer les documents établis",
        Action.DOCUMENT_ISSUE: "établir le rapport trimestriel d’une commune",
        Action.DOCUMENT_BATCH: "établir d’un coup les rapports de toutes les communes",
        Action.MANDATE_SEE: "lire qui tient quel mandat",
        Action.CODE_ISSUE: "remettre un code à qui n’a pas de mot de passe, ou l’a oublié",
        Action.REFERENCE_ADMIN: "tenir les lieux, les personnes et les mandats",
    }
)


def reach_words(reach: Reach, place_name: str) -> str:
    """« dans la commune de Boron et les aires qui la touchent »."""
    of_place = de(place_name)
    match reach:
        case Reach.AIRE:
            return f"dans l’aire de santé {of_place}"
        case Reach.HOST:
            return f"dans les aires que la commune {of_place} accueille, ou qu’elle peuple largement"
        case Reach.COMMUNE:
            return f"dans la commune {of_place} et les aires qui la touchent"
        case Reach.DISTRICT:
            return f"dans le district sanitaire {of_place}"
        case Reach.CERCLE:
            return f"dans le cercle {of_place}"
        case Reach.REGION:
            return f"dans la région {of_place}"
        case Reach.NATION:
            return "partout"
    return ""


def term_words(mandate: Mandate) -> str:
    """« depuis le 1er janvier 2024, jusqu’au 31 décembre 2028 »: the last day counts."""
    start = f"depuis le {day(mandate.starts_on)}"
    if mandate.last_day is None:
        return f"{start}, sans date de fin"
    return f"{start}, jusqu’au {day(mandate.last_day)}"
