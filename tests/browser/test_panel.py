"""The panel of a cell: closed until it is asked for, by a key as by a thumb, with a network or without."""

import pytest
from playwright.sync_api import expect

from core.months import Month
from tests.browser.conftest import Visit
from tests.browser.device import AIRE, Start, notes_of
from tests.browser.site import Site
from tests.browser.test_pages import AXE, SMALL, WIDE, violations
from tests.browser.visitor import DESK, PHONE

pytestmark = pytest.mark.browser


def test_a_word_said_away_from_the_network_is_on_the_server_once(
    device: Start, away: Site, month: str
) -> None:
    kadia = device()
    kadia.sign_in("kadia")
    kadia.network(there=False)
    kadia.form(month)
    press = kadia.page.keyboard.press
    kadia.cell("CC_AC").focus()
    press("F2")
    panel = kadia.page.get_by_role("dialog", name="Anciens cas")
    expect(panel).to_contain_text("Mois précédents")  # the pack knows the limits
    expect(panel).to_contain_text("quand le serveur répond")  # and not the history
    press("Tab")
    kadia.page.keyboard.type("Foire de Banamba.")
    press("Tab")
    press("Enter")
    expect(panel).to_contain_text("Enregistré sur cet appareil, en attente d’envoi.")
    panel.get_by_role("button", name="Mettre à suivre").click()
    expect(panel.get_by_role("button", name="Ne plus suivre")).to_be_visible()
    press("Escape")
    expect(panel).to_be_hidden()
    expect(kadia.cell("CC_AC")).to_be_focused()
    expect(kadia.cell("CC_AC")).to_have_attribute(
        "aria-label", "Anciens cas, vide, 1 commentaire, à suivre, pas encore envoyé"
    )
    assert kadia.unsent() == 1
    kadia.reopen()
    kadia.form(month)
    assert "c-com c-flag" in kadia.look("CC_AC")
    kadia.network(there=True)
    kadia.sign_in("kadia")
    for _ in range(2):
        kadia.flush()
    said = [note for note in notes_of(away, month) if note[0] == "CC_AC"]
    assert said == [("CC_AC", "Foire de Banamba.", 1)]
    assert kadia.unsent() == 0
    kadia.form(month)
    kadia.cell("CC_AC").press("F2")
    expect(kadia.page.get_by_role("dialog")).to_contain_text("Kadia Traoré")
    expect(kadia.page.get_by_role("dialog")).to_contain_text("Qui a changé quoi")


def test_a_sentence_begun_stays_while_the_server_answers(device: Start, month: str) -> None:
    kadia = device()
    kadia.sign_in("kadia")
    kadia.form(month)
    kadia.cell("CC_HA").press("F2")
    kadia.page.fill("#mot", "Une phrase pas encore")
    kadia.page.evaluate(
        "async (id) => { const { store } = await Jeka.ready;"
        " const row = { report: id, key: 'CC_D15', texte: 'Ailleurs.', a_suivre: null, at: 1 };"
        " await store.put('notes', row); }",
        f"{AIRE}/{month}",
    )
    kadia.flush()
    expect(kadia.page.locator("#mot")).to_have_value("Une phrase pas encore")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_panel_fits_a_phone_and_everybody(width: int, visit: Visit, last_month: Month) -> None:
    kadia = visit("kadia", width, bypass_csp=True)
    page = kadia.open(f"/rapports/{AIRE}/{last_month.code}/curatif/")
    page.wait_for_selector("html[data-ready]")
    assert page.get_by_role("dialog").count() == 0
    page.locator('[name="c.CC_HA"]').focus()
    if width == PHONE:
        page.get_by_role("button", name="Détail").tap()
    else:
        # « détail », or what was said of the cell already
        page.locator("tr", has=page.locator('[name="c.CC_HA"]')).locator(".more").click()
    panel = page.get_by_role("dialog", name="Nouveaux cas venant de hors aire")
    expect(panel).to_contain_text("Qui a changé quoi")
    assert page.evaluate(WIDE) == []
    assert page.evaluate(SMALL, ["dialog.panel button, dialog.panel textarea, .bar .tell", 44]) == []
    page.add_script_tag(path=AXE)
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator('[name="c.CC_HA"]')).to_be_focused()


def test_tab_still_goes_from_cell_to_cell(visit: Visit, last_month: Month) -> None:
    kadia = visit("kadia")
    page = kadia.open(f"/rapports/{AIRE}/{(last_month + 1).code}/curatif/")
    page.wait_for_selector("html[data-ready]")
    page.locator('[name="c.CC_HA"]').focus()
    page.keyboard.press("Tab")
    assert kadia.focused() == "c.CC_D5"


def test_without_script_each_line_leads_to_the_page_of_its_cell(visit: Visit, last_month: Month) -> None:
    kadia = visit("kadia", PHONE, javascript=False)
    kadia.open(f"/rapports/{AIRE}/{last_month.code}/curatif/")
    kadia.page.locator("tr", has=kadia.page.locator('[name="c.CC_HA"]')).locator(".more").click()
    kadia.page.get_by_label("Votre commentaire").fill("Compté deux fois.")
    kadia.press("Mettre à suivre")
    kadia.see("C’est noté.", "Compté deux fois.", "À suivre", "Kadia Traoré, secrétaire de l’ASACO")
    salif = visit("salif", PHONE, javascript=False)
    salif.open("/a-verifier/")
    salif.see("Cases à suivre", "Nouveaux cas venant de hors aire", "Compté deux fois.")
