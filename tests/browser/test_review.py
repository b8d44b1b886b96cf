"""Salif sends a report back: a reason is compulsory, what he typed is not lost; who is late can be called."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

WHAT = "Vaccination : le registre montre 12 Penta 3, le rapport en dit 21."
OURS = ("Banamba Central", "Samakélé", "Asaco Bao")  # what other walks need as the story left it


def test_salif_sends_a_report_back_with_a_reason(visit: Visit) -> None:
    salif = visit("salif")
    salif.open("/")
    expect(salif.line("vous attendent")).to_contain_text("rapports à vérifier")
    salif.line("vous attendent").click()
    rows = salif.page.locator("tbody tr").filter(has=salif.page.get_by_role("link", name="Vérifier"))
    for name in OURS:
        rows = rows.filter(has_not_text=name)
    rows.last.get_by_role("link", name="Vérifier").click()
    title = salif.page.locator("h1").inner_text()
    salif.follow("Renvoyer")
    salif.page.get_by_label("Ce qu’il faut corriger").fill(WHAT)
    salif.press("Renvoyer pour correction", refused=True)
    expect(salif.page).to_have_title(re.compile(r"Erreur\s: Renvoyer"))
    expect(salif.page.get_by_role("alert")).to_be_focused()
    expect(salif.page.get_by_label("Ce qu’il faut corriger")).to_have_value(WHAT)
    salif.page.get_by_label("Des chiffres ne vont pas ensemble").check()
    salif.press("Renvoyer pour correction")
    salif.see(title, "Renvoyé par Salif Diallo", WHAT)


def test_seydou_sees_who_is_late_and_whom_to_call(visit: Visit) -> None:
    seydou = visit("seydou")
    seydou.open("/")
    seydou.line("rapports en retard").click()
    seydou.see("Complétude", "Ouleny", "président de l’ASACO")
    assert seydou.page.locator("a[href^='tel:']").count() > 0
