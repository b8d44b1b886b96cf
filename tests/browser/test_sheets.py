"""A sheet taken away on a phone, sent back, read before it is confirmed: for thumbs and for axe."""

import re

import pytest
from playwright.sync_api import FilePayload, expect

from core.months import Month
from tests.browser.conftest import Visit
from tests.browser.pages import CENTRAL
from tests.browser.test_pages import AXE, SMALL, TARGETS, THUMB, WIDE, violations
from tests.browser.visitor import PHONE
from tests.monitoring.sheet_files import csv_of, rows_of, typed

pytestmark = pytest.mark.browser


def test_a_sheet_goes_and_comes_back(visit: Visit, last_month: Month) -> None:
    """One wrong box, two good ones: the page says all three, and nothing is written."""
    page = visit("kadia", PHONE, bypass_csp=True).open(f"/feuilles/?mois={(last_month + 1).code}")
    with page.expect_download() as download:
        page.locator(f"a[href='/rapports/{CENTRAL}/{(last_month + 1).code}/feuille.csv']").click()
    rows = typed(
        rows_of(download.value.path().read_bytes()), {"HTA_NC": "3", "TRAU_NC": "4", "IST_NC": "trois"}
    )
    sent = FilePayload(name="f.csv", mimeType="text/csv", buffer=csv_of(rows))
    page.set_input_files("input[type=file]", sent)
    page.get_by_role("button", name="Vérifier ce fichier").click()
    page.wait_for_url(re.compile(r"/feuilles/[0-9a-f-]{36}/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce que ce fichier changerait")
    expect(page.locator("main")).to_contain_text("trois")
    assert page.evaluate(WIDE) == []
    assert page.evaluate(SMALL, [TARGETS, THUMB]) == []
    page.add_script_tag(path=AXE)
    assert violations(page) == []
    page.get_by_role("button", name="Abandonner ce fichier").click()
    expect(page.locator("main")).to_contain_text("rien n’a été enregistré")
