"""Each state of a cell, on a phone: told by a class, a symbol, a word; nothing for axe to say."""

from pathlib import Path

import pytest

from core.months import Month
from tests.browser.device import Start
from tests.browser.test_pages import AXE, WIDE, violations
from tests.browser.visitor import PHONE

pytestmark = pytest.mark.browser

SECTION = "paludisme"
# Cell → its class, the end of what a reader hears.
LOOKS = {
    "PAL_DEC.lt5": ("c-ok", "reçu par le serveur"),
    "PAL_SUS.lt5": ("c-odd", "à vérifier"),
    "PAL_CTA.lt5": ("c-na", "sans objet"),
    "MILD_FE": ("c-bad", "ce n’est pas une valeur"),
    "MILD_NOU": ("c-wait", "en attente d’envoi"),
    "PAL_GRV.lt5": ("c-two", "deux valeurs, choisir"),
    "PAL_DEC.5p": ("", "vide"),
}


def test_each_state_has_its_look_and_its_word(device: Start, month: str) -> None:
    kadia, awa = device("kadia", PHONE), device("awa")
    for person, name in ((kadia, "kadia"), (awa, "awa")):
        person.sign_in(name)
        person.form(month, SECTION)
    for part in ("lt5", "5p", "fe"):  # more tests than suspected cases
        kadia.type(f"PAL_SUS.{part}", "1")
        kadia.type(f"PAL_TST.{part}", "2")
    kadia.type("PAL_DEC.lt5", "0")
    kadia.type("PAL_CTA.lt5", "so")
    kadia.flush()
    kadia.received("PAL_DEC.lt5")
    kadia.network(there=False)
    kadia.type("PAL_GRV.lt5", "3")
    awa.type("PAL_GRV.lt5", "4")
    awa.flush()
    awa.received("PAL_GRV.lt5")
    kadia.network(there=True)
    kadia.flush()
    kadia.wait_for("PAL_GRV.lt5", "c-two")
    kadia.network(there=False)
    kadia.type("MILD_FE", "douze")
    kadia.type("MILD_NOU", "12")
    assert {key: kadia.look(key) for key in LOOKS} == {key: look for key, (look, _) in LOOKS.items()}
    for key, (_, word) in LOOKS.items():
        assert (kadia.cell(key).get_attribute("aria-label") or "").endswith(word)
    assert kadia.page.evaluate(WIDE) == []
    kadia.page.evaluate(Path(AXE).read_text(encoding="utf-8"))
    assert violations(kadia.page) == []
    kadia.network(there=True)
    kadia.page.get_by_role("button", name="Garder 4").click()


def test_the_shell_is_for_everybody(device: Start, last_month: Month) -> None:
    kadia = device("kadia", PHONE)
    kadia.sign_in("kadia")
    kadia.network(there=False)
    report = f"/rapports/WHO-MLI-0502/{last_month.code}/"
    for path in ("/", report, f"{report}curatif/", f"{report}verifier/"):
        kadia.page.goto(kadia.url + path)
        kadia.page.wait_for_selector("#coque h1")
        kadia.page.evaluate("async () => { await Jeka.ready; }")
        assert kadia.page.evaluate(WIDE) == [], path
        kadia.page.evaluate(Path(AXE).read_text(encoding="utf-8"))
        assert violations(kadia.page) == [], path
        kadia.page.set_viewport_size({"width": PHONE, "height": 740})
