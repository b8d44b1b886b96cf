"""A real browser holds the policy of the site: no page, ours or the admin's, asks for what it forbids."""

import re

import pytest

from core.months import Month
from tests.browser.conftest import Visit
from tests.browser.pages import KINDS
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
INDEX = "/administration/"
LISTS = re.compile(r"/administration/\w+/\w+/")


@pytest.mark.parametrize("who", sorted({kind.who for kind in KINDS}))
def test_our_pages(who: str, visit: Visit, last_month: Month, paper: None) -> None:
    """Each page of this reader is opened; any complaint of the browser fails at the end of the visit."""
    visitor = visit(who)
    for kind in KINDS:
        if kind.who == who:
            visitor.open(kind.address(last_month), kind.status)
            visitor.page.wait_for_load_state("networkidle")


def links(visitor: Visitor, pattern: re.Pattern[str]) -> list[str]:
    """Addresses of the links of the page that look like ``pattern``, each once."""
    found: list[str] = visitor.page.eval_on_selector_all(
        "a[href]", "all => all.map(a => a.getAttribute('href'))"
    )
    return sorted({address for address in found if pattern.fullmatch(address)})


def test_the_administration(visit: Visit) -> None:
    """The index, every list with its first row, every form to add."""
    yaya = visit("yaya")
    yaya.open(INDEX)
    lists = links(yaya, LISTS)
    assert len(lists) > 10
    for address in lists:
        yaya.open(address)
        rows = links(yaya, re.compile(re.escape(address) + r"[^/]+/change/"))
        adds = links(yaya, re.compile(re.escape(address) + r"add/"))
        for one in (*rows[:1], *adds):
            yaya.open(one)
    yaya.open(rows[0].replace("/change/", "/history/") if rows else INDEX)


def test_the_administration_s_scripts_run(visit: Visit) -> None:
    """A day is taken from the calendar, a person found by typing: the policy stops none of it."""
    yaya = visit("yaya")
    page = yaya.open("/administration/mandates/mandate/add/")
    page.locator("#id_starts_on + .datetimeshortcuts a").first.click()
    assert re.fullmatch(r"\d\d/\d\d/\d{4}", page.locator("#id_starts_on").input_value())
    page.locator(".field-person .select2-selection").click()
    page.locator(".select2-search__field").fill("Keïta")
    page.locator(".select2-results__option", has_text="Keïta").first.click()
    assert "Keïta" in page.locator(".field-person .select2-selection__rendered").inner_text()


def test_the_policy_is_held(visit: Visit) -> None:
    """What it forbids does not run, and is told: the two tests above would have seen it."""
    visitor = visit("kadia")
    page = visitor.open("/")
    page.evaluate(
        """() => { const s = document.createElement("script"); s.textContent = "window.ran = 1";
                   document.body.append(s); }"""
    )
    assert page.evaluate("() => window.ran") is None
    page.wait_for_timeout(200)
    assert any("Content Security Policy" in fault for fault in visitor.faults)
    visitor.faults.clear()
