"""One month goes from hand to hand: corrected, declared, stamped, signed, validated, read by the mayor."""

import re

import pytest
from playwright.sync_api import expect

from core.formats import month as month_words
from core.months import Month
from tests.browser.conftest import Visit
from tests.browser.visitor import DESK, PHONE, Visitor

pytestmark = pytest.mark.browser

AIRE = "WHO-MLI-0502"  # Banamba Central
GRAVE, SIMPLE = "c.PAL_GRV.fe", "c.PAL_SIM.fe"


def test_a_returned_month_is_corrected_declared_stamped_and_validated(
    visit: Visit, last_month: Month
) -> None:
    words = month_words(last_month.year, last_month.number)
    report = f"/rapports/{AIRE}/{last_month.code}/"
    _kadia_corrects_on_her_phone(visit("kadia", PHONE), words)
    _kadia_declares_without_a_mouse(visit("kadia", DESK), words)
    _stamp(visit("awa", PHONE), report, "Viser les sections cliniques")
    _stamp(visit("moussa", PHONE), report, "Signer les sections de gestion")
    _salif_validates(visit("salif", DESK), words)
    fanta = visit("fanta", PHONE)
    fanta.open(report)
    fanta.see("Validé", "Salif Diallo", "Moussa Coulibaly", "Awa Diarra", "Kadia Traoré")


def _kadia_corrects_on_her_phone(kadia: Visitor, words: str) -> None:
    kadia.open("/")
    expect(kadia.line("vous attendent")).to_contain_text("1 rapport à corriger")
    kadia.follow(words)
    kadia.see("Renvoyé par Salif Diallo", "Corrigez les cas graves et les cas simples")
    kadia.follow("2 Paludisme")
    kadia.see("Renvoyé par Salif Diallo")  # the reason stays in sight while one corrects
    cell = kadia.page.locator(f'[name="{GRAVE}"]')
    expect(cell).to_have_attribute("inputmode", "numeric")
    told = int(cell.input_value())
    cell.fill(str(told + 2))
    kadia.page.get_by_role("region", name="État du rapport").get_by_role(
        "button", name="Enregistrer"
    ).last.click()
    expect(kadia.page.get_by_role("status")).to_contain_text(re.compile(r"Reçu à \d+\sh\s\d\d"))
    expect(kadia.page.locator(f'[name="{GRAVE}"]')).to_have_value(str(told + 2))


def _kadia_declares_without_a_mouse(kadia: Visitor, words: str) -> None:
    press = kadia.page.keyboard.press
    kadia.open("/")
    kadia.tab_to(words)
    press("Enter")
    kadia.page.wait_for_url("**/rapports/**")
    kadia.tab_to("2 Paludisme")
    press("Enter")
    kadia.page.wait_for_url("**/paludisme/")
    kadia.tab_to(SIMPLE)
    left = str(int(kadia.page.locator(f'[name="{SIMPLE}"]').input_value()) - 2)
    kadia.page.keyboard.type(left)
    press("Enter")  # to the next cell, as on a calculator
    assert kadia.focused() == "c.PAL_GRV.lt5"
    press("ArrowUp")
    assert kadia.focused() == SIMPLE
    press("Shift+Tab")
    kadia.page.keyboard.type("999")
    press("Escape")  # gives back what stood before
    kadia.tab_to("Enregistrer la section")
    press("Enter")
    expect(kadia.page.get_by_role("status")).to_contain_text("Reçu à")
    expect(kadia.page.locator(f'[name="{SIMPLE}"]')).to_have_value(left)
    kadia.tab_to("Vérifier")
    press("Enter")
    kadia.page.wait_for_url("**/verifier/")
    kadia.see("Rien à corriger.", "Je soussigné(e) Kadia Traoré, secrétaire de l’ASACO")
    kadia.tab_to("Déclarer le rapport complet")
    press("Enter")
    kadia.page.wait_for_url(f"**/rapports/{AIRE}/*/")
    kadia.see("Complet, à vérifier")


def _stamp(visitor: Visitor, report: str, act: str) -> None:
    visitor.open(report)
    visitor.press(act)
    expect(visitor.page.get_by_role("button", name=act, exact=True)).to_have_count(0)
    expect(visitor.page.get_by_role("status")).to_be_visible()


def _salif_validates(salif: Visitor, words: str) -> None:
    salif.open("/")
    salif.page.locator("nav").get_by_role("link", name="À vérifier").click()
    row = salif.page.get_by_role("row").filter(has_text=f"Banamba Central, {words}")
    expect(row).to_contain_text("Aucune alerte")
    row.get_by_role("link", name="Vérifier").click()
    expect(salif.page.get_by_role("link", name="Renvoyer")).to_be_visible()
    salif.press("Valider le rapport")
    salif.see("Validé", "Vérification et validation Salif Diallo")
    expect(salif.page.get_by_role("row").filter(has_text=f"Banamba Central, {words}")).to_have_count(0)
