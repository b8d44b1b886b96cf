"""What the monthly form takes from the network, all of it: page, worker, what the device carries away."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from core.months import Month
from tests.browser.device import AIRE
from tests.browser.site import Site
from tests.browser.visitor import PHONE
from tests.browser.wire import Wire

pytestmark = pytest.mark.browser

FIRST, AGAIN = 100_000, 15_000  # bytes: everything, at the first visit, at the next ones
WAITING = "async () => { if (Jeka.ready) await Jeka.ready; await navigator.serviceWorker.ready; }"


@pytest.fixture
def wire(site: Site) -> Iterator[Wire]:
    with Wire(site.port) as wire:
        yield wire


@pytest.fixture
def phone(chromium: Browser, wire: Wire, site: Site) -> Iterator[BrowserContext]:
    """A phone that has just signed in, and kept nothing: no file, no worker, no report."""
    first = chromium.new_context(java_script_enabled=False)  # nothing asked behind its back
    page = first.new_page()
    page.goto(f"{wire.url}/connexion/")
    page.fill("input[name=username]", "kadia")
    page.fill("input[name=password]", site.password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{wire.url}/")
    cookies = first.cookies()
    first.close()
    context = chromium.new_context(viewport={"width": PHONE, "height": 740}, locale="fr-FR")
    context.add_cookies(cookies)  # type: ignore[arg-type]
    wire.read()
    yield context
    context.close()


def visited(page: Page, wire: Wire, path: str) -> dict[str, int]:
    """Open the form; what came until its worker is in place and nothing more is asked."""
    page.goto(wire.url + path)
    page.wait_for_selector("html[data-ready]")
    page.evaluate(WAITING)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    return wire.read()


def parted(came: dict[str, int], path: str) -> dict[str, int]:
    """The page and what it is drawn with; the worker and its shell; what the device carries away."""
    parts = dict.fromkeys(("page", "files", "worker", "pack", "probe", "other"), 0)
    for asked, weight in came.items():
        if asked == path:
            parts["page"] += weight
        elif asked.startswith("/static/"):
            parts["files"] += weight
        elif asked in {"/sw.js", "/hors-ligne/"}:
            parts["worker"] += weight
        elif asked.startswith("/hors-ligne/paquet/"):
            parts["pack"] += weight
        elif asked.startswith("/sync/"):
            parts["probe"] += weight
        else:
            parts["other"] += weight
    return parts


def test_the_form_and_all_it_keeps_is_light(
    phone: BrowserContext,
    wire: Wire,
    last_month: Month,
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    """First visit: also the worker, its shell, the three months carried. Then: a page, what has changed."""
    form, page = f"/rapports/{AIRE}/{(last_month + 1).code}/", phone.new_page()
    weights = {}
    for section in ("curatif", "paludisme", "pev"):
        path = f"{form}{section}/"
        weights[section] = parted(visited(page, wire, path), path)
        record_testsuite_property(section, weights[section])  # told with the results of the run
    first, *later = weights.values()
    assert set(first) - {part for part, weight in first.items() if weight} <= {
        "probe",
        "other",
    }  # all was seen
    assert first["page"] + first["files"] <= FIRST
    assert sum(first.values()) <= FIRST, first
    for again in later:
        assert 2_000 < again["page"] <= sum(again.values()) <= AGAIN, again
