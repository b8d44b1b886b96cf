"""Salif types two papers without a mouse: down one, then the other; the server has each cell once."""

import re

import pytest
from playwright.sync_api import expect

from core.months import Month
from tests.browser.conftest import Visit
from tests.browser.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser

ONE, TWO = "WHO-MLI-0594", "WHO-MLI-0654"  # Kolobo, Ouleny: nothing sent yet for the month that runs
NEW = ("lt1.M", "lt1.F", "1-4.M", "1-4.F", "5p.M", "5p.F")

HELD_BACK = """() => {
    const leaving = new Event("beforeunload", {cancelable: true});
    dispatchEvent(leaving);
    return leaving.defaultPrevented;
}"""


def page_of(month: Month, *aires: str, section: str = "curatif") -> str:
    ticked = "".join(f"&aire={code}" for code in aires)
    return f"/saisie-papier/?mois={month.code}&section={section}{ticked}"


def name(aire: str, key: str) -> str:
    return f"c.{aire}.{key}"


def test_two_papers_are_typed_without_a_mouse(visit: Visit, last_month: Month) -> None:
    salif, now = visit("salif"), last_month + 1
    salif.open(page_of(now, ONE, TWO))
    press, typed = salif.page.keyboard.press, salif.page.keyboard.type
    salif.tab_to(name(ONE, f"CC_NC.{NEW[0]}"))
    for figure in range(1, 7):  # down the first paper
        typed(str(figure))
        press(("Enter", "ArrowDown", "Tab")[figure % 3])
    expect(salif.page.locator(f'[data-total="{ONE}.CC_NC"]')).to_have_text("21")
    assert salif.focused() == name(ONE, "CC_AC")
    press("ArrowRight")  # the neighbour, on the same line
    assert salif.focused() == name(TWO, "CC_AC")
    typed("beaucoup")
    press("ArrowUp")
    assert salif.focused() == name(TWO, f"CC_NC.{NEW[-1]}")
    typed("40")
    press("Shift+Enter")
    typed("7")
    press("Escape")  # gives back what stood before: nothing
    press("ArrowLeft")
    assert salif.focused() == name(ONE, f"CC_NC.{NEW[-2]}")
    said = salif.page.locator("[data-bar=said]")
    expect(said).to_contain_text(re.compile(r"Reçu à \d+\sh\s\d\d"))
    expect(salif.page.locator("[data-bar=wait]")).to_be_hidden()
    expect(salif.page.get_by_role("columnheader", name="Kolobo")).to_contain_text("Brouillon")
    expect(salif.page.locator("[data-bar=wrong]")).to_contain_text("1 à corriger")
    salif.see("Ouleny : Ce n’est pas un nombre. Gardé tel quel, pas compté.")
    _mended_by_the_button(salif)
    _once_on_the_server(visit("salif", javascript=False), now)


def _mended_by_the_button(salif: Visitor) -> None:
    """The cell that was no number is typed again; the button sends what is left."""
    bad = salif.page.locator(f'[name="{name(TWO, "CC_AC")}"]')
    expect(bad).to_have_value("beaucoup")
    expect(bad).to_have_attribute("aria-invalid", "true")
    bad.fill("12")
    salif.press("Enregistrer")
    expect(salif.page.locator("[data-bar=wrong]")).to_be_hidden()
    expect(salif.page.locator(f'td.c-ok > [name="{name(TWO, "CC_AC")}"]')).to_have_value("12")


def _once_on_the_server(salif: Visitor, month: Month) -> None:
    salif.open(f"/rapports/{ONE}/{month.code}/")
    salif.page.get_by_text("Qui a changé quoi").click()
    salif.see("Salif Diallo", "saisi au CSRéf d’après le rapport papier")
    assert salif.text().count("→") == 6  # one change a cell, and no more
    salif.open(page_of(month, ONE, TWO))
    for figure, part in enumerate(NEW, 1):
        expect(salif.page.locator(f'[name="{name(ONE, f"CC_NC.{part}")}"]')).to_have_value(str(figure))
    expect(salif.page.locator(f'[name="{name(TWO, "CC_NC.5p.F")}"]')).to_have_value("40")
    expect(salif.page.locator(f'[name="{name(TWO, "CC_NC.5p.M")}"]')).to_have_value("")


def test_without_a_network_nothing_is_called_received_and_leaving_warns(
    visit: Visit, last_month: Month
) -> None:
    salif = visit("salif")
    salif.open(page_of(last_month + 1, TWO, section="paludisme"))
    salif.page.route("**/saisie-papier/**", lambda route: route.abort("internetdisconnected"))
    salif.expected.add(salif.page.url)  # Chromium says on its console what could not be fetched
    field = salif.page.locator("td.cell > input").first
    field.fill("3")
    salif.page.keyboard.press("Enter")
    expect(salif.page.locator("td.c-wait")).to_have_count(1)
    expect(salif.page.locator("[data-bar=contact]")).to_contain_text("Hors connexion")
    assert salif.page.evaluate(HELD_BACK) is True
    salif.page.unroute_all()
    salif.page.evaluate("dispatchEvent(new Event('online'))")
    expect(salif.page.locator("td.c-ok > input").first).to_have_value("3")
    assert salif.page.evaluate(HELD_BACK) is False
    salif.page.reload()
    expect(salif.page.locator("td.c-ok > input").first).to_have_value("3")


def test_two_values_for_one_cell_are_chosen(visit: Visit, last_month: Month) -> None:
    one, other = visit("salif"), visit("salif")
    address = page_of(last_month + 1, TWO, section="pev")
    one.open(address)
    other.open(address)
    field = "main td.cell > input >> nth=0"
    other.page.locator(field).fill("8")
    other.press("Enregistrer")
    expect(other.page.locator("td.c-ok")).to_have_count(1)
    one.expected.add(one.page.url)  # Chromium says the 409 on its console
    one.page.locator(field).fill("6")
    one.page.keyboard.press("Enter")
    expect(one.page.locator("td.c-two")).to_contain_text("6")
    one.see("deux valeurs. Choisissez.", "Garder 8", "Salif Diallo")
    one.press("Garder 6 vous, dans cette page")
    expect(one.page.locator("td.c-ok > input")).to_have_value("6")
    other.page.reload()
    expect(other.page.locator("td.c-ok > input")).to_have_value("6")


def test_a_comment_that_is_refused_stays_in_the_page(visit: Visit, last_month: Month) -> None:
    """It is sent once, not for ever; leaving warns; written again, it is sent again."""
    salif = visit("salif")
    page = salif.open(page_of(last_month + 1, TWO, section="accouchements"))
    for key in ("ACC_CS.lt15", "ACC_CS.15-19", "ACC_CS.20-24", "ACC_CS.25p", "NV.M", "NV.F"):
        page.locator(f'[name="{name(TWO, key)}"]').fill("10")
    for key in ("MN.frais", "MN.maceres"):
        page.locator(f'[name="{name(TWO, key)}"]').fill("0")
    salif.press("Enregistrer")
    comment = page.locator(f'[name="m.{TWO}.V11a"]')
    address, nowhere = page.evaluate("pile.action"), f"{salif.site}/saisie-papier/?mois=2031-01"
    salif.expected.add(nowhere)  # Chromium says the 404 on its console
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url == nowhere else None)
    page.evaluate("(there) => { pile.action = there; }", nowhere)
    comment.fill("Registre perdu.")
    comment.blur()
    expect(page.locator("[data-bar=said]")).to_contain_text("commentaire : votre fonction ne donne plus")
    expect(page.locator("[data-bar=wrong]")).to_contain_text("1 à corriger")
    page.wait_for_timeout(4000)  # three times what it waits before it sends again
    assert len(asked) == 1
    expect(comment).to_have_value("Registre perdu.")
    assert page.evaluate(HELD_BACK) is True
    page.evaluate("(there) => { pile.action = there; }", address)
    comment.fill("Registre retrouvé.")
    comment.blur()
    expect(page.locator("[data-bar=wrong]")).to_be_hidden()
    expect(page.locator("[data-bar=wait]")).to_be_hidden()
    page.reload()
    expect(comment).to_have_value("Registre retrouvé.")


def test_on_a_phone_one_aire_at_a_time(visit: Visit, last_month: Month) -> None:
    salif = visit("salif", PHONE)
    page = salif.open(page_of(last_month + 1, ONE, TWO))
    page.locator(f'[name="{name(TWO, "CC_HA")}"]').focus()
    box = page.locator(f'[name="{name(TWO, "CC_HA")}"]').bounding_box()
    label = (
        page.locator("tr", has=page.locator(f'[name="{name(TWO, "CC_HA")}"]')).locator("th").bounding_box()
    )
    assert box
    assert label
    assert label["x"] + label["width"] <= box["x"]  # its label stays beside it
    assert box["x"] + box["width"] <= PHONE
    assert page.evaluate("document.scrollingElement.scrollWidth") == PHONE


def test_a_field_nobody_types_in_follows_what_others_changed(visit: Visit, last_month: Month) -> None:
    one, other = visit("salif"), visit("salif")
    address = page_of(last_month + 1, TWO, section="nutrition")
    one.open(address)
    other.open(address)
    field, next_one = "main td.cell > input >> nth=0", "main td.cell > input >> nth=1"
    one.page.locator(next_one).fill("3")
    one.page.locator(field).focus()
    other.page.locator(field).fill("8")
    other.press("Enregistrer")
    expect(other.page.locator("td.c-ok")).to_have_count(1)
    one.page.locator(next_one).fill("4")
    one.page.locator(field).focus()
    expect(one.page.locator(field)).to_have_value("8")
    one.page.locator(next_one).focus()
    one.press("Enregistrer")
    other.page.reload()
    expect(other.page.locator(field)).to_have_value("8")
