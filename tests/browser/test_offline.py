"""Away from the network: what says « reçu » is on the server once, what is unsent is still on the device."""

import json
import re

import pytest
from playwright.sync_api import FilePayload, Route, expect

from core.months import Month
from monitoring.device.pack import FORMAT
from tests.browser.device import AIRE, RECEIVED, Start, on_server, saves_of, state_on_server
from tests.browser.site import Site

pytestmark = pytest.mark.browser


def test_filled_offline_closed_reopened_then_on_the_server_once(
    device: Start, away: Site, month: str
) -> None:
    kadia = device()
    kadia.sign_in("kadia")
    kadia.network(there=False)
    kadia.form(month)
    kadia.type("CC_HA", "7")
    kadia.type("IRA_NC.lt5", "1 204")
    kadia.reopen()
    kadia.form(month)
    assert [kadia.look("CC_HA"), kadia.look("IRA_NC.lt5")] == ["c-wait", "c-wait"]
    assert kadia.cell("IRA_NC.lt5").input_value() == "1 204"
    assert on_server(away, month).get("CC_HA") is None
    kadia.network(there=True)
    kadia.sign_in("kadia")  # a browser that closes ends the session, not the queue
    kadia.flush()
    kadia.form(month)
    kadia.received("CC_HA")
    kadia.flush()
    assert (saves_of(away, month, "CC_HA"), saves_of(away, month, "IRA_NC.lt5")) == ([7], [1204])
    assert kadia.unsent() == 0


def test_an_answer_lost_after_the_commit_counts_once(device: Start, away: Site, month: str) -> None:
    kadia = device()
    kadia.sign_in("kadia")
    kadia.form(month, "cpn")
    lost = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    kadia.page.route(re.compile(r"/sync/.+"), lose)
    kadia.type("CPN2", "31")
    kadia.flush()
    assert lost
    assert set(lost) == {200}
    assert kadia.look("CPN2") == "c-wait"  # nothing is called received without an answer
    kadia.page.unroute_all()
    kadia.flush()
    kadia.received("CPN2")
    assert saves_of(away, month, "CPN2") == [31]


def test_the_server_is_dead_and_the_form_goes_on(device: Start, away: Site, month: str) -> None:
    kadia = device()
    kadia.sign_in("kadia")
    kadia.form(month, "cpn")
    away.stop_web()
    try:
        kadia.type("CPN3", "12")
        kadia.form(month, "nutrition")
        expect(kadia.page.locator("main")).to_contain_text("Hors connexion")
        kadia.type("MAM_ADM.M", "4")
        assert kadia.unsent() == 2
    finally:
        away.start_web()
    kadia.form(month, "cpn")
    kadia.flush()
    kadia.received("CPN3")
    assert (saves_of(away, month, "CPN3"), saves_of(away, month, "MAM_ADM.M")) == ([12], [4])


def test_two_tabs_of_one_report(device: Start, away: Site, month: str) -> None:
    kadia = device()
    kadia.sign_in("kadia")
    kadia.form(month, "pev")
    first, second = kadia.page, kadia.context.new_page()
    kadia.page = second
    kadia.form(month, "pev")
    kadia.network(there=False)
    kadia.type("VAA", "21")
    kadia.page = first
    kadia.type("VAR2", "22")
    kadia.network(there=True)
    first.evaluate("() => Jeka.ready.then((house) => house.sync.flush())")
    second.evaluate("() => Jeka.ready.then((house) => house.sync.flush())")
    kadia.received("VAR2")
    kadia.received("VAA")  # told by the other tab
    assert (saves_of(away, month, "VAA"), saves_of(away, month, "VAR2")) == ([21], [22])


def test_a_session_that_ends_asks_to_sign_in_and_keeps_the_queue(
    device: Start, away: Site, month: str
) -> None:
    kadia = device()
    kadia.sign_in("kadia")
    kadia.form(month, "reference")
    kadia.context.clear_cookies()
    kadia.type("REF_TOT", "5")
    kadia.flush()
    bar = kadia.page.get_by_role("region", name="État du rapport")
    expect(bar).to_contain_text("Session terminée")
    expect(bar).to_contain_text("1 case en attente d’envoi")
    bar.get_by_role("link", name="Se connecter").click()
    kadia.page.fill("input[name=username]", "kadia")
    kadia.page.fill("input[name=password]", away.password)
    kadia.page.keyboard.press("Enter")
    kadia.page.wait_for_url("**/reference/")  # back where one was typing
    kadia.flush()
    kadia.received("REF_TOT")
    assert saves_of(away, month, "REF_TOT") == [5]


def test_a_cell_changed_on_both_sides_shows_both_values(device: Start, away: Site, month: str) -> None:
    kadia, awa = device(), device("other")
    for person, name in ((kadia, "kadia"), (awa, "awa")):
        person.sign_in(name)
        person.form(month, "deces")
    kadia.network(there=False)
    for key, text in (("DCD_U5.M", "1"), ("DCD_U5.F", "2"), ("DCD_P5.M", "9")):
        kadia.type(key, text)
    awa.type("DCD_U5.M", "4")
    awa.type("DCD_U5.F", "5")
    awa.flush()
    awa.received("DCD_U5.F")
    kadia.network(there=True)
    kadia.flush()
    kadia.wait_for("DCD_U5.M", "c-two")
    duel = kadia.page.get_by_role("group", name=re.compile("de moins de 5 ans, masculin|masculin"))
    expect(duel).to_contain_text("Awa Diarra")
    expect(duel).to_contain_text(re.compile(r"vous, à \d+ h \d\d"))
    kadia.page.get_by_role("button", name=re.compile("^Garder 1")).click()
    kadia.page.get_by_role("button", name=re.compile("^Garder 5")).click()
    kadia.flush()
    kadia.received("DCD_U5.M")
    values = on_server(away, month)
    assert [values[key] for key in ("DCD_U5.M", "DCD_U5.F", "DCD_P5.M")] == [1, 5, 9]
    assert saves_of(away, month, "DCD_U5.M") == [4, 1]
    assert kadia.unsent() == 0


def test_two_people_on_one_profile_never_see_each_other(device: Start, away: Site, month: str) -> None:
    shared = device()
    shared.sign_in("kadia")
    shared.form(month, "nutrition")
    shared.network(there=False)
    shared.type("MAS_ADM.M", "77")
    shared.context.clear_cookies()
    shared.network(there=True)
    shared.sign_in("oumar")
    shared.network(there=False)
    for path in ("/", f"/rapports/{AIRE}/{month}/", f"/rapports/{AIRE}/{month}/nutrition/"):
        shared.page.goto(shared.url + path)
        shared.page.wait_for_selector("#coque[data-ready='1'], #coque h1")
        shown = shared.page.content()
        assert "Banamba Central" not in shown
        assert "77" not in shared.page.locator("#coque").inner_text()
    assert shared.unsent() == 0  # his own queue
    shared.network(there=True)
    shared.context.clear_cookies()
    shared.sign_in("kadia")  # hers waited for her
    shared.flush()
    assert saves_of(away, month, "MAS_ADM.M") == [77]


def test_signing_out_with_unsent_work_hands_over_a_rescue_file(device: Start, away: Site, month: str) -> None:
    kadia = device()
    kadia.sign_in("kadia")
    kadia.form(month, "planification")
    kadia.network(there=False)
    kadia.type("PF_AU", "65")
    kadia.page.get_by_role("button", name="Se déconnecter").first.click()
    dialog = kadia.page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 chiffre n’est pas encore chez le serveur.")
    kadia.page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    dialog.get_by_role("button", name="Imprimer la feuille").click()
    assert kadia.page.evaluate("window.printed")
    leave = dialog.get_by_role("button", name="Effacer et se déconnecter")
    expect(leave).to_be_disabled()
    with kadia.page.expect_download() as download:
        dialog.get_by_role("button", name="Garder le fichier de secours").click()
    kept = json.loads(download.value.path().read_text(encoding="utf-8"))
    (report,) = kept["rapports"]
    assert (report["aire"], report["mois"], report["valeurs"]) == (AIRE, month, {"PF_AU": "65"})
    assert report["base"] == {"PF_AU": None}
    expect(leave).to_be_enabled()
    leave.click()
    kadia.page.wait_for_selector("#coque h1")
    assert kadia.databases() == []
    kadia.network(there=True)
    kadia.page.goto(kadia.url)  # the session that could not be ended ends as soon as the server answers
    kadia.page.wait_for_url(re.compile("/connexion/"))
    assert kadia.page.get_by_role("button", name="Se déconnecter").count() == 0
    assert on_server(away, month).get("PF_AU") is None
    kadia.sign_in("kadia")
    sent = FilePayload(name="s.json", mimeType="", buffer=json.dumps(kept, indent=1).encode())
    page = kadia.page
    page.goto(f"{kadia.url}/feuilles/")
    page.set_input_files("input[type=file]", sent)
    page.get_by_role("button", name="Vérifier ce fichier").click()
    page.get_by_role("button", name="Enregistrer 1 case").click()
    page.wait_for_selector(".done-panel")
    assert saves_of(away, month, "PF_AU") == [65]


def test_signing_out_leaves_nothing_on_the_device(device: Start, away: Site, month: str) -> None:
    kadia = device()
    kadia.sign_in("kadia")
    kadia.form(month, "vie-asaco")
    kadia.type("CG_TEN", "1")
    kadia.page.get_by_role("button", name="Se déconnecter").first.click()
    kadia.page.wait_for_url(re.compile("/connexion/"))
    assert saves_of(away, month, "CG_TEN") == [1]  # what waited was sent first
    assert kadia.databases() == []
    kadia.network(there=False)
    kadia.page.goto(f"{kadia.url}/rapports/{AIRE}/{month}/vie-asaco/")
    kadia.page.wait_for_selector("#coque h1")
    assert "Banamba" not in kadia.page.locator("#coque").inner_text()


def test_an_upgrade_keeps_what_is_typed_and_takes_the_new_form(device: Start, away: Site, month: str) -> None:
    kadia = device()
    kadia.sign_in("kadia")
    kadia.form(month, "medicaments")
    kadia.network(there=False)
    kadia.type("VAL_STK", "1 250 000")
    before = kadia.shells()
    away.upgrade()
    kadia.network(there=True)
    kadia.form(month, "medicaments")
    kadia.flush()
    kadia.received("VAL_STK")
    kadia.page.wait_for_function(
        "async (old) => { const names = (await caches.keys()).filter((n) => n.startsWith('jeka-coque-'));"
        " return names.length === 1 && names[0] !== old; }",
        arg=before[0],
    )
    assert saves_of(away, month, "VAL_STK") == [1_250_000]
    kadia.network(there=False)
    kadia.form(month, "medicaments")  # the new shell draws it
    assert kadia.look("VAL_STK") in RECEIVED


def test_a_pack_of_another_shape_is_asked_again(device: Start, month: str) -> None:
    kadia = device()
    kadia.sign_in("kadia")
    kadia.page.evaluate(
        "async () => { const { store } = await Jeka.ready;"
        " await store.put('kept', { ...(await store.pack()), format: 0 }, 'pack'); }"
    )
    kadia.form(month)
    shape = "async () => (await (await Jeka.ready).store.pack()).format"
    assert kadia.page.evaluate(shape) == FORMAT


def test_a_report_locked_meanwhile_refuses_in_words_and_keeps_the_value(
    device: Start, away: Site, last_month: Month
) -> None:
    told = (last_month - 1).code  # declared: it awaits its visas
    kadia = device()
    kadia.sign_in("kadia")
    kadia.form((last_month + 1).code)
    kadia.page.goto(f"{kadia.url}/rapports/{AIRE}/{told}/")
    before = on_server(away, told)["CC_HA"]
    kadia.page.evaluate(
        "async ([id, before]) => { const { store } = await Jeka.ready; await store.put('typed',"
        " {report: id, section: 'curatif', key: 'CC_HA', text: String(before + 1), base: before,"
        " state: 'wait', why: '', at: 0}); }",
        [f"{AIRE}/{told}", before],
    )  # typed while the report was still open
    kadia.flush()
    kadia.form(told)
    kadia.wait_for("CC_HA", "c-ref")
    assert kadia.cell("CC_HA").input_value() == str(before + 1)
    expect(kadia.page.locator("main")).to_contain_text("Verrouillé")
    assert on_server(away, told)["CC_HA"] == before
    kadia.page.get_by_role("button", name="Reprendre la valeur reçue").click()
    kadia.wait_for("CC_HA", "c-lock")
    assert kadia.unsent() == 0


def test_corrected_checked_and_declared_offline(device: Start, away: Site, last_month: Month) -> None:
    month = last_month.code  # it came back to Kadia
    values = on_server(away, month)
    kadia = device()
    kadia.sign_in("kadia")
    kadia.network(there=False)
    kadia.form(month, "paludisme")
    kadia.type("PAL_GRV.fe", str(values["PAL_GRV.fe"] + 2))
    kadia.type("PAL_SIM.fe", str(values["PAL_SIM.fe"] - 2))
    kadia.page.get_by_role("button", name="Marquer complet").click()
    kadia.page.wait_for_url("**/verifier/**")
    expect(kadia.page.locator("main")).to_contain_text("Rien à corriger")
    for field in kadia.page.locator("textarea").all():
        field.fill("Vu sur le registre.")
    kadia.page.get_by_role("button", name="Déclarer le rapport complet").click()
    expect(kadia.page.locator("main")).to_contain_text("Déclaré sur cet appareil")
    kadia.reopen()
    assert state_on_server(away, month) == "renvoye"
    kadia.network(there=True)
    kadia.sign_in("kadia")
    kadia.flush()
    kadia.flush()
    assert state_on_server(away, month) == "complet"
    assert saves_of(away, month, "PAL_GRV.fe")[-1] == values["PAL_GRV.fe"] + 2
    assert kadia.unsent() == 0


def test_no_place_left_is_said_and_what_was_typed_still_leaves(device: Start, away: Site, month: str) -> None:
    kadia = device()
    kadia.sign_in("kadia")
    kadia.form(month, "finances")
    kadia.fill_up()
    kadia.network(there=False)
    kadia.cell("REC_ACT").fill("415 000")
    kadia.cell("REC_ACT").press("Tab")
    expect(kadia.page.locator("main")).to_contain_text("Cet appareil n’a plus de place")
    kadia.network(there=True)
    kadia.flush()
    kadia.received("REC_ACT")
    assert saves_of(away, month, "REC_ACT") == [415_000]
    assert kadia.unsent() == 0


def test_what_is_no_number_is_kept_as_typed_and_never_sent(device: Start, away: Site, month: str) -> None:
    kadia = device()
    kadia.sign_in("kadia")
    kadia.form(month, "personnel")
    kadia.type("PER_MED.etat", "deux")
    kadia.type("PER_MED.ct", "1")
    kadia.flush()
    kadia.received("PER_MED.ct")
    kadia.reopen()
    kadia.sign_in("kadia")
    kadia.form(month, "personnel")
    assert (kadia.look("PER_MED.etat"), kadia.cell("PER_MED.etat").input_value()) == ("c-bad", "deux")
    expect(kadia.page.locator("main")).to_contain_text("Ce n’est pas un nombre.")
    assert "PER_MED.etat" not in on_server(away, month)
    kadia.type("PER_MED.etat", "2")
    kadia.flush()
    kadia.received("PER_MED.etat")
    assert saves_of(away, month, "PER_MED.etat") == [2]


def test_the_sheet_prints_without_the_network(device: Start, away: Site, month: str) -> None:
    kadia = device()
    kadia.sign_in("kadia")
    kadia.network(there=False)
    kadia.form(month, "cpn")
    kadia.type("SP1", "23")
    kadia.page.goto(f"{kadia.url}/rapports/{AIRE}/{month}/")
    kadia.page.wait_for_selector(".a4")
    sheet = kadia.page.locator(".a4 section", has_text="Consultation prénatale")
    expect(sheet.get_by_role("row").filter(has_text="Première dose de SP")).to_contain_text("23")
    assert kadia.page.locator(".a4-cols section").count() == 13
    assert kadia.page.pdf()[:5] == b"%PDF-"
