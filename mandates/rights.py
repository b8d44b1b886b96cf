"""What somebody may do, said in sentences, mandate by mandate; who may do the rest."""

from dataclasses import dataclass

from core.access import Action, Reach, Role, Scope
from core.formats import de, join_and
from mandates.models import Mandate
from mandates.policy import TABLE, roles_allowed
from mandates.words import WORDS, reach_words, term_words


@dataclass(frozen=True, slots=True)
class MandateRights:
    """One mandate in words: its function, its term, for each reach what it allows there."""

    title: str
    term: str
    by_reach: list[tuple[str, list[str]]]  # (« dans l’aire de… », [« lire… », « saisir… »])


def rights_under(mandate: Mandate) -> MandateRights:
    """What one mandate gives while it is in force."""
    found: dict[str, list[str]] = {}
    for action, words in WORDS.items():
        reach = TABLE.get((Role(mandate.role), action), Reach.NONE)
        if reach != Reach.NONE:
            found.setdefault(reach_words(reach, mandate.place_name), []).append(words)
    title = f"{mandate.get_role_display()}, {mandate.place_name}"
    if mandate.delegated_from:
        title += f", par délégation {de(str(mandate.delegated_from.person))}"
    # What is done in one's own place first; « partout » is reading matter.
    ordered = sorted(found.items(), key=lambda pair: pair[0] == "partout")
    return MandateRights(title[:1].upper() + title[1:], term_words(mandate), ordered)


def beyond(scope: Scope) -> list[tuple[str, str]]:
    """What ``scope`` may do nowhere, with the functions that may: (« valider… », « chargé du SIS »)."""
    return [(words, who_may(action)) for action, words in WORDS.items() if not scope.may(action)]


def who_may(action: Action) -> str:
    """The functions that hold ``action``, for the page that says so."""
    return join_and([role.label for role in roles_allowed(action)])
