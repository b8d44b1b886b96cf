"""Every address × method × player × position answers what the hand-written table says; undecided fails."""

from collections.abc import Iterable

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from mandates.policy import TABLE
from tests.access.asking import Asked, Askers, questions
from tests.access.engines import here
from tests.access.expected import PLAYERS, RIGHTS, ROLES, ROUTES

ADMIN = "administration/"


def named(patterns: Iterable[URLPattern | URLResolver]) -> Iterable[str]:
    """The names of every address of ours."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if not str(pattern.pattern).startswith(ADMIN):
                yield from named(pattern.url_patterns)
        else:
            yield str(pattern.name)


def test_every_route_is_decided() -> None:
    """A new page fails here until somebody has said, by hand, who may read it."""
    assert set(named(get_resolver().url_patterns)) == set(ROUTES)


def test_every_right_is_decided_for_every_role() -> None:
    assert all(set(row) == set(ROLES) for row in RIGHTS.values())
    assert {role for role, _ in PLAYERS.values()} == set(ROLES)


def answered(askers: Askers, player: str, asked: Asked) -> str:
    """The class of the answer; a page that another test read is not asked again."""
    return (askers.seen if asked.method == "GET" else askers.ask)(player, asked).found


@pytest.mark.parametrize("player", here(PLAYERS))
def test_answers(askers: Askers, player: str) -> None:
    wrong = [
        f"{asked.method} {asked.route} {asked.target}: {found}, expected {answer}"
        for name in ROUTES
        for asked, answer in questions(player, name)
        if (found := answered(askers, player, asked)) != answer
    ]
    assert wrong == []


@pytest.mark.long
@pytest.mark.parametrize("player", here(PLAYERS))
def test_answers_at_every_position(askers: Askers, player: str) -> None:
    wrong = [
        f"{asked.method} {asked.route} {asked.target}"
        for name in ROUTES
        for asked, answer in questions(player, name, every=True)
        if askers.ask(player, asked).found != answer
    ]
    assert wrong == []


# The words of the field, and the action that carries each.
CARRIED_BY = {
    "son compte": "self",
    "lire le territoire": "territory_see",
    "lire le catalogue": "catalogue_see",
    "lire le registre des ASACO": "asaco_see",
    "tenir le registre des ASACO": "asaco_edit",
    "voir les totaux": "totals_see",
    "voir les chiffres provisoires": "totals_provisional",
    "lire les petits nombres": "counts_exact",
    "commenter un chiffre": "interpret",
    "voir le rapport, clinique": "clinical_see",
    "voir le rapport, gestion": "management_see",
    "lire les décès déclarés": "death_see",
    "saisir la clinique": "clinical_enter",
    "saisir la gestion": "management_enter",
    "saisir d’après le papier": "paper_enter",
    "déclarer complet": "report_declare",
    "viser la clinique": "clinical_sign",
    "signer la gestion": "management_sign",
    "valider": "report_validate",
    "renvoyer": "report_return",
    "rouvrir": "report_reopen",
    "enregistrer un acte sur papier": "paper_record",
    "enregistrer une validation papier": "paper_validate",
    "tenir le calendrier": "period_set",
    "tenir les indicateurs": "catalogue_set",
    "suivre les chiffres inhabituels": "outliers_see",
    "tenir le découpage": "boundary_set",
    "voir la complétude": "completeness_see",
    "lire les documents": "document_see",
    "établir un document": "document_issue",
    "établir tous les documents": "document_batch",
    "écrire pour sa partie": "narrative_write",
    "voir le suivi": "followup_see",
    "tenir le suivi": "followup_edit",
    "lire le monitorage": "monitorage_see",
    "tenir le monitorage": "monitorage_edit",
    "lire les plans": "plan_see",
    "lire les plans approuvés": "plan_approved_see",
    "écrire le plan": "plan_write",
    "adopter le plan": "plan_adopt",
    "donner l’avis de la commune": "plan_opine",
    "donner un avis sur le plan": "plan_advise",
    "valider le plan": "plan_validate",
    "approuver le plan": "plan_approve",
    "joindre un avis divergent": "plan_diverge",
    "contrôler la légalité": "plan_legality",
    "noter le conseil de gestion": "plan_board",
    "enregistrer un acte du plan sur papier": "plan_paper",
    "exécuter le plan": "plan_execute",
    "fixer le calendrier des plans": "plan_calendar",
    "lire les organes": "organ_see",
    "lire les conventions": "cam_see",
    "écrire les conventions": "cam_write",
    "donner l’avis du CSRéf sur une convention": "cam_advise",
    "dire la délibération": "cam_deliberate",
    "signer pour la commune": "cam_sign_commune",
    "signer pour l’ASACO": "cam_sign_asaco",
    "viser une convention": "cam_visa",
    "joindre un avis à une convention": "cam_comment",
    "enregistrer un acte de convention sur papier": "cam_paper",
    "dire ce qui est tenu": "cam_score",
    "lire les fonctions tenues ensemble": "cumul_see",
    "tenir les organes de son lieu": "organ_edit",
    "lire les réunions": "meeting_see",
    "tenir les réunions": "meeting_keep",
    "approuver les PV": "meeting_approve",
    "voir les mandats": "mandate_see",
    "remettre un code": "code_issue",
    "administrer les références": "reference_admin",
}


def test_the_policy_is_the_field_s_letter_by_letter() -> None:
    by_hand = {
        (role, action): RIGHTS[right][role].replace("-", "—")
        for right, action in CARRIED_BY.items()
        for role in ROLES
    }
    assert {(str(role), str(action)): str(reach) for (role, action), reach in TABLE.items()} == by_hand
