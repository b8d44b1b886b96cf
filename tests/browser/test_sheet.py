"""The sheet of a month on A4: few pages, heads with their tables, the figures of server and device alike."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PageObject, PdfReader

from core.months import Month
from tests.browser.conftest import Visit
from tests.browser.device import AIRE, Device
from tests.browser.visitor import DESK

pytestmark = pytest.mark.browser

MOST_PAGES = 4
MIDDLE = 595 / 2  # of an A4 page, in points: the sheet has two columns
BOXES = "(root) => [...root.querySelectorAll('.bx')].map((box) => box.textContent.trim())"


@dataclass(frozen=True)
class Word:
    """A piece of text on paper, from the top left corner of its page."""

    text: str
    x: float
    y: float


def printed(page: Page) -> PdfReader:
    """What the printer gets."""
    return PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))


def plain(text: str) -> str:
    return " ".join(text.split())


def words(sheet: PageObject) -> list[Word]:
    found: list[Word] = []

    def met(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append(Word(plain(text), x, float(sheet.mediabox.height) - y))

    sheet.extract_text(visitor_text=met)
    return found


def orphans(pdf: PdfReader, heads: list[str]) -> list[str]:
    """Heads with nothing under them in their column, and heads that are not found."""
    left = list(heads)
    alone = []
    for sheet in pdf.pages:
        here = words(sheet)
        for word in here:
            if word.text in left:
                left.remove(word.text)
                under = [w for w in here if w.y > word.y + 2 and (w.x < MIDDLE) == (word.x < MIDDLE)]
                # the running foot and the page number are no content
                if not any(w.y < float(sheet.mediabox.height) - 70 for w in under):
                    alone.append(word.text)
    return alone + left


def heads_of(page: Page) -> list[str]:
    """Without the stamp a section may bear, which is a text of its own on paper."""
    names = page.locator(".a4-cols h3").evaluate_all(
        "(heads) => heads.map((head) => head.firstChild.textContent)"
    )
    return [plain(name) for name in names]


def state_of(page: Page) -> str:
    """« Projet, renvoyé », « Complet »…: what the screen says of the report."""
    return plain(page.locator(".a4-state").inner_text())


@pytest.mark.parametrize("which", ["feuille-vide", "feuille"])
def test_a_sheet_is_four_pages_at_most_with_its_heads_in_place(
    which: str, visit: Visit, last_month: Month
) -> None:
    page = visit("kadia", DESK, javascript=False).open(f"/rapports/{AIRE}/{last_month.code}/{which}/")
    pdf, heads = printed(page), heads_of(page)
    assert len(heads) == 13
    assert 1 < len(pdf.pages) <= MOST_PAGES
    assert {round(float(p.mediabox.width)) for p in pdf.pages} <= {594, 595, 596}
    assert orphans(pdf, heads) == []
    for number, sheet in enumerate(pdf.pages, 1):
        text = plain(sheet.extract_text())
        assert f"page {number} / {len(pdf.pages)}" in text
        assert "Banamba Central" in text  # every page says whose it is
    whole = plain(" ".join(sheet.extract_text() for sheet in pdf.pages))
    for said in ("Démonstration, données fictives", "Signatures", "Président de l’ASACO", "Période"):
        assert said in whole
    assert "Saisir" not in whole
    assert page.locator(".a4-state").count() == (which == "feuille")
    if which == "feuille":
        assert state_of(page) in whole


def test_the_figures_on_paper_are_those_of_the_report(visit: Visit, last_month: Month) -> None:
    page = visit("kadia").open(f"/rapports/{AIRE}/{last_month.code}/feuille/")
    boxes = page.locator(".a4").evaluate(BOXES)
    text = plain(" ".join(sheet.extract_text() for sheet in printed(page).pages))
    assert len(boxes) > 182
    assert [box for box in boxes if plain(box) not in text] == []
    row = page.locator(".sh tr", has=page.get_by_role("rowheader", name="Moins de 1 an", exact=True)).first
    male, female, total = (int(box) for box in row.locator(".bx").all_inner_texts())
    assert male + female == total


def test_the_form_prints_the_whole_sheet_as_the_server_does(visit: Visit, last_month: Month) -> None:
    kadia = visit("kadia")
    page = kadia.open(f"/rapports/{AIRE}/{last_month.code}/feuille/")
    theirs, state = page.locator(".a4").evaluate(BOXES), state_of(page)
    page = kadia.open(f"/rapports/{AIRE}/{last_month.code}/paludisme/")
    page.wait_for_selector("html[data-ready]")
    mine = page.evaluate(f"() => ({BOXES})(Jeka.sheet.draw(Jeka.desk, []))")
    assert [plain(box) for box in mine] == [plain(box) for box in theirs]
    pdf = printed(page)
    text = plain(" ".join(sheet.extract_text() for sheet in pdf.pages))
    assert len(pdf.pages) <= MOST_PAGES
    for said in ("1 Consultations curatives", "13 Vie de l’ASACO", "Signatures", state.split(", ")[0]):
        assert said in text
    assert "Enregistrer" not in text
    assert page.locator(".a4").count() == 0  # gone once it is printed


def test_the_page_of_the_report_prints_the_sheet_alone(visit: Visit, last_month: Month) -> None:
    page = visit("salif").open(f"/rapports/{AIRE}/{(last_month - 1).code}/")
    text = plain(" ".join(sheet.extract_text() for sheet in printed(page).pages))
    assert "1 Consultations curatives" in text
    assert "Signatures" in text
    assert "Les actes" not in text
    assert "Aller" not in text


def test_away_from_the_network_the_cells_that_wait_are_marked_on_paper(
    device: Callable[..., Device], last_month: Month
) -> None:
    kadia = device()
    kadia.sign_in("kadia")
    kadia.network(there=False)
    kadia.form((last_month + 1).code)
    kadia.type("CC_HA", "4217")
    kadia.type("CC_AC", "beaucoup")
    kadia.settled()
    text = plain(" ".join(sheet.extract_text() for sheet in printed(kadia.page).pages))
    assert "4 217 *" in text
    assert "beaucoup ?" in text
    assert "Projet, 2 cases non envoyées" in text
    assert "Étoile : pas encore chez le serveur" in text
    kadia.page.goto(f"{kadia.url}/rapports/{AIRE}/{(last_month + 1).code}/feuille/")
    kadia.page.wait_for_selector("#coque[data-ready='1'] .a4")
    text = plain(" ".join(sheet.extract_text() for sheet in printed(kadia.page).pages))
    assert "4 217 *" in text
    assert "Vérifier, déclarer" not in text
