"""The follow-up in a real browser: a line by keyboard, with scripts or without; the poster of the wall."""

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from core.months import Month, Semester
from tests.browser.conftest import Visit
from tests.browser.pages import CENTRAL
from tests.browser.visitor import PHONE

pytestmark = pytest.mark.browser
LINE = "Remettre aux relais la liste des femmes attendues"


@pytest.mark.parametrize("javascript", [False, True])
def test_a_line_is_updated_by_keyboard_alone(visit: Visit, *, javascript: bool) -> None:
    awa = visit("awa", PHONE, javascript=javascript)
    awa.open("/suivi/")
    row = awa.page.locator("tr", has_text=LINE)
    undone = row.get_by_role("radio", name="Non fait").is_checked()
    row.get_by_role("radio", checked=True).focus()
    awa.page.keyboard.press("ArrowRight" if undone else "ArrowLeft")
    awa.page.keyboard.press("Tab")
    awa.page.keyboard.type("Liste écrite pour deux villages")
    awa.page.keyboard.press("Enter")
    awa.see("1 ligne enregistrée", "Liste écrite pour deux villages")
    chosen = "En cours" if undone else "Non fait"
    expect(awa.page.locator("tr", has_text=LINE).get_by_role("radio", name=chosen)).to_be_checked()


def test_a_date_without_its_reason_comes_back_with_what_was_typed(visit: Visit) -> None:
    awa = visit("awa", PHONE, javascript=False)
    awa.open("/suivi/")
    due = awa.page.locator("tr", has_text=LINE).get_by_label("Échéance")
    due.fill("31 12 2031")
    awa.press("Enregistrer le suivi", refused=True)
    expect(awa.page.get_by_role("alert")).to_contain_text("pourquoi l’échéance change")
    expect(awa.page.locator("tr", has_text=LINE).get_by_label("Échéance")).to_have_value("31 12 2031")


def test_the_poster_is_one_page_across(visit: Visit, last_month: Month, tmp_path: object) -> None:
    semester = Semester.last_closed((last_month + 1).first_day).before.code
    fanta = visit("fanta")
    page = fanta.open(f"/monitorage/{CENTRAL}/{semester}/affiche/")
    target = f"{tmp_path}/affiche.pdf"
    page.pdf(path=target, prefer_css_page_size=True)
    (sheet,) = PdfReader(target).pages
    assert sheet.mediabox.width > sheet.mediabox.height
    text = " ".join((sheet.extract_text() or "").split())
    for words in ("Banamba Central", "goulot", "Réparer la moto ambulance", "Données fictives"):
        assert words in text, words
