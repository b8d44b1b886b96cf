"""One person before one screen: what is opened, what is seen, and what went wrong without being seen."""

import time
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    StorageState,
    ViewportSize,
)

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BLOCKED = "Service Worker registration blocked by Playwright"
PHONE, DESK = 360, 1280
HEIGHTS = {PHONE: 740, DESK: 800}
MADE = 90_000  # milliseconds the worker may take for one paper
PATIENCE = 15_000  # milliseconds for anything a reader waits for


class Visitor:
    """A browser of one's own; ``faults`` gathers console errors, foreign requests, failed requests."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        context.set_default_timeout(PATIENCE)
        self.context = context
        self.site = site
        self.faults: list[str] = []
        self.expected: set[str] = set()
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("request", self._watch)
        self.page: Page = context.new_page()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.text.startswith(BLOCKED):
            return  # the browser of these tests says it itself, of a context that has no worker
        if message.type in ("error", "warning") and message.location["url"] not in self.expected:
            self.faults.append(f"console: {message.text} ({message.location['url']})")

    def _watch(self, request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme not in ("data", "about") and asked.netloc != urlsplit(self.site).netloc:
            self.faults.append(f"foreign: {request.url}")

    def open(self, path: str, status: int = 200) -> Page:
        """Go to a page of ours, which must answer ``status``."""
        if status >= 400:
            self.expected.add(self.site + path)  # Chromium says such an answer on its console
        answer = self.page.goto(self.site + path)
        assert answer
        assert answer.status == status, f"{path}: {answer.status}"
        return self.page

    def sign_in(self, name: str, password: str) -> None:
        """Through the door, by hand."""
        self.open("/connexion/")
        self.page.get_by_label("Numéro de téléphone ou nom d’utilisateur").fill(name)
        self.page.get_by_label("Mot de passe", exact=True).fill(password)
        self.press("Se connecter")

    def say_why(self) -> None:
        """A paper that exists is made again for a reason; nobody is asked one for the first."""
        why = self.page.get_by_label("une erreur a été corrigée")
        if why.count():
            why.check()

    def press(self, label: str, *, refused: bool = False) -> None:
        """Press the button of the page whose label is exactly this; ``refused``: the form will come back."""
        if refused:
            self.expected.add(self.page.url)
        self.page.get_by_role("button", name=label, exact=True).click()

    def follow(self, label: str) -> None:
        """Follow the first link so named in the body of the page."""
        self.page.locator("main").get_by_role("link", name=label).first.click()

    def line(self, words: str) -> Locator:
        """One of the three lines of a home page."""
        return self.page.locator(".three a").filter(has_text=words)

    def text(self) -> str:
        """What the body of the page says, spaces of all kinds as one."""
        return " ".join(self.page.locator("main").inner_text().split())

    def see(self, *words: str) -> None:
        """Each of these is written on the page, at once or when a key pressed has brought the next one."""
        wanted, end = [" ".join(word.split()) for word in words], time.monotonic() + PATIENCE / 1_000
        while (missing := [word for word in wanted if word not in self.text()]) and time.monotonic() < end:
            self.page.wait_for_timeout(100)
        assert not missing, f"« {missing[0]} » is not in: {self.text()[:1500]}"

    def focused(self) -> str:
        """Name of the field that has the focus, or text of the link or the button."""
        found: str = self.page.evaluate(
            "() => { const e = document.activeElement; return e.innerText.trim() || e.name; }"
        )
        return found

    def tab_to(self, name: str, most: int = 120) -> None:
        """Tab until the thing of this name or text has the focus."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.focused() == name:
                return
        raise AssertionError(f"« {name} » is not reached by {most} tabs")


def context_of(
    browser: Browser,
    width: int,
    *,
    state: StorageState | None = None,
    javascript: bool = True,
    bypass_csp: bool = False,
) -> BrowserContext:
    """A browser of a given width, signed in when ``state`` is the one of somebody."""
    return browser.new_context(
        viewport=ViewportSize(width=width, height=HEIGHTS[width]),
        locale="fr-FR",
        timezone_id="Africa/Bamako",
        has_touch=width == PHONE,
        java_script_enabled=javascript,
        bypass_csp=bypass_csp,
        storage_state=state,
        service_workers="block",
    )
