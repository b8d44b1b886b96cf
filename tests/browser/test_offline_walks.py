"""Seeded walks on a bad line: whatever happens to browser, server or session, nothing typed is lost."""

import os
import random
import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.device import AIRE, RECEIVED, Device, Start, on_server, saves_of
from tests.browser.site import Site

pytestmark = pytest.mark.browser

LONG = bool(os.environ.get("JEKABAARA_LONG"))
WALKS, STEPS = (60, 30) if LONG else (10, 15)
SECTION = "personnel"
KEYS = ("PER_MED.asaco", "PER_INF.ct", "PER_SFIO.asaco", "PER_MAT.ppte", "ASC_ACT.F")
TEXTS = {"": None, "so": "NA", "deux": "deux"}  # vide, sans objet, no value at all
WRONG = "deux"


class Walk:
    """One walk, and what must be true of it: ``typed`` holds what was last typed in each cell."""

    def __init__(self, device: Device, site: Site, month: str, seed: int) -> None:
        self.device, self.site, self.month = device, site, month
        self.dice = random.Random(seed)
        self.typed: dict[str, str] = {}
        self.edits: dict[str, int] = dict.fromkeys(KEYS, 0)
        self.before = {key: len(saves_of(site, month, key)) for key in KEYS}
        self.trace: list[str] = []
        self.linked = True
        self.enter("kadia")

    def enter(self, name: str) -> None:
        self.device.context.clear_cookies()
        self.device.sign_in(name)
        if name == "kadia":
            self.device.form(self.month, SECTION)
            self.hers = f"jekabaara-{self.device.page.get_attribute('body', 'data-person')}"

    def step(self) -> None:
        name = self.dice.choice(
            (
                "edit",
                "edit",
                "edit",
                "offline",
                "online",
                "close",
                "kill",
                "reload",
                "logout",
                "other",
                "full",
            )
            + (("upgrade",) if self.dice.random() < 0.5 else ())
        )
        self.trace.append(name)
        try:
            getattr(self, name)()
            self.check()
        except Exception as error:
            error.add_note(f"after {self.trace}")
            raise

    # ---- What happens ----
    def edit(self) -> None:
        key = self.dice.choice(KEYS)
        text = self.dice.choice([*TEXTS, *(str(self.dice.randint(0, 40)) for _ in range(5))])
        self.device.cell(key).fill(text)
        self.device.cell(key).press("Tab")
        self.device.settled()
        self.typed[key] = text
        self.edits[key] += 1
        self.trace.append(f"{key}={text!r}")

    def offline(self) -> None:
        self.linked = False
        self.device.network(there=False)

    def online(self) -> None:
        self.linked = True
        self.device.network(there=True)

    def close(self) -> None:
        self.device.reopen()
        self.back()

    def kill(self) -> None:
        self.device.kill()
        self.back()

    def reload(self) -> None:
        self.device.form(self.month, SECTION)

    def back(self) -> None:
        """Closing ends the session: with the network one signs in, without it the form opens."""
        if self.linked:
            self.enter("kadia")
        else:
            self.device.form(self.month, SECTION)

    def logout(self) -> None:
        page = self.device.page
        button = page.get_by_role("button", name=re.compile("^Se déconnecter|^Quitter"))
        if not button.count():  # the shell of a form has no door
            return
        button.first.click()
        dialog = page.get_by_role("dialog")
        page.wait_for_function(
            "() => document.querySelector('dialog[open]') || !document.querySelector('form[data-cells]')",
            timeout=25_000,
        )
        if dialog.count():
            dialog.get_by_role("button", name="Rester").click()
            return
        assert self.hers not in self.device.databases(), self.trace
        self.online()
        page.wait_for_load_state()
        self.enter("kadia")

    def other(self) -> None:
        """Oumar of the aire next door takes the computer for a while."""
        self.online()
        self.enter("oumar")
        self.device.network(there=False)
        self.device.page.goto(f"{self.device.url}/rapports/{AIRE}/{self.month}/{SECTION}/")
        self.device.page.wait_for_selector("#coque h1")
        expect(self.device.page.locator("#coque")).not_to_contain_text("Banamba Central")
        self.device.network(there=True)
        self.enter("kadia")

    def full(self) -> None:
        """The disk has no place left for one cell, then has again."""
        self.device.fill_up()
        self.edit()
        self.device.make_room()
        self.device.flush()

    def upgrade(self) -> None:
        self.site.upgrade()

    # ---- What must be true ----
    def check(self) -> None:
        """The page shows what was typed; what it calls received is on the server."""
        if not self.device.page.locator("form[data-cells]").count():
            return
        for key, text in self.typed.items():
            shown = self.device.cell(key).input_value().replace("s.\u00a0o.", "so")
            assert shown == text, (key, shown, text, self.trace)
            if self.device.look(key) in {*RECEIVED, "c-na"}:
                assert on_server(self.site, self.month).get(key) == self.value(text), (key, self.trace)

    def value(self, text: str) -> Any:
        return TEXTS[text] if text in TEXTS else int(text)

    def end(self) -> None:
        self.online()
        self.enter("kadia")
        self.device.flush()
        self.check()
        wrong = [key for key, text in self.typed.items() if text == WRONG]
        assert self.device.unsent() == len(wrong), self.trace
        server = on_server(self.site, self.month)
        for key, text in self.typed.items():
            if text != WRONG:
                assert server.get(key) == self.value(text), (key, self.trace)
        for key in KEYS:
            saves = saves_of(self.site, self.month, key)
            assert len(saves) - self.before[key] <= self.edits[key], (key, saves, self.trace)
            assert all(one != two for one, two in pairwise(saves)), (key, saves)


@pytest.mark.parametrize("seed", range(WALKS))
def test_nothing_typed_is_lost(device: Start, away: Site, month: str, seed: int) -> None:
    walk = Walk(device(), away, month, seed)
    for _ in range(STEPS):
        walk.step()
    walk.end()
