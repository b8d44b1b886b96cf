"""A plan in a real browser: three lines typed on the keys alone, sums as one types, cards on a phone."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.pages import CENTRAL
from tests.browser.visitor import DESK, PHONE

pytestmark = pytest.mark.browser


def begun(page: Page) -> str:
    """The address of the table, the plan being begun when nobody had."""
    year = date.today().year + 1  # noqa: DTZ011 - the same clock as the site
    button = page.get_by_role("button", name=f"Commencer le plan {year}")
    if button.count():
        button.click()
    return f"/plans/{CENTRAL}/{year}/1/lignes/"


def test_three_lines_by_keyboard_alone(visit: Visit) -> None:
    awa = visit("awa", DESK)
    awa.open(f"/plans/{CENTRAL}/")
    page = awa.page
    table = begun(page)
    awa.open(table)
    page.wait_for_selector("html[data-ready]")
    rows = page.locator("tr[data-row]")
    count = rows.count()
    first = count - 5  # five empty rows at the end
    rows.nth(first).get_by_label("Objectif").focus()
    keyboard = page.keyboard
    for number in range(3):
        if number:
            keyboard.press("Control+'")
        else:
            keyboard.type("Vacciner tous les enfants")
        keyboard.press("Tab")
        keyboard.press("Tab")
        keyboard.type(f"Sortie {number + 1}")
        keyboard.press("Tab")
        keyboard.press("Space")  # the first quarter
        for _ in range(4):
            keyboard.press("Tab")
        keyboard.press("Tab")
        keyboard.type("12")
        keyboard.press("Tab")
        keyboard.type("sortie")
        keyboard.press("Tab")
        keyboard.type("25 000")
        row = rows.nth(first + number)
        expect(row.locator("[data-cost]")).to_have_text("300\u202f000")
        expect(row.locator("[data-sought]")).to_have_text("300\u202f000")
        for _ in range(5):
            keyboard.press("Tab")
        keyboard.type("100000")  # the ASACO
        expect(row.locator("[data-sought]")).to_have_text("200\u202f000")
        row.get_by_label("Objectif").focus()
        keyboard.press("Enter")
    page.get_by_role("button", name="Enregistrer les lignes").focus()
    keyboard.press("Enter")
    awa.see("3 lignes enregistrées")
    for number in range(3):
        line = page.locator("tr[data-row]").nth(first + number)
        expect(line.get_by_label("Objectif")).to_have_value("Vacciner tous les enfants")
        expect(line.get_by_label("Activité")).to_have_value(f"Sortie {number + 1}")
        expect(line.get_by_role("checkbox", name="T1")).to_be_checked()


def test_on_a_phone_a_line_is_a_card(visit: Visit) -> None:
    awa = visit("awa", PHONE, javascript=False)
    awa.open(f"/plans/{CENTRAL}/")
    awa.open(begun(awa.page))
    width = awa.page.evaluate("() => document.documentElement.scrollWidth")
    assert width <= PHONE
    row = awa.page.locator("tr[data-row]").last
    row.get_by_label("Objectif").fill("Accoucher au centre")
    row.get_by_label("Activité").fill("Clôturer la maternité")
    row.get_by_label("Quantité").fill("1")
    awa.press("Enregistrer les lignes", refused=True)
    expect(awa.page.get_by_role("alert")).to_contain_text("Écrivez le coût unitaire")
    expect(awa.page.get_by_label("Activité, ligne").filter(has_text="Clôturer la maternité")).to_have_count(1)


def test_each_view_of_the_lines_fits_a_desk(visit: Visit) -> None:
    awa = visit("awa", DESK)
    awa.open(f"/plans/{CENTRAL}/")
    awa.open(begun(awa.page))
    room = "() => { const f = document.querySelector('.frame'); return f.scrollWidth - f.clientWidth; }"
    for view in ("Quoi, quand, par qui", "Combien, qui paie"):
        awa.page.get_by_role("radio", name=view).check()
        assert awa.page.evaluate(room) <= 0, view
    expect(awa.page.get_by_label("Objectif, ligne").first).to_be_hidden()
    expect(awa.page.get_by_label("ASACO, ligne").first).to_be_visible()


def test_a_heavy_file_is_told_before_it_leaves(visit: Visit) -> None:
    """Sixty megabytes are never sent: what was typed is still there."""
    awa = visit("awa", DESK)
    awa.open(f"/plans/{CENTRAL}/")
    awa.open(begun(awa.page).replace("lignes/", "pieces/"))
    page = awa.page
    page.get_by_label("Ce que c’est").fill("Devis de la moto")
    heavy = {"name": "devis.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7" + b"0" * (6 << 20)}
    page.locator("input[type=file]").set_input_files(heavy)  # type: ignore[arg-type]
    expect(page.get_by_role("alert")).to_have_text("Ce fichier est trop lourd\u00a0: 5\u00a0Mo au plus.")
    expect(page.get_by_label("Ce que c’est")).to_have_value("Devis de la moto")
    assert page.locator("input[type=file]").input_value() == ""
    page.locator("input[type=file]").set_input_files(heavy | {"buffer": b"%PDF-1.7\n%%EOF"})  # type: ignore[arg-type]
    expect(page.get_by_role("alert")).to_have_count(0)
