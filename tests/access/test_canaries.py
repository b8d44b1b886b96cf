"""No page, list, search, file or form ever shows a reader a text that belongs to others."""

from collections.abc import Callable, Iterator

import pytest

from tests.access.asking import API, Asked, Askers, targets
from tests.access.engines import here
from tests.access.expected import CAM_DRAFTS, PLAYERS, ROUTES, WORLD, in_reach
from tests.access.probes import digits, wrong_probes
from tests.access.world import CLINICAL, DEATHS, MANAGEMENT

# What the API tells of months: asked about those of the world, whatever today is.
SPANNED = ("api_totals", "api_figures", "api_curve", "api_table", "api_completeness")
SPAN = {"depuis": "2026-09", "jusqu_a": "2026-10"}
LISTED = ("/api/v1/organes/", "/api/v1/sieges/", "/api/v1/engagements/")
REPORT = ("voir le rapport, gestion", "voir le rapport, clinique")
ASACO = ("lire le registre des ASACO",)
# What is said of an act against an organ, by whom, its copy.
CONTESTED = ("auteur", "base", "raison", "avissurlacrise", "requérant", "tribunal", "demande", "arrêté")
# A secret of an aire, and the rights that may meet it. Nothing is validated: figures are provisional.
SECRETS: tuple[tuple[Callable[[str], str], tuple[str, ...]], ...] = (
    (lambda aire: str(CLINICAL[aire]), ("voir les chiffres provisoires",)),
    (lambda aire: str(MANAGEMENT[aire]), ("voir les chiffres provisoires",)),
    (lambda aire: f"CANARIcommentaire{aire}", REPORT),
    # What is said of a cell: as its section, and not before its figures may be known.
    (lambda aire: f"CANARImotclinique{aire}", ("voir le rapport, clinique",)),
    (lambda aire: f"CANARImotgestion{aire}", REPORT),
    (lambda aire: f"CANARImotgestion{aire}", ("voir les chiffres provisoires",)),
    (lambda aire: f"CANARIdit{aire}", ("lire les petits nombres",)),
    (lambda aire: f"{DEATHS[aire]}septembre2026,àdomicile", ("lire les décès déclarés",)),
    (lambda aire: f"CANARIcause{aire}.", ("lire le monitorage",)),
    (lambda aire: f"CANARIplan{aire}.", ("lire les plans",)),
    (lambda aire: f"CANARIadopte{aire}.", ("lire les plans",)),
    (lambda aire: f"CANARIprojet{aire}.", ("lire les plans",)),
    (lambda aire: f"CANARIapprouvé{aire}.", ("lire les plans approuvés",)),
    *((lambda aire, word=word: f"CANARI{word}{aire}.", ("lire les organes",)) for word in CONTESTED),
    (lambda aire: f"CANARIbudget{aire}.", ("voir le rapport, gestion",)),
    (lambda aire: f"Président-{aire}", ("voir les mandats", "remettre un code", *ASACO, *REPORT)),
)


# A meeting is read by function, by whoever keeps it or approves its minutes.
MET = ("lire les réunions", "tenir les réunions", "approuver les PV")
MEETING = (
    "CANARIréunion{}.",
    "CANARIsalle{}.",
    "CANARIprésent{}.",
    "CANARIpoint{}.",
    "CANARIdécision{}.",
    "CANARIdossier{}.",
    "CANARIpartie{}.",
    "CANARIaviscontraire{}.",
    "CANARIdéclarant{}.",
    "CANARIintérêt{}.",
    "CANARIlieu{}.",
    "CANARImenéepar{}.",
    "CANARIquestion{}.",
    "CANARIpagesdudossier{}.",
)
# Kind of object, the right that reads it, what it says.
PLACED = (
    ("document", "lire les documents", "CANARIdocument{}", "CANARImotif{}."),
    ("texts", "lire les documents", "CANARIavance{}.", "CANARIdiverge{}."),
    ("boundary", "tenir le découpage", "CANARIdécoupage{}", "CANARIdécret{}"),
    ("followup", "voir le suivi", "CANARIsuivi{}."),
    (
        "cam",
        "lire les conventions",
        "CANARIengagement{}.",
        "CANARIparole{}.",
        "CANARIrevue{}.",
        "CANARImotifcam{}.",
    ),
    ("organ", "lire les organes", "CANARIorgane{}.", "Siège-{}."),
    (
        "cam", "lire les conventions", "CANARIpréambule{}.", "CANARIdélibération{}.", "CANARIpromet{}.",
        "CANARIavisdeconvention{}.",
    ),
)  # fmt: skip
DRAFT = ("CANARIprojetdepréambule{}.", "CANARIpropose{}.")  # of a convention: its writers alone


def forbidden(player: str) -> Iterator[str]:
    """Every secret of the world that this player may not meet."""
    for aire in WORLD["aire"]:
        for secret, rights in SECRETS:
            if not any(in_reach(right, player, "aire", aire) for right in rights):
                yield secret(aire)
        # A party of its host commune's report: who reads the report reads its name.
        named = in_reach("lire les documents", player, "party", aire)
        if not named and not any(in_reach(right, player, "aire", aire) for right in ASACO):
            yield f"ASACOCANARI{aire}"
    for kind, right, *secrets in PLACED:
        for place in WORLD[kind]:
            if not in_reach(right, player, kind, place):
                yield from (secret.format(place.replace(":", "-")) for secret in secrets)
    yield from _meetings(player)
    yield from _drafts(player)
    for other in PLAYERS:
        if other != player:
            yield f"CANARItravailde{other}"
            yield f"CANARIavisde{other}"
            yield f"CANARIfeuillede{other}"


def _meetings(player: str) -> Iterator[str]:
    """The texts of the meetings that this player may not read."""
    for place in WORLD["meeting"]:
        if not any(in_reach(right, player, "meeting", place) for right in MET):
            yield from (secret.format(place) for secret in MEETING)


def _drafts(player: str) -> Iterator[str]:
    """The texts of the conventions being written that this player may not read."""
    for pair in WORLD["cam"]:
        if not any(in_reach(right, player, "cam", pair) for right in CAM_DRAFTS):
            yield from (secret.format(pair.replace(":", "-")) for secret in DRAFT)


def every_page(askers: Askers, player: str, begins: str = "") -> Iterator[tuple[str, str]]:
    """The text of each page this player may ask for by GET, at every place of the world."""
    for name in (name for name in ROUTES if name.startswith(begins) and not name.startswith(SPANNED)):
        for target in targets(ROUTES[name]):
            yield f"{name} {target}", askers.seen(player, Asked(name, "GET", target)).text
    if player != "anonyme":
        for search in ("CANARI", "Président", "Canari", "Kiban"):
            for url in ("/recherche/", "/personnes/", "/asaco/", "/organes/", "/asaco/crises/"):
                query = {"q": search, "etat": "tous"}
                yield f"{url} {search}", askers.browser(player).get(url, query).content.decode()
    yield from by_program(askers, player)


def by_program(askers: Askers, player: str) -> Iterator[tuple[str, str]]:
    """What the API answers this player’s program, with every filter that could reach further."""
    program = askers.program(player)
    for name in ROUTES:
        for target in targets(ROUTES[name]) if name.startswith(SPANNED) else ():
            answer = program.get(askers.address(Asked(name, "GET", target), player), SPAN)
            yield f"{name} {target}", answer.content.decode()
    codes = askers.world.codes
    filters = [("aire", a) for a in WORLD["aire"]] + [("commune", c) for c in WORLD["commune"]]
    for url in ("/api/v1/rapports/", "/api/v1/completude/", "/api/v1/documents/", "/api/v1/suivi/", *LISTED):
        for parameter, place in (*filters, ("district", "district_z")):
            answer = program.get(url, {parameter: codes[place]})
            assert answer.status_code != 429
            yield f"{url} {parameter} {place}", answer.content.decode()
    for search in ("CANARI", "Président"):
        answer = program.get("/api/v1/recherche/", {"q": search})
        yield f"search {search}", answer.content.decode()


@pytest.mark.parametrize("player", here(PLAYERS))
def test_no_canary_leaks(askers: Askers, player: str) -> None:
    secrets = list(forbidden(player))
    tight_pages = [(page, digits(text)) for page, text in every_page(askers, player)]
    leaks = [f"{page} shows {secret}" for page, text in tight_pages for secret in secrets if secret in text]
    assert leaks == []


@pytest.mark.parametrize("player", here(PLAYERS))
def test_parts_of_pages(askers: Askers, player: str) -> None:
    assert wrong_probes(askers, player) == []


def test_every_canary_is_met_by_somebody(askers: Askers) -> None:
    """A canary that nobody meets proves nothing."""
    text = "".join(digits(page) for _, page in every_page(askers, "nana"))
    text += "".join(digits(page) for _, page in every_page(askers, "salif"))
    text += "".join(digits(page) for _, page in every_page(askers, "kadia"))
    words = ("CANARIcommentaireaire1", "CANARImotcliniqueaire1", "CANARImotgestionaire1", "ASACOCANARIaire1")
    lines = (
        "CANARIcauseaire1.",
        "CANARIsuiviaire1.",
        "CANARIengagementaire1-banamba.",
        "CANARIparoleaire1-banamba.",
        "CANARIrevueaire1-banamba.",
        "CANARImotifcamaire1-banamba.",
        "CANARIsuivibanamba.",
        "CANARIorganedistrict.",
        "CANARIréunionaire1.",
        "CANARIpointaire1.",
        "CANARIdécisiondistrict.",
        "CANARIdossieraire1.",
        "CANARIpagesdudossierdistrict.",
        "11septembre2026,àdomicile",
        "CANARIbaseaire1.",
        "CANARIavissurlacriseaire1.",
        "CANARItribunalaire1.",
        "CANARIbudgetaire1.",
    )
    for secret in ("710000001", "820000001", *words, *lines, "Président-aire1"):
        assert secret in text, secret
    mine = ("CANARItravaildekadia", "CANARIavisdekadia", "CANARIfeuilledekadia")
    for secret in (
        "CANARIdocumentbanamba",
        "CANARImotifbanamba.",
        "CANARIavancebanamba.",
        "CANARIdivergebanamba.",
        "CANARIdécoupageregion",
        "CANARIpréambuleaire1-banamba.",
        "CANARIprometaire1-banamba.",
        "CANARIavisdeconventionaire1-banamba.",
        "CANARIdécretregion",
        *mine,
    ):
        assert secret in text, secret


def test_the_api_shows_what_is_one_s_own(askers: Askers) -> None:
    pages = [page for name in ("salif", "kadia") for page in every_page(askers, name, API)]
    text = "".join(digits(text) for page, text in pages if page.startswith(("api_", "/api/")))
    for secret in ("710000001", "820000001", "CANARIcommentaireaire1", "Président-aire1"):
        assert secret in text, secret
    for secret in ("CANARIdocumentbanamba", "CANARItravaildekadia"):
        assert secret in text, secret
