"""The DRS moves a village, on a phone without script, then a whole commune by the worker; undoes both."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.site import Site
from tests.browser.visitor import MADE, PHONE

pytestmark = pytest.mark.browser


def test_a_village_moves_on_a_phone_without_script(site: Site, visit: Visit) -> None:
    nana = visit("nana", PHONE, javascript=False)
    nana.open("/decoupage/")
    nana.follow("Des villages changent d’aire de santé")
    nana.page.get_by_label("Chercher un village").fill("begneni")
    nana.press("Chercher")
    nana.page.get_by_label("Begneni — commune Ben Kadi, aire Samakélé").check()
    nana.page.get_by_label("Aire de santé qui les reçoit").select_option(
        label="Banamba Central (commune Banamba)"
    )
    nana.page.get_by_label("À partir du").fill("01 01 2027")
    nana.press("Voir l’avant et l’après")
    nana.see("Begneni → aire Banamba Central", "Rien n’est encore écrit", "Commune Ben Kadi (1 personne)")
    assert nana.page.evaluate("document.documentElement.scrollWidth") <= PHONE
    nana.press("Confirmer ce changement", refused=True)
    nana.see("Écrivez le motif")
    nana.page.get_by_label("Motif").fill("Décision n° 45")
    nana.press("Confirmer ce changement")
    nana.follow("Renoncer à ce changement")
    nana.page.get_by_label("Motif").fill("Erreur de village")
    nana.press("Annuler ce changement")
    nana.see("annulé", "Erreur de village")


def test_many_months_are_followed_on_the_page_of_the_work(site: Site, visit: Visit) -> None:
    nana = visit("nana")
    nana.open("/decoupage/commune/")
    commune = nana.page.get_by_label("Commune", exact=True)
    commune.select_option(value="ML020201")
    nana.page.get_by_label("Nouveau district sanitaire").select_option(label="Kolokani")
    nana.page.get_by_label("À partir du").fill("01 01 2025")
    nana.press("Voir l’avant et l’après")
    nana.page.get_by_label("Motif").fill("Arrêté n° 12")
    nana.press("Confirmer ce changement")
    expect(nana.page.locator("main")).to_contain_text("Terminé", timeout=MADE)
    nana.follow("Commune Banamba → district Kolokani")
    nana.follow("Annuler ce changement")
    nana.page.get_by_label("Motif").fill("Essai")
    nana.press("Annuler ce changement")
    expect(nana.page.locator("main")).to_contain_text("Terminé", timeout=MADE)
    assert "aucune différence" in site.manage("verify_totals")
