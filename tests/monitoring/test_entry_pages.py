"""Typing a section: what is saved, what comes back, what two people do at once."""

import re
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from monitoring.models import MonthlyReport, Period, ReportDiff
from monitoring.totals import open_period
from tests.cast import Cast
from tests.monitoring.pages import address, field_of, send_cells, text_of, told, values_of, version_of
from tests.reporting import act, complete_report, type_in, validated_report


def test_the_secretary_types_a_section(cast: Cast, october: Period) -> None:
    aire, kadia = cast.territory.aire, cast.client_of("kadia")
    page = kadia.get(address("report_section", aire, october, "curatif"))
    assert page.status_code == 200
    assert 'aria-label="Nouveaux cas, moins de 1 an, masculin, vide"' in field_of(page, "CC_NC.lt1.M")
    assert "Clôture dans 2 jours" in text_of(page)
    assert not MonthlyReport.objects.exists()  # looking makes no row

    answer = send_cells(kadia, aire, october, "curatif", {"CC_NC.lt1.M": "1 234", "CC_HA": "0"})
    assert answer.status_code == 302
    assert told(answer) == ["Reçu à 10 h 00 : 2 cases."]
    assert values_of(aire, october) == {"CC_NC.lt1.M": 1234, "CC_HA": 0}
    again = kadia.get(answer["Location"])
    assert 'value="1234"' in field_of(again, "CC_NC.lt1.M")
    assert "reçu par le serveur" in field_of(again, "CC_NC.lt1.M")


@pytest.mark.parametrize(
    ("then", "end"), [("", "/curatif/"), ("suite", "/paludisme/"), ("verifier", "/verifier/")]
)
def test_where_a_save_leads(cast: Cast, october: Period, then: str, end: str) -> None:
    answer = send_cells(
        cast.client_of("kadia"), cast.territory.aire, october, "curatif", {"CC_HA": "3"}, more={"puis": then}
    )
    assert answer["Location"].endswith(end)


def test_empty_zero_and_not_applicable_are_three_things(cast: Cast, october: Period) -> None:
    aire, kadia = cast.territory.aire, cast.client_of("kadia")
    send_cells(kadia, aire, october, "pev", {"VAA": "s.o.", "VAR2": "0", "SA_PRV": ""})
    assert values_of(aire, october) == {"VAA": "NA", "VAR2": 0}
    page = kadia.get(address("report_section", aire, october, "pev")).content.decode()
    looks = {
        key: re.search(rf'<td class="cell([^"]*)"><input id="c\.{key}"', page)
        for key in ("VAA", "VAR2", "SA_PRV")
    }
    assert {key: found and found[1].strip() for key, found in looks.items()} == {
        "VAA": "c-na",
        "VAR2": "c-ok",
        "SA_PRV": "",
    }
    send_cells(kadia, aire, october, "pev", {"VAA": "", "VAR2": "NA"})
    assert values_of(aire, october) == {"VAR2": "NA"}


def test_a_yes_or_no_is_chosen(cast: Cast, october: Period) -> None:
    aire, kadia = cast.territory.aire, cast.client_of("kadia")
    send_cells(kadia, aire, october, "vie-asaco", {"CS_RAP": "oui"})
    assert values_of(aire, october) == {"CS_RAP": 1}
    page = kadia.get(address("report_section", aire, october, "vie-asaco")).content.decode()
    assert "<option selected>oui</option>" in page


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("5o", "Ce n’est pas un nombre."),
        ("-3", "Un nombre négatif n’est pas possible ici."),
        ("2,5", "Écrivez un nombre entier, sans virgule."),
        ("9" * 14, "Ce nombre est trop grand."),
        ("<script>x</script>", "Ce n’est pas un nombre."),
        ("12; DROP TABLE", "Ce n’est pas un nombre."),
    ],
)
def test_what_is_no_number_comes_back_as_typed_the_rest_is_saved(
    cast: Cast, october: Period, typed: str, why: str
) -> None:
    aire = cast.territory.aire
    cells = {"CC_HA": "7", "CC_AC": typed}
    page = send_cells(cast.client_of("kadia"), aire, october, "curatif", cells)
    assert page.status_code == 422
    assert values_of(aire, october) == {"CC_HA": 7}
    words = text_of(page)
    assert words.lstrip().startswith("Erreur :")
    assert "Reçu à 10 h 00 : 1 case." in words
    assert f"{why} Gardé tel quel, pas compté." in words
    assert 'href="#c.CC_AC"' in page.content.decode()
    field = field_of(page, "CC_AC")
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="n.CC_AC"' in field
    assert f'value="{typed.replace("<", "&lt;").replace(">", "&gt;")}"' in field


def test_a_double_click_saves_once(cast: Cast, october: Period) -> None:
    aire, kadia, operation = cast.territory.aire, cast.client_of("kadia"), str(uuid4())
    first = send_cells(kadia, aire, october, "curatif", {"CC_HA": "7"}, version=0, operation=operation)
    second = send_cells(kadia, aire, october, "curatif", {"CC_HA": "7"}, version=0, operation=operation)
    assert (first.status_code, second.status_code) == (302, 302)
    assert "déjà reçu" in told(second)[-1]
    assert ReportDiff.objects.count() == 1
    assert version_of(aire, october) == 1


def test_two_tabs_on_different_cells_never_collide(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    send_cells(cast.client_of("kadia"), aire, october, "curatif", {"CC_HA": "7", "CC_AC": ""}, version=0)
    send_cells(cast.client_of("awa"), aire, october, "curatif", {"CC_HA": "", "CC_AC": "9"}, version=0)
    assert values_of(aire, october) == {"CC_HA": 7, "CC_AC": 9}


def test_two_values_for_one_cell_are_shown_and_chosen(cast: Cast, october: Period) -> None:
    aire, kadia = cast.territory.aire, cast.client_of("kadia")
    type_in(cast, "awa", aire, october, {"CC_HA": 12})
    page = send_cells(kadia, aire, october, "curatif", {"CC_HA": "15", "CC_AC": "4"}, version=0)
    assert page.status_code == 422
    assert values_of(aire, october) == {"CC_HA": 12, "CC_AC": 4}
    words = text_of(page)
    assert "Garder 15 vous, à l’instant" in words
    assert "Garder 12 Awa Diarra à 10 h 00" in words

    kept = send_cells(kadia, aire, october, "curatif", {"CC_HA": "15"}, more={"duel.CC_HA": "15"})
    assert kept.status_code == 302
    assert values_of(aire, october)["CC_HA"] == 15


def test_a_choice_not_made_is_told(cast: Cast, october: Period) -> None:
    aire, kadia = cast.territory.aire, cast.client_of("kadia")
    type_in(cast, "awa", aire, october, {"CC_HA": 12})
    answer = send_cells(kadia, aire, october, "curatif", {}, more={"duel.CC_HA": "15"})
    assert any("vous n’avez pas choisi" in word and "15" in word for word in told(answer))
    assert values_of(aire, october) == {"CC_HA": 12}


def test_another_aire_in_the_body_is_ignored_and_said(cast: Cast, october: Period) -> None:
    aire, other = cast.territory.aire, cast.territory.second_aire
    answer = send_cells(
        cast.client_of("kadia"), aire, october, "curatif", {"CC_HA": "7"}, more={"aire": other.code}
    )
    assert any(other.code in word and "ignoré" in word and "de Samakélé" in word for word in told(answer))
    assert values_of(aire, october) == {"CC_HA": 7}
    assert values_of(other, october) == {}


def test_cells_of_another_section_or_of_no_form_are_said(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    cells = {"CC_HA": "7", "SLD_FIN": "999", "NIMPORTE": "1"}
    answer = send_cells(cast.client_of("kadia"), aire, october, "curatif", cells)
    assert any("SLD_FIN" in word and "NIMPORTE" in word for word in told(answer))
    assert values_of(aire, october) == {"CC_HA": 7}


def test_ten_thousand_fields_are_refused_in_french(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    cells = {f"X{i}": "1" for i in range(10_000)}
    page = send_cells(cast.client_of("kadia"), aire, october, "curatif", {"CC_HA": "7"} | cells)
    assert page.status_code == 400
    assert "Rien n’a été enregistré" in text_of(page)
    assert values_of(aire, october) == {}


@pytest.mark.parametrize("damage", [{"version": "x"}, {"version": "-1"}, {"operation": "pas-un-uuid"}])
def test_a_damaged_form_saves_nothing_and_keeps_what_was_typed(
    cast: Cast, october: Period, damage: dict[str, str]
) -> None:
    aire = cast.territory.aire
    body = {"c.CC_HA": "7", "version": "0", "operation": str(uuid4())} | damage
    page = cast.client_of("kadia").post(address("report_section", aire, october, "curatif"), body)
    assert page.status_code == 409
    assert 'value="7"' in field_of(page, "CC_HA")
    assert "Le formulaire est arrivé abîmé" in text_of(page)
    assert values_of(aire, october) == {}


def test_declared_complete_meanwhile_nothing_typed_is_lost(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    report = complete_report(cast, october)
    page = send_cells(cast.client_of("kadia"), aire, october, "curatif", {"CC_HA": "99"}, version=1)
    assert page.status_code == 409
    assert "le rapport est déclaré complet" in text_of(page)
    assert 'value="99"' in field_of(page, "CC_HA")
    assert "refusé, gardé tel que vous l’avez tapé" in field_of(page, "CC_HA")
    assert values_of(aire, october) == report.values


def test_a_locked_section_says_why_and_who_can_lift_it(cast: Cast, october: Period) -> None:
    validated_report(cast, october)
    page = cast.client_of("kadia").get(address("report_section", cast.territory.aire, october, "finances"))
    assert "Le chargé du SIS ou le médecin chef peut le rouvrir" in text_of(page)
    assert "readonly" in field_of(page, "SLD_FIN")
    assert "Enregistrer la section" not in text_of(page)


# ---- Who ----
def test_the_stranger_next_door_finds_nothing(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    assert cast.client_of("oumar").get(address("report_section", aire, october, "curatif")).status_code == 404
    answer = send_cells(cast.client_of("oumar"), aire, october, "curatif", {"CC_HA": "7"})
    assert answer.status_code == 404
    assert values_of(aire, october) == {}


@pytest.mark.parametrize("name", ["fanta", "binta", "salif", "seydou", "nana", "moussa"])
def test_who_reads_does_not_type(cast: Cast, october: Period, name: str) -> None:
    aire = cast.territory.aire
    page = cast.client_of(name).get(address("report_section", aire, october, "curatif"))
    assert page.status_code == 200
    assert "<input id=" not in page.content.decode()
    assert send_cells(cast.client_of(name), aire, october, "curatif", {"CC_HA": "7"}).status_code == 403
    assert values_of(aire, october) == {}


def test_the_treasurer_types_money_and_does_not_see_the_clinic(cast: Cast, october: Period) -> None:
    aire, sitan = cast.territory.aire, cast.client_of("sitan")
    assert send_cells(sitan, aire, october, "finances", {"SLD_FIN": "5"}).status_code == 302
    assert sitan.get(address("report_section", aire, october, "curatif")).status_code == 404
    assert send_cells(sitan, aire, october, "curatif", {"CC_HA": "7"}).status_code == 404
    assert values_of(aire, october) == {"SLD_FIN": 5}


def test_the_cpm_reads_money_and_does_not_type_it(cast: Cast, october: Period) -> None:
    aire, awa = cast.territory.aire, cast.client_of("awa")
    assert send_cells(awa, aire, october, "curatif", {"CC_HA": "7"}).status_code == 302
    assert send_cells(awa, aire, october, "finances", {"SLD_FIN": "5"}).status_code == 403
    assert values_of(aire, october) == {"CC_HA": 7}


@pytest.mark.parametrize(
    ("month", "section"),
    [("2026-10", "inconnue"), ("2026-13", "curatif"), ("2031-01", "curatif"), ("x", "curatif")],
)
def test_an_address_that_is_nothing_is_not_found(
    cast: Cast, october: Period, month: str, section: str
) -> None:
    url = f"/rapports/{cast.territory.aire.code}/{month}/{section}/"
    assert cast.client_of("kadia").get(url).status_code == 404


# ---- The session, the token ----
def test_signed_out_meanwhile_the_figures_are_handed_back(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    page = send_cells(Client(), aire, october, "curatif", {"CC_HA": "417"})
    assert page.status_code == 401
    assert '<input type="hidden" name="c.CC_HA" value="417">' in page.content.decode()
    assert "Reconnectez-vous" in text_of(page)
    assert values_of(aire, october) == {}
    assert Client().get(address("report_section", aire, october, "curatif")).status_code == 302


@pytest.mark.parametrize(("origin", "kept"), [("http://testserver", True), ("http://ailleurs.test", False)])
def test_an_old_token_gives_the_figures_back_to_our_own_pages_alone(
    cast: Cast, october: Period, origin: str, kept: bool
) -> None:
    aire = cast.territory.aire
    client = Client(enforce_csrf_checks=True, headers={"origin": origin})
    client.force_login(cast.user_of("kadia"))
    page = send_cells(client, aire, october, "curatif", {"CC_HA": "417"})
    assert page.status_code == 403
    assert ('name="c.CC_HA" value="417"' in page.content.decode()) is kept
    assert values_of(aire, october) == {}


# ---- Cost ----
def test_queries_of_a_section(
    cast: Cast, october: Period, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    aire, kadia = cast.territory.aire, cast.client_of("kadia")
    type_in(cast, "kadia", aire, october, {"CC_HA": 7})
    url = address("report_section", aire, october, "curatif")
    kadia.get(url)  # the catalogue is kept from here on
    # Session, account with its mandates; 3 report, catalogue, past, comments, notices…
    with django_assert_num_queries(11):
        kadia.get(url)


def test_the_deadline_passed_is_said(cast: Cast, october: Period, now: time_machine.Traveller) -> None:
    now.move_to("2026-11-09T10:00:00+00:00")
    page = cast.client_of("kadia").get(address("report_section", cast.territory.aire, october, "curatif"))
    assert "En retard depuis le 5 novembre 2026" in text_of(page)


def test_a_report_sent_back_has_one_deadline_on_every_page(
    cast: Cast, october: Period, now: time_machine.Traveller
) -> None:
    """The correction's: before it nothing is late, after it every page counts from that day."""
    open_period(october)
    report = complete_report(cast, october)
    act(cast, "salif", report, "renvoyer", "À corriger.")
    pages = [
        address("report_section", report.aire, october, "curatif"),
        address("report_show", report.aire, october),
        "/",
    ]
    now.move_to("2026-11-09T10:00:00+00:00")
    early = [text_of(cast.client_of("kadia").get(page)) for page in pages]
    assert "Correction attendue dans 6 jours" in early[0]
    assert all("avant le 15 novembre 2026 au soir" in words for words in early[1:])
    assert not any("retard depuis" in words or "1 rapport en retard" in words for words in early)
    now.move_to("2026-11-18T10:00:00+00:00")
    late = [text_of(cast.client_of("kadia").get(page)) for page in pages]
    assert all("depuis le 15 novembre 2026" in words for words in late)
    assert "1 rapport en retard Samakélé : octobre" in late[2]


def test_an_empty_section_begins_no_report(cast: Cast, october: Period) -> None:
    """« Enregistrer et continuer » walks through the form: nothing typed, nothing begun."""
    page = send_cells(cast.client_of("kadia"), cast.territory.aire, october, "cpn", {"CPN2": "", "CPN3": " "})
    assert page.status_code == 302
    assert told(page) == ["Aucune case n’a changé."]
    assert not MonthlyReport.objects.exists()
