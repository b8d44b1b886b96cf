"""The région side by side; the head of the next centre, who sees his own and nothing else."""

import pytest
from playwright.sync_api import expect

from core.months import Month
from tests.browser.conftest import Visit
from tests.browser.visitor import PHONE

pytestmark = pytest.mark.browser


def test_nana_compares_districts_and_sees_who_is_missing(visit: Visit) -> None:
    nana = visit("nana")
    nana.open("/")
    nana.see("Région de Koulikoro", "Les districts")
    nana.follow("Kati")
    nana.see("District sanitaire de Kati")
    nana.open("/regions/ML02/chiffres/")
    districts = nana.page.locator("table", has=nana.page.get_by_role("link", name="District", exact=True))
    expect(districts.locator("tbody tr")).to_have_count(9)
    nana.page.locator("main").get_by_role("link", name="District", exact=True).click()
    names = districts.locator("tbody tr th").all_inner_texts()
    assert [name.split()[0] for name in names][:3] == ["Banamba", "Dioïla", "Fana"]
    nana.page.locator("nav").get_by_role("link", name="Complétude").click()
    nana.see("rapports manquent", "Ouélessébougou")
    nana.follow("Banamba")
    nana.see("Ouleny", "Qui manque")


def test_nana_may_ask_for_every_commune(visit: Visit) -> None:
    nana = visit("nana")
    nana.open("/")
    nana.follow("Établir les rapports d’un trimestre")
    nana.see("Rapports trimestriels de la région")
    assert nana.page.locator("tbody tr").count() == 108
    expect(nana.page.get_by_role("button", name="Établir").first).to_be_enabled()


def test_oumar_sees_his_own_centre_and_no_other(visit: Visit, last_month: Month) -> None:
    oumar = visit("oumar", PHONE)
    oumar.open("/")
    oumar.see("Aire de santé de Kiban", "Sections à viser")
    oumar.page.get_by_role("button", name="Menu").click()
    oumar.page.locator("#menu").get_by_role("link", name="Rapport du mois").click()
    oumar.page.wait_for_url("**/rapports/")
    assert "Banamba Central" not in oumar.text()
    for path in (
        f"/rapports/WHO-MLI-0502/{last_month.code}/",
        f"/rapports/WHO-MLI-0662/{(last_month - 1).code}/",
        "/aires/WHO-MLI-0502/chiffres/",
        "/communes/ML020201/chiffres/",
    ):
        oumar.open(path, status=404)
        oumar.see("Cette page n’est pas là")
