"""The menu of whoever may do much: one line on a desk, the rest behind « Plus », on keys, without script."""

import pytest

from tests.browser.conftest import Visit
from tests.browser.pages import BANAMBA
from tests.browser.test_pages import AXE, WIDE, violations
from tests.browser.visitor import DESK, PHONE

pytestmark = pytest.mark.browser

# Tops of the entries that are seen.
LINES = """() => [...new Set([...document.querySelectorAll("#menu > ul > li")]
    .map((e) => Math.round(e.getBoundingClientRect().top)))].length"""
PLACES = ("/", "/reunions/", "/organes/", "/asaco/", "/personnes/")


@pytest.mark.parametrize("name", ["kadia", "fanta", "binta", "salif", "seydou", "nana"])
def test_the_menu_is_one_line_on_a_desk(visit: Visit, name: str) -> None:
    """Wherever one is: a page that is behind « Plus » comes out of it."""
    who = visit(name, DESK)
    for path in (*PLACES, *(["/calendrier/", "/decoupage/"] if name == "nana" else [])):
        who.open(path)
        assert who.page.evaluate(LINES) == 1, (name, path)
        assert who.page.locator("#menu > ul > li > a[aria-current]").count() == 1
        assert who.page.evaluate(WIDE) == []


@pytest.mark.parametrize("javascript", [True, False])
def test_the_rest_opens_on_the_keys(visit: Visit, javascript: bool) -> None:
    fanta = visit("fanta", DESK, javascript=javascript, bypass_csp=True)
    fanta.open(f"/communes/{BANAMBA}/chiffres/")
    more = fanta.page.locator("#menu summary")
    organs = fanta.page.locator("#menu").get_by_role("link", name="Organes")
    assert organs.is_hidden()
    more.focus()
    fanta.page.keyboard.press("Enter")
    assert organs.is_visible()
    assert fanta.page.evaluate(WIDE) == []
    if javascript:
        fanta.page.add_script_tag(path=AXE)
        assert violations(fanta.page) == []
    fanta.tab_to("Organes", most=6)
    fanta.page.keyboard.press("Enter")
    fanta.page.wait_for_url("**/organes/")
    assert fanta.page.locator("#menu").get_by_role("link", name="Organes").is_visible()


def test_the_rest_opens_under_a_thumb(visit: Visit) -> None:
    salif = visit("salif", PHONE)
    salif.open("/")
    salif.page.get_by_role("button", name="Menu").click()
    salif.page.locator("#menu summary").click()
    assert salif.page.evaluate(WIDE) == []
    salif.page.locator("#menu").get_by_role("link", name="Personnes").click()
    salif.page.wait_for_url("**/personnes/")
