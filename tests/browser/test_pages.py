"""On a phone as on a desk: nothing for axe to say, nothing wider than the screen, targets for thumbs."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize

from core.months import Month
from tests.browser.conftest import Visit
from tests.browser.pages import KINDS, Kind
from tests.browser.visitor import DESK, HEIGHTS, PHONE, Visitor
from tests.house.files import ROOT

pytestmark = pytest.mark.browser

AXE = ROOT / "tests" / "vendor" / "axe-core-4.14.1" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """(tags) => axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]})"""
THUMB = 44
# Buttons, fields, and links that stand alone: what a thumb must hit. Words inside a sentence are not.
FIELDS = "button, .btn, select, input:not([type=hidden]), textarea"
TARGETS = f"{FIELDS}, .tasks a, .three a, .tabs a, .menu li a, .brand"
SMALL = """([selector, least]) => [...document.querySelectorAll(selector)].flatMap((e) => {
    const box = (e.closest(".pick") || e).getBoundingClientRect();
    return e.checkVisibility() && box.height && box.height < least - .5 && !e.matches(".link, .sr")
        ? [e.outerHTML.slice(0, 120) + " " + box.height] : [];
})"""
# A field that gets the focus scrolls out from under the bar that stays at the bottom.
UNDER = """() => {
    const bar = document.querySelector(".bar");
    if (!bar) return [];
    return [...document.querySelectorAll("main input:not([type=hidden]), main select")].flatMap((field) => {
        if (bar.contains(field) || !field.checkVisibility()) return [];
        field.focus();
        return field.getBoundingClientRect().bottom > bar.getBoundingClientRect().top + 1 ? [field.name] : [];
    });
}"""
WIDE = """() => {
    const page = document.scrollingElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    return [page.scrollWidth + " px", ...[...document.querySelectorAll("main *")]
        .filter((e) => e.getBoundingClientRect().right > page.clientWidth && !e.closest(".frame"))
        .map((e) => e.outerHTML.slice(0, 120)).slice(0, 4)];
}"""


def look(visitor: Visitor, kind: Kind, last: Month) -> Page:
    page = visitor.open(kind.address(last), kind.status)
    if kind.then:
        address = page.locator(f"main a[href^='{kind.then}']:not([href='{kind.then}'])").first.get_attribute(
            "href"
        )
        page = visitor.open(address or "")
    return page


def violations(page: Page) -> list[str]:
    """What axe says: rule, then where, with the whole page in sight (nothing lies under a bar that stays)."""
    height = page.evaluate("document.scrollingElement.scrollHeight")
    page.set_viewport_size(ViewportSize(width=page.evaluate("innerWidth"), height=height))
    found: dict[str, Any] = page.evaluate(RUN, TAGS)
    return [
        f"{one['id']}: {json.dumps([node['html'][:160] for node in one['nodes'][:3]], ensure_ascii=False)}"
        for one in found["violations"]
    ]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_page_fits_a_phone_and_everybody(kind: Kind, visit: Visit, last_month: Month, paper: None) -> None:
    visitor = visit(kind.who, PHONE, bypass_csp=True)
    page = look(visitor, kind, last_month)
    assert page.evaluate(WIDE) == []
    assert page.evaluate(SMALL, [TARGETS, THUMB]) == []
    assert page.evaluate(UNDER) == []
    page.add_script_tag(path=AXE)
    assert violations(page) == []
    page.set_viewport_size(ViewportSize(width=DESK, height=HEIGHTS[DESK]))
    assert page.evaluate(WIDE) == []
    assert violations(page) == []


def test_the_menu_of_a_phone_opens_and_is_read(visit: Visit) -> None:
    fanta = visit("fanta", PHONE, bypass_csp=True)
    page = fanta.open("/")
    page.get_by_role("button", name="Menu").click()
    assert page.locator("#menu").is_visible()
    assert page.evaluate(SMALL, [TARGETS, THUMB]) == []
    assert page.evaluate(WIDE) == []
    page.add_script_tag(path=AXE)
    assert violations(page) == []
    page.keyboard.press("Escape")
    assert page.locator("#menu").is_hidden()
