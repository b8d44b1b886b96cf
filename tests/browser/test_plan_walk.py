"""One plan through every hand, in a real browser: amended, adopted, sent back, approved, printed."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.pages import CENTRAL
from tests.browser.visitor import MADE, PHONE, Visitor

pytestmark = pytest.mark.browser
YEAR = date.today().year  # noqa: DTZ011 - the same clock as the site
FIRST, AMENDED = f"/plans/{CENTRAL}/{YEAR}/1/", f"/plans/{CENTRAL}/{YEAR}/2/"
LINE = "Former deux matrones de plus"


def act(who: Visitor, label: str, words: str = "", choices: tuple[str, ...] = ()) -> None:
    """From the page of the plan to the receipt: the form, what was said read again, the act."""
    who.open(AMENDED)
    who.follow(label)
    for choice in choices:
        who.page.get_by_label(choice, exact=True).check()
    if words:
        who.page.get_by_role("textbox").first.fill(words)
    who.press("Relire avant de signer")
    who.see("Relisez avant de signer", *([words] if words else []))
    who.press(label)
    who.see("A-")
    assert "/actes/" in who.page.url


def quantity(who: Visitor, text: str, typed: str, paid: str) -> None:
    """One line of the table: how many, what the ASACO pays."""
    who.open(f"{AMENDED}lignes/")
    row = who.page.locator("tr[data-row]").filter(has_text=text[:30])
    row.get_by_label("Quantité").fill(typed)
    row.get_by_label("ASACO").fill(paid)
    who.press("Enregistrer les lignes")
    who.see("1 ligne enregistrée")


def test_a_plan_goes_through_every_hand(visit: Visit) -> None:
    kadia, moussa = visit("kadia", javascript=False), visit("moussa")
    kadia.open(f"{FIRST}amender/")
    kadia.page.get_by_label("Pourquoi").fill("Deux villages de plus à couvrir")
    kadia.press("Commencer la version amendée")
    row = kadia.page.locator("tr[data-row]").last
    row.get_by_label("Objectif").fill("Améliorer les soins de la mère, de l’enfant")
    row.get_by_label("Activité").fill(LINE)
    row.get_by_label("Quantité").fill("2")
    row.get_by_label("Coût unitaire").fill("50000")
    row.get_by_label("ASACO").fill("100000")
    kadia.press("Enregistrer les lignes")
    kadia.see("1 ligne enregistrée")
    act(moussa, "Dire le plan adopté par le CA")

    fanta = visit("fanta", PHONE)
    fanta.open("/plans/a-traiter/")
    expect(fanta.page.locator("main").get_by_role("link", name=f"Plan {YEAR}").first).to_be_visible()
    words = "Le carburant attend le budget."
    act(fanta, "Donner l’avis de la commune", words, ("avis favorable avec réserves",))
    assert fanta.page.evaluate("() => document.documentElement.scrollWidth") <= PHONE

    seydou = visit("seydou")
    act(seydou, "Renvoyer à l’ASACO", "Trois matrones sont nécessaires.", ("chiffrage à revoir",))
    kadia.open(f"{AMENDED}")
    kadia.see("Trois matrones sont nécessaires.")
    quantity(kadia, LINE, "3", "150000")
    act(kadia, "Déposer le plan corrigé")

    seydou.open(AMENDED)
    changed = seydou.page.locator("section", has=seydou.page.locator("#diff"))
    expect(changed).to_contain_text(LINE)
    expect(changed.locator("ins").first).to_be_visible()
    act(seydou, "Valider le plan", "Conforme aux normes.")
    nana = visit("nana")
    act(nana, "Approuver le plan")
    nana.open(AMENDED)
    nana.see("Approuvé par la DRS", words, "Conforme aux normes.")
    nana.follow("Imprimer le plan (PDF)")
    nana.press("Établir le document")
    expect(nana.page.locator("main")).to_contain_text("Terminé", timeout=MADE)
    nana.open(FIRST)
    nana.see("Remplacé par une version amendée")


def test_the_neighbours_see_what_is_theirs(visit: Visit) -> None:
    for name in ("drissa", "oumar"):
        stranger = visit(name)
        stranger.open(f"/plans/{CENTRAL}/", status=404)
        stranger.open(FIRST, status=404)
        stranger.open("/plans/")
        assert "Banamba Central" not in stranger.text()
    oumar = visit("oumar")
    oumar.open("/plans/")
    oumar.see("Kiban")
