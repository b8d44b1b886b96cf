"""A whole paper form is typed on the keys alone: from the first cell to the check, thirteen sections."""

import pytest
from playwright.sync_api import expect

from core.months import Month
from tests.browser.conftest import Visit
from tests.browser.visitor import DESK

pytestmark = pytest.mark.browser

AIRE = "WHO-MLI-0502"
SECTIONS = 13


def test_the_whole_form_without_a_mouse(visit: Visit, last_month: Month) -> None:
    kadia = visit("kadia", DESK)
    page, keyboard = kadia.page, kadia.page.keyboard
    kadia.open(f"/rapports/{AIRE}/{(last_month + 1).code}/curatif/#premiere")
    page.wait_for_selector("html[data-ready]")
    typed: list[str] = []
    for number in range(SECTIONS):
        section = page.url.partition("#")[0]
        names = page.evaluate(
            "() => [...document.querySelectorAll('.cell > input, .cell > select')].map((c) => c.name)"
        )
        for name in names:
            assert page.evaluate("() => document.activeElement.name") == name
            keyboard.type("oui" if name == "c.CS_RAP" else "1")
            keyboard.press("Enter")
        typed += names
        if number < SECTIONS - 1:  # after the last cell, the next section comes
            page.wait_for_function("(before) => location.href.split('#')[0] !== before", arg=section)
            page.wait_for_selector("html[data-ready]")
    assert len(typed) == len(set(typed)) == 182
    expect(page.get_by_role("button", name="Vérifier")).to_be_focused()  # after the last cell
    keyboard.press("Enter")
    page.wait_for_url("**/verifier/")
    expect(page.locator("main")).to_contain_text("Tout ce qui était demandé est rempli.")
