"""One avenant through every hand, in a real browser: written, opined, voted, signed on phones, reviewed."""

import io
import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from core.formats import day
from tests.browser.conftest import Visit
from tests.browser.visitor import MADE, PHONE, Visitor

pytestmark = pytest.mark.browser
TODAY = date.today()  # noqa: DTZ011 - the same clock as the site
FIRST, AVENANT = "/conventions/WHO-MLI-0502/ML020201/1/", "/conventions/WHO-MLI-0502/ML020201/2/"
YEAR = f"{AVENANT}annees/{TODAY.year}/"
LINE, AMOUNT = "Verser une subvention pour le personnel du CSCOM", "600 000"
REASON = "La subvention du personnel est chiffrée."
PDF = b"%PDF-1.7\n%%EOF"


def typed(on: date) -> str:
    """« 29 11 2026 », as one types a day."""
    return f"{on:%d %m %Y}"


def act(who: Visitor, label: str, then: str) -> None:
    """From the page of the convention, through the page that is read again, to the receipt."""
    who.open(AVENANT)
    who.page.locator("main").get_by_role("link", name=label, exact=True).click()
    sign(who, label, then)


def sign(who: Visitor, label: str, then: str) -> None:
    who.press("Relire avant de signer")
    who.see("Relisez avant de signer")
    who.press(label)
    who.see(then)


def is_written(who: Visitor) -> None:
    """The mayor begins it from the one in force, writes an amount."""
    who.open(FIRST)
    who.follow("Écrire un avenant, un renouvellement")
    who.page.get_by_label("un avenant").check()
    who.press("Commencer le projet", refused=True)
    who.see("Écrivez pourquoi la convention change.")
    who.page.get_by_label("Pourquoi elle change").fill(REASON)
    who.press("Commencer le projet")
    who.open(f"{AVENANT}lignes/")
    who.follow(LINE)
    who.page.get_by_label("Montant, en FCFA").fill(AMOUNT)
    who.press("Enregistrer l’engagement")
    who.see(LINE, "600 000 FCFA")


def is_opined(who: Visitor) -> None:
    who.open(AVENANT)
    who.follow("Donner l’avis du CSRéf")
    who.page.get_by_label("avis favorable", exact=True).check()
    sign(who, "Donner l’avis du CSRéf", "Avis du CSRéf donné")


def is_voted(who: Visitor) -> None:
    who.open(AVENANT)
    who.follow("Dire la délibération du conseil communal")
    who.page.get_by_label("Numéro de la délibération").fill("2026-31/CC")
    who.page.get_by_label("Date de la délibération").fill(typed(TODAY + timedelta(days=1)))
    who.press("Relire avant de signer", refused=True)
    who.see("Une délibération n’est pas datée d’un jour à venir.")
    who.page.get_by_label("Date de la délibération").fill(typed(TODAY))
    sign(who, "Dire la délibération du conseil communal", "Délibération du conseil communal")


def is_visaed_on_paper(who: Visitor) -> None:
    """The préfet has no account: his visa is a paper, that the secretary of the ASACO records."""
    who.open(AVENANT)
    who.follow("Viser la convention")
    signatory = who.page.get_by_label("préfet")
    if not signatory.is_checked():
        signatory.check()
    who.page.get_by_label("Date écrite sur le papier").fill(typed(TODAY))
    who.page.get_by_label("Copie du papier signé").set_input_files(
        {"name": "visa.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    who.press("Enregistrer cet acte")
    who.see("Convention visée", "sur papier")


def says(who: Visitor, marks: dict[str, str], otherwise: str) -> None:
    """The party of this person, line by line, in one table."""
    who.open(f"{YEAR}dire/")
    for row in who.page.locator("table.follow tbody tr").all():
        text = row.inner_text()
        mark = next((mark for words, mark in marks.items() if words in text), otherwise)
        row.get_by_label("État").select_option(label=mark)
    who.press("Enregistrer ce que nous disons")
    who.see("lignes enregistrées")


def is_reviewed(who: Visitor) -> None:
    """Held together, closed, after which nobody says anything else of that year."""
    who.open(f"{YEAR}revue/")
    who.page.get_by_label("Tenue le").fill(typed(TODAY))
    who.page.get_by_label("Lieu").fill("Mairie de Banamba")
    who.page.get_by_label("Femmes présentes").fill("5")
    who.page.get_by_label("Hommes présents").fill("7")
    who.page.get_by_label("Ce qui a été dit").fill("La subvention reste à verser.")
    who.press("Enregistrer la revue")
    who.open(f"{YEAR}revue/")
    who.press("Clore la revue")
    who.see("close")
    who.open(f"{YEAR}dire/")
    who.see(f"La revue de {TODAY.year} est close")


def paper(who: Visitor, path: str, button: str) -> str:
    """Asked for, made by the worker, taken home: its words."""
    who.open(path)
    who.press(button)
    who.page.wait_for_url("**/travaux/*/")
    expect(who.page.locator("main")).to_contain_text("Terminé", timeout=MADE)
    with who.page.expect_download() as coming:
        who.page.locator("main").get_by_role("link", name=re.compile("Convention|Revue")).first.click()
    pages = PdfReader(io.BytesIO(coming.value.path().read_bytes())).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def test_an_avenant_goes_through_every_hand(visit: Visit) -> None:
    fanta, moussa = visit("fanta", PHONE), visit("moussa", PHONE)
    kadia, seydou = visit("kadia", PHONE), visit("seydou")
    is_written(fanta)
    act(fanta, "Déposer le projet", "Projet déposé")
    is_opined(seydou)
    is_voted(fanta)
    act(moussa, "Signer pour l’ASACO", "Signée pour l’ASACO")
    act(fanta, "Signer pour la commune", "Signée pour la commune")
    is_visaed_on_paper(kadia)
    act(moussa, "Mettre en vigueur", "Convention en vigueur")
    fanta.open(AVENANT)
    fanta.see("En vigueur", f"Signée pour la commune Fanta Keïta, {day(TODAY)}")
    fanta.open(FIRST)
    fanta.see("Remplacée")

    says(fanta, {LINE: "partiel"}, "tenu")
    says(moussa, {LINE: "non tenu"}, "tenu")
    moussa.open(YEAR)
    moussa.see("Sur 1 engagement, les parties ne disent pas la même chose")
    is_reviewed(fanta)
    fanta.open("/suivi/")
    fanta.see(LINE)

    words = paper(fanta, f"{AVENANT}imprimer/", "Établir le document")
    for said in ("avenant", REASON, LINE, "600", "Signée pour l’ASACO", "Convention visée"):
        assert said in words, said
    words = paper(moussa, f"{YEAR}imprimer/", "Établir le document")
    for said in ("partiel", "non tenu", "La subvention reste à verser.", "Sur 1 engagement"):
        assert said in words, said
