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
        Action.ASACO_EDIT: "tenir à jour la fiche de l’ASACO, écrire son budget",
        Action.ASACO_CRISIS: "enregistrer la dissolution, la suspension d’un organe d’ASACO, sa levée",
        Action.ASACO_DISSENT: "joindre un avis divergent à un tel acte, dire un recours, son issue",
        Action.TOTALS_SEE: "lire les totaux et les indicateurs des rapports validés",
        Action.TOTALS_PROVISIONAL: "lire les chiffres provisoires des rapports complets",
        Action.COUNTS_EXACT: "lire les petits nombres, les totaux exacts, les commentaires des chiffres",
        Action.INTERPRET: "commenter un chiffre, sous votre nom et votre fonction",
        Action.CLINICAL_SEE: "lire les sections cliniques du rapport mensuel",
        Action.MANAGEMENT_SEE: "lire les sections de gestion du rapport mensuel",
        Action.DEATH_SEE: "lire la date et le lieu des décès maternels déclarés",
        Action.CLINICAL_ENTER: "saisir les sections cliniques du rapport mensuel",
        Action.MANAGEMENT_ENTER: "saisir les sections de gestion du rapport mensuel",
        Action.PAPER_ENTER: "saisir, d’après le papier, le rapport d’une aire qui ne le peut pas",
        Action.REPORT_DECLARE: "déclarer complet le rapport mensuel",
        Action.CLINICAL_SIGN: "viser les sections cliniques du rapport mensuel",
        Action.MANAGEMENT_SIGN: "signer les finances du rapport mensuel",
        Action.REPORT_VALIDATE: "valider un rapport mensuel que vous n’avez pas saisi",
        Action.REPORT_RETURN: "renvoyer un rapport mensuel, avec un motif",
        Action.OUTLIERS_SEE: "suivre les chiffres inhabituels, ce que les aires en écrivent",
        Action.REPORT_REOPEN: "rouvrir un rapport mensuel validé, avec un motif",
        Action.PAPER_RECORD: "enregistrer une déclaration, un visa, une signature donnés sur papier",
        Action.PAPER_VALIDATE: "enregistrer une validation donnée sur papier, par un autre que l’auteur",
        Action.PERIOD_SET: "ouvrir les mois de rapport, fixer leurs dates, les clore, les rouvrir",
        Action.CATALOGUE_SET: "changer les indicateurs, leurs définitions, leurs cibles",
        Action.BOUNDARY_SET: "changer le découpage\u00a0: villages, aires, communes, districts, à leur date",
        Action.COMPLETENESS_SEE: "suivre qui a envoyé son rapport, et quand",
        Action.DOCUMENT_SEE: "lire et imprimer les documents établis",
        Action.DOCUMENT_ISSUE: "établir le rapport trimestriel d’une commune",
        Action.DOCUMENT_BATCH: "établir d’un coup les rapports de toutes les communes",
        Action.NARRATIVE_WRITE: "écrire ce que votre partie dit du trimestre, joindre un avis divergent",
        Action.FOLLOWUP_SEE: "lire le suivi des mesures et des décisions",
        Action.FOLLOWUP_EDIT: "dire ce que deviennent les mesures et les décisions, reporter une échéance",
        Action.MONITORAGE_SEE: "lire les sessions de monitorage",
        Action.MONITORAGE_EDIT: "préparer, tenir, archiver les sessions de monitorage",
        Action.PLAN_SEE: "lire les plans opérationnels, où en est leur circuit",
        Action.PLAN_APPROVED_SEE: "lire les plans approuvés, ce qui en est fait",
        Action.PLAN_WRITE: "écrire le plan opérationnel, le corriger, le déposer de nouveau",
        Action.PLAN_ADOPT: "dire le plan adopté par le conseil d’administration, le retirer",
        Action.PLAN_OPINE: "donner l’avis de la commune sur un plan, et ce qu’elle engage",
        Action.PLAN_ADVISE: "donner un avis sur un plan, sans arrêter son circuit",
        Action.PLAN_VALIDATE: "valider un plan, avec l’avis technique sur les normes",
        Action.PLAN_APPROVE: "approuver un plan, dire ce que le CROCEP en décide",
        Action.PLAN_DIVERGE: "joindre un avis divergent à un plan",
        Action.PLAN_LEGALITY: "noter le contrôle de légalité d’un plan",
        Action.PLAN_BOARD: "noter ce que le conseil de gestion décide d’un plan",
        Action.PLAN_PAPER: "enregistrer un acte du circuit des plans pris sur papier",
        Action.PLAN_EXECUTE: "dire ce qui est fait du plan, trimestre par trimestre, le clôturer",
        Action.PLAN_CALENDAR: "fixer le calendrier des plans de la région",
        Action.ORGAN_SEE: "lire les organes\u00a0: sièges, titulaires, quorum",
        Action.ORGAN_EDIT: "tenir les organes de votre seul lieu\u00a0: sièges, titulaires, dates",
        Action.MEETING_SEE: "lire les réunions\u00a0: ordre du jour, présences, décisions, PV",
        Action.MEETING_KEEP: "préparer, tenir les réunions des organes de votre lieu, en écrire le PV",
        Action.MEETING_APPROVE: "approuver le PV d’une réunion, écrit par un autre",
        Action.CAM_SEE: "lire les conventions d’assistance mutuelle (CAM), leurs engagements",
        Action.CAM_WRITE: "écrire le projet d’une convention, le déposer, la mettre en vigueur",
        Action.CAM_ADVISE: "donner l’avis du CSRéf sur une convention, noter sa médiation",
        Action.CAM_DELIBERATE: "dire la délibération du conseil communal sur une convention",
        Action.CAM_SIGN_COMMUNE: "signer une convention pour la commune, la dénoncer, la maintenir",
        Action.CAM_SIGN_ASACO: "signer une convention pour l’ASACO, la dénoncer, la maintenir",
        Action.CAM_VISA: "viser une convention, noter la médiation du préfet",
        Action.CAM_COMMENT: "joindre un avis ou une réserve à une convention",
        Action.CAM_PAPER: "enregistrer un acte sur une convention pris sur papier",
        Action.CAM_SCORE: "dire, pour votre partie, quels engagements d’une convention sont tenus",
        Action.CUMUL_SEE: "lire qui tient des fonctions de plusieurs parties",
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
