"""One site for the whole run, one Chromium, and visitors who must leave nothing wrong behind them."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Protocol

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Playwright, StorageState, expect, sync_playwright

from core.months import Month
from tests.browser.device import Device, Start
from tests.browser.site import Site
from tests.browser.visitor import ARGUMENTS, DESK, MADE, Visitor, context_of


class Visit(Protocol):
    """Who looks, and through what."""

    def __call__(
        self, name: str, width: int = DESK, *, javascript: bool = True, bypass_csp: bool = False
    ) -> Visitor: ...


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration, told up to today."""
    with Site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def last_month(site: Site) -> Month:
    """The month whose report of Banamba Central came back."""
    return Month.of(timezone.localdate()) - 1


@pytest.fixture(scope="session")
def month(last_month: Month) -> str:
    """The month that runs: nothing is declared yet."""
    return (last_month + 1).code


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The one that drives every browser of the run."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The Chromium of this machine."""
    return os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, chromium_path: str) -> Iterator[Browser]:
    """Started once, for every visitor without a profile."""
    browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def paper(chromium: Browser, site: Site) -> None:
    """A quarterly report in the register, and the work behind it in the list of Binta, who asked for it."""
    binta = Visitor(context_of(chromium, DESK), site.url)
    binta.sign_in("binta", site.password)
    binta.open("/communes/ML020201/rapport-trimestriel/")
    binta.say_why()
    binta.press("Établir le rapport")
    expect(binta.page.locator("main")).to_contain_text("Terminé", timeout=MADE)
    binta.context.close()


@pytest.fixture(scope="session")
def doors() -> dict[str, StorageState]:
    """The cookies of who has signed in already."""
    return {}


@pytest.fixture
def visit(chromium: Browser, site: Site, doors: dict[str, StorageState]) -> Iterator[Visit]:
    """``visit("kadia", PHONE)``: somebody signed in; "" for nobody. Nothing may have gone wrong."""
    visitors: list[Visitor] = []

    def visit(name: str, width: int = DESK, *, javascript: bool = True, bypass_csp: bool = False) -> Visitor:
        if name and name not in doors:
            first = context_of(chromium, DESK)
            Visitor(first, site.url).sign_in(name, site.password)
            doors[name] = first.storage_state()
            first.close()
        state = doors[name] if name else None
        context = context_of(chromium, width, state=state, javascript=javascript, bypass_csp=bypass_csp)
        visitors.append(Visitor(context, site.url))
        return visitors[-1]

    yield visit
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.context.close()
    assert faults == []


@pytest.fixture(scope="session")
def away(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own for those who work away from the network: it is stopped, killed, upgraded."""
    with Site(tmp_path_factory.mktemp("away")) as site:
        yield site


@pytest.fixture
def device(playwright: Playwright, chromium_path: str, away: Site, tmp_path: Path) -> Iterator[Start]:
    """Browsers that outlive a page; closed when the test ends."""
    made: list[Device] = []
    # All come from one address, and sign in more often than one may in a quarter of an hour.
    with closing(sqlite3.connect(away.var / "jekabaara.sqlite3", timeout=20)) as base, base:
        base.execute("DELETE FROM core_limitcount")

    def device(name: str = "profile", width: int = DESK) -> Device:
        made.append(Device(playwright, chromium_path, away, tmp_path / name, width))
        made[-1].open()
        return made[-1]

    yield device
    for one in made:
        one.close()
