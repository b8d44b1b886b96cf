"""The menu: what one may do, nothing else; every door leads somewhere."""

import re

import pytest
from django.urls import reverse

from config.menu import DOORS, FOOT, LINE, menu
from mandates.policy import ANONYMOUS
from tests.cast import PARTS, Cast


def labels(cast: Cast, name: str) -> list[str]:
    return [entry.label for entry in menu(cast.scope_of(name), "/")]


def test_every_door_has_an_address() -> None:
    for name in [*(door.name for door in DOORS), *(name for _, name in FOOT)]:
        assert reverse(name)


OFFICE = [
    "Chiffres",
    "Monitorage",
    "Plans",
    "Réunions",
    "Suivi",
    "Complétude",
    "Documents",
    "Territoire",
    "ASACO",
    "Conventions",
    "Organes",
    "Travaux",
    "Personnes",
]
UNSIGNED = [label for label in OFFICE if label != "Conventions"]  # whose function reads none


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "kadia",
            [
                "Accueil",
                "Rapport du mois",
                "Chiffres",
                "Monitorage",
                "Plans",
                "Réunions",
                "Suivi",
                "Documents",
                "Territoire",
                "ASACO",
                "Conventions",
                "Organes",
                "Personnes",
            ],
        ),
        ("fanta", ["Accueil", "Rapports", *OFFICE]),
        ("salif", ["Accueil", "Rapports", "À vérifier", "À suivre", *UNSIGNED]),
        ("julie", ["Accueil", "Chiffres", "Plans", "Territoire", "ASACO"]),
        ("yaya", ["Accueil", "Territoire", "ASACO", "Organes", "Personnes", "Données de référence"]),
    ],
)
def test_the_menu_of(everybody: Cast, name: str, expected: list[str]) -> None:
    assert labels(everybody, name) == expected


def test_a_door_of_the_menu_opens(everybody: Cast) -> None:
    """Nobody is shown an entry that answers no."""
    for name in PARTS:
        client = everybody.client_of(name)
        for entry in menu(everybody.scope_of(name), "/"):
            assert client.get(entry.url).status_code in {200, 302}, (name, entry.url)


def test_where_one_is(everybody: Cast) -> None:
    def current(path: str) -> list[str]:
        return [entry.label for entry in menu(everybody.scope_of("fanta"), path) if entry.current]

    assert current("/") == ["Accueil"]
    assert current("/documents/RTP-2026-T3-ML020201-1/") == ["Documents"]
    assert current("/aide/") == []


def test_what_is_opened_now_and_then_is_gathered(everybody: Cast) -> None:
    """Only from whoever may do much; where one is stays on the line."""

    def gathered(name: str, path: str) -> list[str]:
        return [entry.label for entry in menu(everybody.scope_of(name), path) if entry.more]

    here = ["Territoire", "ASACO", "Conventions", "Organes", "Travaux", "Personnes"]
    assert gathered("fanta", "/") == here
    assert gathered("fanta", "/organes/3/") == [one for one in here if one != "Organes"]
    assert gathered("julie", "/") == gathered("yaya", "/") == []
    for name in PARTS:
        assert sum(not entry.more for entry in menu(everybody.scope_of(name), "/")) <= LINE


def test_a_visitor_has_no_menu(everybody: Cast) -> None:
    page = everybody.client_of("anonyme").get(reverse("sign_in")).content.decode()
    assert 'id="menu"' not in page
    assert menu(ANONYMOUS, "/") == []


def test_the_foot_and_the_notices(everybody: Cast) -> None:
    page = everybody.client_of("kadia").get(reverse("my_rights")).content.decode()
    for words in ("Aide", "Glossaire", "Vérifier un document", "Catalogue des données", "Mes droits"):
        assert words in page
    assert not re.search(r"avis non lu", page)
