"""What is typed at a bad moment is kept: before the script, in two tabs, while an answer is on its way."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.device import AIRE, Device, Start, on_server, saves_of
from tests.browser.site import Site

pytestmark = pytest.mark.browser

# Typed as soon as the form is there, once, before any script of ours.
EARLY = """document.addEventListener("readystatechange", () => {
  const field = document.querySelector('[name="c.EVA_TOT"]');
  if (document.readyState !== "interactive" || !field || sessionStorage.typed) return;
  sessionStorage.typed = "1";
  field.value = "13";
  field.dispatchEvent(new Event("input", { bubbles: true }));
});"""
# A pack is asked for; before it comes, what waits is sent and received.
OVERTAKEN = """async () => {
  const { store, sync } = await Jeka.ready, ask = window.fetch;
  await store.put("kept", { ...(await store.pack()), marque: "" }, "pack");
  window.fetch = async (...asked) => {
    window.fetch = ask;
    const answer = await ask(...asked);
    await sync.flush();
    return answer;
  };
  await sync.fetchPack();
}"""


def put(page: Page, store: str, row: dict[str, Any]) -> None:
    page.evaluate("async ([name, row]) => (await Jeka.ready).store.put(name, row)", [store, row])


def sending(page: Page, month: str, **more: Any) -> dict[str, Any]:
    """One that has left, whose answer is not known."""
    person = int(page.get_attribute("body", "data-person") or 0)
    bare: dict[str, Any] = {
        "operation": page.evaluate("crypto.randomUUID()"),
        "report": f"{AIRE}/{month}",
        "personne": person,
        "cases": {},
        "base": {},
        "commentaires": {},
        "declarer": False,
        "notes": {},
    }
    return bare | more


def typed(month: str, section: str, key: str, text: str, **more: Any) -> dict[str, Any]:
    row = {"report": f"{AIRE}/{month}", "section": section, "key": key, "text": text, "base": None}
    return row | {"state": "wait", "why": "", "at": 0} | more


def started(device: Start, month: str, section: str) -> Device:
    kadia = device()
    kadia.sign_in("kadia")
    kadia.form(month, section)
    return kadia


def test_typed_before_the_script_is_there(device: Start, away: Site, month: str) -> None:
    kadia = device()
    kadia.sign_in("kadia")
    kadia.context.add_init_script(EARLY)
    kadia.form_of_the_server(month, "reference")  # drawn by the device, there is no field before the script
    kadia.settled()
    assert kadia.cell("EVA_TOT").input_value() == "13"
    kadia.flush()
    kadia.received("EVA_TOT")
    assert saves_of(away, month, "EVA_TOT") == [13]


def test_put_back_while_the_answer_is_lost(device: Start, away: Site, month: str) -> None:
    kadia = started(device, month, "planification")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    kadia.page.route(re.compile(r"/sync/.+"), lose)
    kadia.type("PF_PIL", "31")
    kadia.flush()
    assert on_server(away, month)["PF_PIL"] == 31
    kadia.type("PF_PIL", "")  # as it was: but what left is there
    kadia.page.unroute_all()
    kadia.flush()
    kadia.wait_for("PF_PIL", "cell")
    assert kadia.cell("PF_PIL").input_value() == ""
    assert "PF_PIL" not in on_server(away, month)
    assert kadia.unsent() == 0


def test_a_field_left_open_in_another_tab_says_nothing_of_itself(
    device: Start, away: Site, month: str
) -> None:
    kadia = started(device, month, "planification")
    first, second = kadia.page, kadia.context.new_page()
    kadia.page = second
    kadia.form(month, "planification")
    kadia.cell("PF_INJ").focus()
    kadia.page = first
    kadia.type("PF_INJ", "8")
    kadia.flush()
    kadia.received("PF_INJ")
    kadia.page = second
    kadia.received("PF_INJ")
    expect(kadia.cell("PF_INJ")).to_have_value("8")  # nobody is typing there
    kadia.settled()  # as when the tab is closed
    kadia.flush()
    assert saves_of(away, month, "PF_INJ") == [8]


def test_signing_out_at_once_takes_the_last_cell_along(device: Start, away: Site, month: str) -> None:
    kadia = started(device, month, "planification")
    kadia.cell("PF_IMP").fill("6")
    kadia.page.evaluate("document.querySelector('form[data-sign-out][action]').requestSubmit()")
    kadia.page.wait_for_url(re.compile("/connexion/"))
    assert saves_of(away, month, "PF_IMP") == [6]


def test_signing_out_in_one_tab_closes_the_others(device: Start, month: str) -> None:
    kadia = started(device, month, "planification")
    other = kadia.context.new_page()
    other.goto(kadia.page.url)
    other.wait_for_selector("html[data-ready]")
    kadia.page.get_by_role("button", name="Se déconnecter").first.click()
    other.wait_for_url(re.compile("/connexion/"))
    kadia.page.wait_for_url(re.compile("/connexion/"))
    assert kadia.databases() == []


def test_a_session_that_ends_during_a_sending_refuses_nothing(device: Start, month: str) -> None:
    kadia = started(device, month, "planification")

    def ended(route: Route) -> None:
        kadia.context.clear_cookies()
        route.fulfill(status=403, json={})

    kadia.page.route(re.compile(r"/sync/.+"), ended)
    kadia.type("PF_DIU", "2")
    kadia.flush()
    assert kadia.look("PF_DIU") == "c-wait"
    expect(kadia.page.get_by_role("region", name="État du rapport")).to_contain_text("Session terminée")


def test_a_pack_overtaken_by_a_sending_is_asked_again(device: Start, month: str) -> None:
    kadia = started(device, month, "planification")
    kadia.type("PF_COND", "17")
    kadia.page.evaluate(OVERTAKEN)
    held = kadia.page.evaluate("async (id) => (await Jeka.ready).store.report(id)", f"{AIRE}/{month}")
    assert held["valeurs"]["PF_COND"] == 17


def test_a_clock_put_back_does_not_keep_an_old_pack(device: Start, month: str) -> None:
    kadia = started(device, month, "reference")
    kadia.page.evaluate(
        "async () => { const { store } = await Jeka.ready;"
        " await store.put('kept', { ...(await store.pack()), le: Date.now() + 1e9 }, 'pack'); }"
    )
    kadia.form(month, "reference")
    kadia.settle()
    assert kadia.page.evaluate("async () => (await (await Jeka.ready).store.pack()).le - Date.now()") < 1


def test_a_value_without_its_detail_is_shown_and_changed(device: Start, away: Site, month: str) -> None:
    kadia = started(device, month, "cpn")
    put(kadia.page, "typed", typed(month, "curatif", "CC_NC.nd", "40"))
    kadia.flush()
    assert on_server(away, month)["CC_NC.nd"] == 40
    kadia.form(month, "curatif")
    assert kadia.cell("CC_NC.nd").input_value() == "40"
    kadia.type("CC_NC.nd", "")
    kadia.flush()
    assert saves_of(away, month, "CC_NC.nd") == [40, None]


def test_declared_while_comments_are_on_their_way(device: Start, month: str) -> None:
    kadia = started(device, month, "accouchements")
    page, id_ = kadia.page, f"{AIRE}/{month}"
    for key, text in {"NV.F": "0", "NV.M": "0", "DNN": "1"}.items():
        kadia.type(key, text)  # on the last day of the month too, it cannot be declared
    kadia.flush()
    put(page, "sendings", sending(page, month, commentaires={"V01": "Vu."}))
    put(page, "acts", {"report": id_, "comments": {"V01": "Vu."}, "declare": True, "why": "", "at": 1})
    kadia.flush()
    act = page.evaluate("async (id) => (await Jeka.ready).store.get('acts', id)", id_)
    # It was sent too: the month still runs, or what it tells cannot be.
    assert any(why in act["why"] for why in ("mois n’est pas fini", "est à corriger"))
    page.evaluate("async (id) => (await Jeka.ready).store.remove('acts', id)", id_)
    kadia.type("DNN", "0")
    kadia.flush()


def test_two_values_at_a_bad_moment(device: Start, month: str) -> None:
    """What is no value stays so; what was refused is not sent over another's figure."""
    kadia = started(device, month, "nutrition")
    for key in ("MAS_GUE", "MAS_ABD"):
        kadia.type(key, "4")
    kadia.flush()
    kadia.received("MAS_ABD")
    page = kadia.page
    put(page, "sendings", sending(page, month, cases={"MAS_GUE": "9"}, base={"MAS_GUE": None}))
    bad = {"state": "bad", "why": "Ce n’est pas un nombre."}
    put(page, "typed", typed(month, "nutrition", "MAS_GUE", "neuf", **bad))
    put(page, "typed", typed(month, "nutrition", "MAS_ABD", "3", state="ref", why="Fermé."))
    kadia.flush()
    kadia.wait_for("MAS_GUE", "c-bad")
    page.get_by_role("button", name="Envoyer de nouveau").click()
    kadia.wait_for("MAS_ABD", "c-two")
    page.get_by_role("button", name="Garder 4").click()
    page.get_by_role("button", name="Reprendre la valeur reçue").click()
    kadia.received("MAS_GUE")
    kadia.received("MAS_ABD")
    assert kadia.unsent() == 0


def test_a_declaration_without_a_place_for_it_is_said(device: Start, last_month: Any) -> None:
    kadia = device()
    kadia.sign_in("kadia")
    kadia.network(there=False)
    page = kadia.page
    page.goto(f"{kadia.url}/rapports/{AIRE}/{last_month.code}/verifier/")
    page.wait_for_selector("form[data-declare]")
    kadia.fill_up()
    page.evaluate(
        "() => { const form = document.querySelector('form[data-declare]');"
        " form.querySelectorAll('textarea').forEach((area) => { area.value = 'Vu.'; });"
        " form.dispatchEvent(new Event('submit', { cancelable: true })); }"
    )
    expect(page.locator("main")).to_contain_text("Cet appareil n’a plus de place")
    expect(page.locator("[data-slot=declared]")).to_be_hidden()
