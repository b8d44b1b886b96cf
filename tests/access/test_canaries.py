"""No page, list, search, file or form ever shows a reader a text that belongs to others."""

from collections.abc import Iterator

import pytest

from tests.access.asking import Asked, Askers, targets
from tests.access.expected import PLAYERS, ROUTES, WORLD, in_reach
from tests.access.probes import digits, wrong_probes
from tests.access.world import CLINICAL, MANAGEMENT

REPORT = ("voir le rapport, gestion", "voir le rapport, clinique")
PEOPLE = ("voir les mandats", "remettre un code", "lire le registre des ASACO", *REPORT)
FIGURES = ("voir le rapport, clinique", "voir les chiffres provisoires")


def any_reach(rights: tuple[str, ...], player: str, kind: str, name: str) -> bool:
    return any(in_reach(right, player, kind, name) for right in rights)


def forbidden(player: str) -> Iterator[str]:
    """Every secret of the world that this player may not meet."""
    for aire in WORLD["aire"]:
        if not any_reach(FIGURES, player, "aire", aire):
            yield str(CLINICAL[aire])
        if not any_reach(("voir le rapport, gestion", "voir les chiffres provisoires"), player, "aire", aire):
            yield str(MANAGEMENT[aire])
        if not any_reach(REPORT, player, "aire", aire):
            yield f"CANARIcommentaire{aire}"
        if not any_reach(("lire le registre des ASACO",), player, "aire", aire):
            yield f"ASACOCANARI{aire}"
        if not any_reach(PEOPLE, player, "aire", aire):
            yield f"Président-{aire}"
    for commune in WORLD["commune"]:
        if not in_reach("lire les documents", player, "document", commune):
            yield f"CANARIdocument{commune}"
    for other in PLAYERS:
        if other != player:
            yield f"CANARItravailde{other}"
            yield f"CANARIavisde{other}"


def every_page(askers: Askers, player: str) -> Iterator[tuple[str, str]]:
    """The text of each page this player may ask for by GET, at every place of the world."""
    for name in ROUTES:
        for target in targets(ROUTES[name]):
            yield f"{name} {target}", askers.ask(player, Asked(name, "GET", target)).text
    if player != "anonyme":
        for search in ("CANARI", "Président", "Canari", "Kiban"):
            for url in ("/recherche/", "/personnes/", "/asaco/"):
                yield f"{url} {search}", askers.browser(player).get(url, {"q": search}).content.decode()


@pytest.mark.parametrize("player", PLAYERS)
def test_no_canary_leaks(askers: Askers, player: str) -> None:
    secrets = list(forbidden(player))
    tight_pages = [(page, digits(text)) for page, text in every_page(askers, player)]
    leaks = [
        f"{page} shows {secret}"
        for page, text in tight_pages
        for secret in secrets
        if secret in text
    ]
    assert leaks == []


@pytest.mark.parametrize("player", PLAYERS)
def test_parts_of_pages(askers: Askers, player: str) -> None:
    assert wrong_probes(askers, player) == []


def test_every_canary_is_met_by_somebody(askers: Askers) -> None:
    """A canary that nobody meets proves nothing."""
    text = "".join(digits(page) for _, page in every_page(askers, "nana"))
    text += "".join(digits(page) for _, page in every_page(askers, "salif"))
    text += "".join(digits(page) for _, page in every_page(askers, "kadia"))
    for secret in ("710000001", "820000001", "CANARIcommentaireaire1", "ASACOCANARIaire1", "Président-aire1"):
        assert secret in text, secret
    for secret in ("CANARIdocumentbanamba", "CANARItravaildekadia", "CANARIavisdekadia"):
        assert secret in text, secret
