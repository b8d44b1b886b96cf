"""The mayor's three minutes: ten figures, one curve, the quarter on paper; and the mayor next door."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from core.months import Month
from tests.browser.conftest import Visit
from tests.browser.visitor import MADE, PHONE

pytestmark = pytest.mark.browser

BANAMBA, BEN_KADI = "ML020201", "ML020601"
CENTRAL, SAMAKELE = "WHO-MLI-0502", "WHO-MLI-0662"


def test_fanta_reads_ten_figures_and_opens_a_curve(visit: Visit) -> None:
    fanta = visit("fanta", PHONE)
    fanta.open("/")
    fanta.see("Commune de Banamba", "Fanta Keïta, maire.", "Les dix chiffres")
    expect(fanta.line("rapports en retard")).to_contain_text("Ouleny")
    assert fanta.page.locator(".figs tbody th a").count() == 10
    assert fanta.page.locator(".figs tbody tr").filter(has_text="Cible").count() == 10
    fanta.follow("Enfants ayant reçu le Penta 3")
    fanta.see("Couverture en Penta 3", "Deux ans, mois par mois", "Par aire de santé", "Asaco Bao", "Cible")
    table = fanta.page.locator("details", has_text="par aire de santé").first
    expect(table.locator("table")).to_be_hidden()
    table.locator("summary").click()
    table.get_by_role("link", name="Samakélé").click()
    fanta.page.wait_for_url("**/aires/*/chiffres/**")


def test_fanta_asks_for_the_quarter_and_takes_the_pdf_home(visit: Visit, tmp_path: Path) -> None:
    fanta = visit("fanta", PHONE)
    fanta.open("/")
    fanta.follow("Établir le rapport trimestriel")
    fanta.see("Vérifiez avant de demander", "Samakélé (part de la commune", "Signatures")
    fanta.say_why()
    fanta.press("Établir le rapport")
    fanta.page.wait_for_url("**/travaux/*/")
    expect(fanta.page.locator("main")).to_contain_text("Terminé", timeout=MADE)  # without touching the page
    fanta.follow("Rapport trimestriel")
    fanta.page.wait_for_url("**/documents/*/")
    fanta.see("Rapport trimestriel de Banamba", "Données fictives", "Fanta Keïta")
    with fanta.page.expect_download() as coming:
        fanta.page.get_by_role("link", name=re.compile("PDF")).first.click()
    kept = tmp_path / coming.value.suggested_filename
    coming.value.save_as(kept)
    assert kept.suffix == ".pdf"
    assert kept.read_bytes().startswith(b"%PDF")


def test_drissa_reads_his_share_and_nothing_of_the_centre_next_door(visit: Visit, last_month: Month) -> None:
    drissa = visit("drissa", PHONE)
    drissa.open("/")
    drissa.see("Commune de Ben Kadi", "Drissa Doumbia, maire.")
    drissa.open(f"/communes/{BEN_KADI}/chiffres/")
    drissa.see("Samakélé", "part de la commune")
    drissa.open(f"/rapports/{SAMAKELE}/{(last_month - 1).code}/")  # he holds a fifth of it
    drissa.see("Samakélé", "Validé", "Consultations curatives")
    drissa.open(f"/rapports/{CENTRAL}/{last_month.code}/", status=404)
    drissa.see("Cette page n’est pas là")
    assert "Banamba Central" not in drissa.text()
    drissa.open(f"/communes/{BANAMBA}/rapport-trimestriel/", status=404)
