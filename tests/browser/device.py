"""A browser that keeps what is typed: its shell, its queue, its network cut and given back."""

import json
import os
import signal
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import BrowserContext, Locator, Page, Playwright
from playwright.sync_api import Error as PlaywrightError

from tests.browser.site import Site
from tests.browser.visitor import ARGUMENTS, DESK
from tests.browser.wire import Wire

AIRE = "WHO-MLI-0502"  # Banamba Central
PATIENCE = 15_000
RECEIVED = ("c-ok", "c-odd")


class Device:
    """One profile, that outlives its browser."""

    def __init__(
        self, playwright: Playwright, chromium: str, site: Site, profile: Path, width: int = DESK
    ) -> None:
        self.playwright, self.chromium, self.site, self.profile = playwright, chromium, site, profile
        self.width = width
        self.wire = Wire(site.port)
        self.wire.__enter__()
        self.url = self.wire.url

    def open(self) -> None:
        """The browser starts, on the profile as it was left."""
        self.context: BrowserContext = self.playwright.chromium.launch_persistent_context(
            self.profile,
            executable_path=self.chromium,
            args=ARGUMENTS,
            viewport={"width": self.width, "height": 800},
            locale="fr-FR",
            timezone_id="Africa/Bamako",
            accept_downloads=True,
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.pages[0]

    def reopen(self) -> None:
        """Closed, then opened again."""
        self.context.close()
        self.open()

    def kill(self) -> None:
        """The browser dies at once, and is opened again: the first of its processes names the profile."""
        mark = f"--user-data-dir={self.profile}".encode()
        for folder in Path("/proc").glob("[0-9]*"):
            words = _words(folder)
            if mark in words and not any(word.startswith(b"--type=") for word in words):
                os.kill(int(folder.name), signal.SIGKILL)
        with suppress(PlaywrightError):
            self.context.close()
        for lock in self.profile.glob("Singleton*"):
            lock.unlink()
        self.open()

    def network(self, there: bool) -> None:
        """The line of this browser alone. (Chromium's « offline » passes by the worker once reopened.)"""
        if there:
            self.wire.mend()
        else:
            self.wire.cut()

    def close(self) -> None:
        """The browser, and its line."""
        self.context.close()
        self.wire.__exit__(None, None, None)

    def sign_in(self, name: str) -> None:
        self.page.goto(self.url + "/connexion/")
        self.page.fill("input[name=username]", name)
        self.page.fill("input[name=password]", self.site.password)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(self.url + "/")
        self.settle()

    def settle(self) -> None:
        """Until the page of somebody who types has its forms and its worker."""
        self.page.evaluate(
            "async () => { if (Jeka.ready) await Jeka.ready; await navigator.serviceWorker.ready; }"
        )

    def form(self, month: str, section: str = "curatif") -> None:
        """Open a section, from the server or from this device."""
        self.page.goto(f"{self.url}/rapports/{AIRE}/{month}/{section}/")
        self.page.wait_for_selector("html[data-ready]")

    def form_of_the_server(self, month: str, section: str) -> None:
        """The section drawn by the server, asked again when it took so long that the device drew it."""
        for _ in range(4):
            self.form(month, section)
            if not self.page.locator("#coque").count():
                return
        raise AssertionError("the server never answers in time")

    def cell(self, key: str) -> Locator:
        return self.page.locator(f'[name="c.{key}"]')

    def type(self, key: str, text: str) -> None:
        """Type in a cell and leave it; back when the device has it."""
        self.cell(key).fill(text)
        self.cell(key).press("Tab")
        self.settled()

    def settled(self) -> None:
        """Until what was just typed has been kept."""
        self.page.evaluate("async () => { await Jeka.desk.settle(); }")

    def look(self, key: str) -> str:
        """The class that tells the state of a cell: c-wait, c-ok…"""
        return (
            str(self.cell(key).evaluate("cell => cell.parentElement.className")).replace("cell", "").strip()
        )

    def wait_for(self, key: str, *looks: str) -> None:
        self.page.wait_for_function(
            '([key, looks]) => looks.some((look) => document.querySelector(`[name="c.${key}"]`)'
            "?.parentElement.classList.contains(look))",
            arg=[key, list(looks)],
            timeout=25_000,
        )

    def received(self, key: str) -> None:
        """The server has it; whether it is usual is another matter."""
        self.wait_for(key, *RECEIVED)

    def flush(self) -> Any:
        """Send now; what the device says of it."""
        return self.page.evaluate("async () => (await Jeka.ready).sync.flush()")

    def unsent(self) -> int:
        return int(self.page.evaluate("async () => (await (await Jeka.ready).store.unsent()).count"))

    def databases(self) -> list[str]:
        """What this profile holds of people."""
        return list(
            self.page.evaluate(
                "async () => (await indexedDB.databases()).map((base) => base.name)"
                ".filter((name) => name.startsWith('jekabaara'))"
            )
        )

    def shells(self) -> list[str]:
        """The shells this browser keeps."""
        return list(
            self.page.evaluate(
                "async () => (await caches.keys()).filter((name) => name.startsWith('jeka-coque-'))"
            )
        )

    def fill_up(self) -> None:
        """The disk is full: this page's browser refuses to write, as it does then, until ``make_room``."""
        self.page.evaluate(
            "() => { window.room = IDBObjectStore.prototype.put; IDBObjectStore.prototype.put = () => {"
            " throw new DOMException('No place left', 'QuotaExceededError'); }; }"
        )

    def make_room(self) -> None:
        self.page.evaluate(
            "() => { if (window.room) IDBObjectStore.prototype.put = window.room; window.room = null; }"
        )


class Start(Protocol):
    """``device()``: a browser with a profile of its own, empty; ``device("other")``: another one."""

    def __call__(self, name: str = "profile", width: int = DESK) -> Device: ...


def _words(process: Path) -> list[bytes]:
    try:
        return (process / "cmdline").read_bytes().split(b"\0")
    except OSError:  # it has just ended
        return []


def on_server(site: Site, month: str) -> dict[str, Any]:
    """What the report of Banamba Central holds in the database."""
    rows = _ask(site, 'SELECT r."values" FROM monitoring_monthlyreport r', month)
    return json.loads(rows[0][0]) if rows else {}


def saves_of(site: Site, month: str, key: str) -> list[Any]:
    """The values a cell took, save after save."""
    rows = _ask(
        site,
        "SELECT d.after FROM monitoring_reportdiff d JOIN monitoring_monthlyreport r ON r.id = d.report_id",
        month,
        "ORDER BY d.id",
    )
    return [after[key] for (text,) in rows if key in (after := json.loads(text))]


def state_on_server(site: Site, month: str) -> str:
    """Where the report of Banamba Central stands."""
    return _ask(site, "SELECT r.state FROM monitoring_monthlyreport r", month)[0][0]


def _ask(site: Site, select: str, month: str, order: str = "") -> list[tuple[str]]:
    year, number = month.split("-")
    where = (
        " JOIN monitoring_period p ON p.id = r.period_id JOIN cscom_aire a ON a.id = r.aire_id"
        " WHERE a.code = ? AND p.year = ? AND p.month = ? "
    )
    with closing(sqlite3.connect(f"file:{site.var / 'jekabaara.sqlite3'}?mode=ro", uri=True)) as base:
        return base.execute(select + where + order, (AIRE, int(year), int(number))).fetchall()


def notes_of(site: Site, month: str) -> list[Any]:
    """What was said of the cells: (key, text, flag), in order."""
    return _ask(
        site,
        "SELECT n.key, n.text, n.flag FROM monitoring_cellnote n"
        " JOIN monitoring_monthlyreport r ON r.id = n.report_id",
        month,
        "ORDER BY n.id",
    )
