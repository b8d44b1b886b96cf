"""Without JavaScript: one signs in, types a section, reads the mayor's page, asks for the report."""

import pytest
from playwright.sync_api import Browser, expect

from core.months import Month
from tests.browser.conftest import Visit
from tests.browser.site import Site
from tests.browser.visitor import PHONE, Visitor, context_of

pytestmark = pytest.mark.browser


def test_the_door_opens_without_script(chromium: Browser, site: Site) -> None:
    awa = Visitor(context_of(chromium, PHONE, javascript=False), site.url)
    awa.sign_in("awa", site.password)
    awa.see("Aire de santé de Banamba Central", "Awa Diarra")
    awa.context.close()
    assert awa.faults == []


def test_a_section_is_saved_and_a_bad_cell_is_kept_without_script(visit: Visit, last_month: Month) -> None:
    kadia = visit("kadia", PHONE, javascript=False)
    kadia.open(f"/rapports/WHO-MLI-0502/{(last_month + 1).code}/curatif/")
    kadia.page.locator('[name="c.CC_NC.lt1.M"]').fill("1 204")
    kadia.page.locator('[name="c.CC_NC.lt1.F"]').fill("beaucoup")
    kadia.press("Enregistrer la section", refused=True)
    kadia.see("Reçu à", "1 case")
    expect(kadia.page.get_by_role("alert")).to_contain_text("Nouveaux cas")
    expect(kadia.page.locator('[name="c.CC_NC.lt1.F"]')).to_have_value("beaucoup")
    kadia.page.locator('[name="c.CC_NC.lt1.F"]').fill("so")
    kadia.press("Enregistrer la section")
    assert kadia.page.get_by_role("alert").count() == 0


def test_the_mayor_reads_and_asks_without_script(visit: Visit) -> None:
    fanta = visit("fanta", PHONE, javascript=False)
    fanta.open("/")
    fanta.see("Les dix chiffres")
    fanta.page.locator("main").get_by_role("link", name="Première consultation prénatale").click()
    fanta.see("Deux ans, mois par mois")
    fanta.open("/communes/ML020201/rapport-trimestriel/")
    fanta.say_why()
    fanta.press("Établir le rapport")
    fanta.page.wait_for_url("**/travaux/*/")
    while fanta.page.locator("main").filter(has_text="Terminé").count() == 0:
        fanta.page.wait_for_event("load", timeout=30_000)  # the page asks for itself again
    fanta.see("Terminé.", "Rapport trimestriel de partenariat, commune de Banamba")
