"""A place in one page, printed: one A4, with its last piece on it, for who reads most of it."""

from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.conftest import Visit
from tests.browser.pages import BANAMBA, CENTRAL
from tests.browser.visitor import DESK

pytestmark = pytest.mark.browser
SHEETS = (
    ("fanta", f"/communes/{BANAMBA}/en-une-page/"),
    ("kadia", f"/cscom/{CENTRAL}/en-une-page/"),
    ("kadia", f"/asaco/{CENTRAL}/en-une-page/"),
)


def printed(page: Page) -> PdfReader:
    """What the printer gets."""
    return PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize(("who", "path"), SHEETS)
def test_one_a4(visit: Visit, who: str, path: str) -> None:
    reader = printed(visit(who, DESK).open(path))
    assert len(reader.pages) == 1
    said = " ".join(reader.pages[0].extract_text().split())
    for words in ("Comment va la santé", "Ce qui est promis", "Les réunions", "Les documents établis"):
        assert words in said, words
    for absent in ("Chronologie", "Tout le suivi", "Ctrl + P", "Se déconnecter"):
        assert absent not in said, absent
