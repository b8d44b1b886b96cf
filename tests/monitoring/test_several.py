"""One section of several reports typed from the paper: the page, what it receives, what it refuses."""

import html
import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Person
from core.access import Role
from core.workflow import Refusal
from cscom.models import Aire, Cscom
from mandates.models import Mandate
from mandates.scopes import scope_of_person
from monitoring.entry import report_of, save_cells
from monitoring.enums import PAPER
from monitoring.form import Form
from monitoring.models import MonthlyReport, Period, ReportDiff, RuleComment
from monitoring.workflow import CIRCUIT
from tests.cast import Cast
from tests.monitoring.pages import field_of, text_of, told, values_of, version_of
from tests.reporting import act, complete_report, good_values, make_period, type_in
from tests.territory import small_territory

PAGE = "/saisie-papier/"
# Session, account with its mandates; period, catalogue, aires, shares, reports, comments; months,
# who validates; menu, notices.
QUERIES = 11
COST = (18, 10)  # statements of a sending of one column, of each column more


def address(period: Period, section: str = "curatif", **more: Any) -> str:
    return f"{PAGE}?{urlencode({'mois': period.code, 'section': section} | more, doseq=True)}"


def columns(cast: Cast) -> tuple[Aire, Aire]:
    return cast.territory.aire, cast.territory.second_aire


def body_of(
    period: Period, cells: Mapping[Aire, Mapping[str, str]], versions: Mapping[Aire, int] | None = None
) -> dict[str, Any]:
    """The fields of a page that shows these aires."""
    body: dict[str, Any] = {"colonne": [aire.code for aire in cells]}
    for aire, typed in cells.items():
        body[f"version.{aire.code}"] = str((versions or {}).get(aire, version_of(aire, period)))
        body[f"operation.{aire.code}"] = str(uuid4())
        body |= {f"c.{aire.code}.{key}": text for key, text in typed.items()}
    return body


def send(client: Client, period: Period, cells: Mapping[Aire, Mapping[str, str]], **more: Any) -> Any:
    return client.post(address(period), body_of(period, cells) | more)


def another_charge(cast: Cast) -> Person:
    """A second chargé du SIS in the district."""
    person = Person.objects.create(first_name="Lassana", last_name="Sow", sex="M")
    Mandate.objects.create(
        person=person, role=Role.CHARGE_SIS, district=cast.territory.district, starts_on=date(2020, 1, 1)
    )
    return person


# ---- The page ----
def test_the_aires_that_sent_nothing_stand_side_by_side(cast: Cast, october: Period) -> None:
    one, two = columns(cast)
    type_in(cast, "kadia", one, october, {"CC_HA": 7})
    page = cast.client_of("salif").get(address(october))
    words = text_of(page)
    assert "Saisie d’après le papier, octobre 2026" in words
    assert 'value="7"' in field_of(page, f"{one.code}.CC_HA")
    assert 'aria-label="Samakélé, ' in field_of(page, f"{one.code}.CC_HA")
    assert 'value=""' in field_of(page, f"{two.code}.CC_HA")
    assert "Case Banamba Central Pas commencé Samakélé Brouillon" in words
    assert "Vous ne pourrez donc pas valider ces rapports" in words


def test_who_will_validate_is_said_and_that_nobody_could(cast: Cast, october: Period) -> None:
    salif = cast.client_of("salif")
    assert "Personne d’autre ne le peut aujourd’hui" in text_of(salif.get(address(october)))
    another_charge(cast)
    assert "Lassana Sow le fera, après le visa" in text_of(salif.get(address(october)))


@pytest.mark.parametrize("page", ["/a-verifier/", "/completude/"])
def test_the_page_is_found_where_the_missing_are_listed(cast: Cast, october: Period, page: str) -> None:
    assert f'href="{PAGE}"' in cast.client_of("salif").get(page).content.decode()


def test_a_declared_report_is_locked_in_words_and_shown_when_ticked(cast: Cast, october: Period) -> None:
    one, two = columns(cast)
    complete_report(cast, october)
    salif = cast.client_of("salif")
    waiting = salif.get(address(october))
    assert field_of(waiting, f"{one.code}.CC_HA") == ""
    both = salif.get(address(october, aire=[one.code, two.code]))
    assert "readonly" in field_of(both, f"{one.code}.CC_HA")
    assert "Samakélé. Verrouillé : le rapport est déclaré complet" in text_of(both)
    assert "Le chargé du SIS peut le renvoyer." in text_of(both)
    assert "readonly" not in field_of(both, f"{two.code}.CC_HA")


def test_a_disaggregation_has_its_head_and_a_total_an_aire(cast: Cast, october: Period, form: Form) -> None:
    one, two = columns(cast)
    keys = form.elements["CC_NC"].keys
    type_in(cast, "kadia", one, october, dict.fromkeys(keys, 4))
    type_in(cast, "oumar", two, october, {keys[0]: 4})
    words = text_of(cast.client_of("salif").get(address(october)))
    assert f"Total — {4 * len(keys)}" in words


def test_ten_aires_a_page_the_rest_by_pages(cast: Cast, october: Period) -> None:
    crowd(cast, 11)
    salif = cast.client_of("salif")
    first, second = salif.get(address(october)), salif.get(address(october, page="2"))
    assert first.content.decode().count('name="colonne"') == 10
    assert second.content.decode().count('name="colonne"') == 3


def test_a_commune_cuts_the_list(cast: Cast, october: Period) -> None:
    one, two = columns(cast)
    salif = cast.client_of("salif")
    here = salif.get(address(october, commune=one.host_commune.code))
    assert here.content.decode().count('name="colonne"') == 2
    nowhere = salif.get(address(october, commune="ML-NULLE-PART"))
    assert nowhere.content.decode().count('name="colonne"') == 2  # a wrong choice is no choice
    assert two.host_commune == one.host_commune


def test_nothing_waits_any_more(cast: Cast, october: Period) -> None:
    MonthlyReport.objects.bulk_create(
        MonthlyReport(
            aire=aire, period=october, state="valide", declared_at=timezone.now(), validated_at=timezone.now()
        )
        for aire in columns(cast)
    )
    assert "Aucun rapport n’attend la saisie" in text_of(cast.client_of("salif").get(address(october)))


def test_before_any_month_the_page_says_so(cast: Cast, catalogue: None) -> None:
    assert "Aucun mois n’est ouvert" in text_of(cast.client_of("salif").get(PAGE))
    assert cast.client_of("salif").post(PAGE, {}).status_code == 200


@pytest.mark.parametrize("more", [{"mois": "2031-01"}, {"mois": "x"}, {"aire": "WHO-INCONNUE"}])
def test_an_address_that_is_nothing_is_not_found(cast: Cast, october: Period, more: dict[str, str]) -> None:
    query = urlencode({"mois": october.code} | more)
    assert cast.client_of("salif").get(f"{PAGE}?{query}").status_code == 404


def test_an_aire_of_another_district_is_not_found(cast: Cast, october: Period) -> None:
    there = small_territory("ML09", "Ailleurs").aire
    page = cast.client_of("salif").get(address(october, aire=[there.code]))
    assert page.status_code == 404
    assert there.name not in page.content.decode() or there.name == cast.territory.aire.name


@pytest.mark.parametrize("name", ["kadia", "awa", "moussa", "fanta", "seydou", "nana", "yaya"])
def test_only_the_charge_du_sis_types_from_paper(cast: Cast, october: Period, name: str) -> None:
    client = cast.client_of(name)
    assert client.get(address(october)).status_code == 403
    assert send(client, october, {cast.territory.aire: {"CC_HA": "7"}}).status_code == 403
    assert values_of(cast.territory.aire, october) == {}


def test_a_draft_leads_to_its_column(cast: Cast, october: Period) -> None:
    one, _ = columns(cast)
    link = f"{PAGE}?mois={october.code}&amp;aire={one.code}"
    page = f"/rapports/{one.code}/{october.code}/"
    assert link in cast.client_of("salif").get(page).content.decode()
    assert link not in cast.client_of("kadia").get(page).content.decode()
    complete_report(cast, october)
    assert link not in cast.client_of("salif").get(page).content.decode()


# ---- Saving ----
def test_one_button_saves_every_column(cast: Cast, october: Period) -> None:
    one, two = columns(cast)
    answer = send(
        cast.client_of("salif"), october, {one: {"CC_HA": "1 204", "CC_AC": "so"}, two: {"CC_HA": "9"}}
    )
    assert answer.status_code == 302
    assert answer["Location"] == address(october)
    assert "Reçu à 10 h 00 : Samakélé, 2 cases · Banamba Central, 1 case." in told(answer)
    assert values_of(one, october) == {"CC_HA": 1204, "CC_AC": "NA"}
    assert values_of(two, october) == {"CC_HA": 9}


def test_a_page_left_open_keeps_its_month(cast: Cast, october: Period, now: time_machine.Traveller) -> None:
    """Opened from a menu, without a month, and typed in on the day the next month is the last one due."""
    one, _ = columns(cast)
    november = make_period("2026-11")
    now.move_to("2026-12-05T10:00:00+00:00")
    page = cast.client_of("salif").get(PAGE)
    assert "octobre 2026" in text_of(page)
    action = re.search(r'<form method="post" id="pile" action="([^"]+)"', page.content.decode())
    assert action
    now.move_to("2026-12-06T10:00:00+00:00")
    salif = cast.client_of("salif")
    assert "novembre 2026" in text_of(salif.get(PAGE))
    assert salif.post(html.unescape(action[1]), body_of(october, {one: {"CC_HA": "7"}})).status_code == 302
    assert values_of(one, october) == {"CC_HA": 7}
    assert values_of(one, november) == {}


def test_the_history_says_it_came_from_the_paper(cast: Cast, october: Period) -> None:
    one, _ = columns(cast)
    send(cast.client_of("salif"), october, {one: {"CC_HA": "7"}})
    diff = ReportDiff.objects.get()
    assert (diff.origin, diff.person, diff.mandate_id) == (
        PAPER,
        cast.person_of("salif"),
        cast.mandate_of("salif").pk,
    )
    report = MonthlyReport.objects.get()
    words = text_of(cast.client_of("kadia").get(report.get_absolute_url()))
    assert "Salif Diallo saisi au CSRéf d’après le rapport papier" in words


def test_a_program_of_the_csref_cannot_hide_it(cast: Cast, october: Period, form: Form) -> None:
    one, _ = columns(cast)
    save_cells(
        report_of(one, october),
        {"CC_HA": 7},
        form=form,
        scope=cast.scope_of("salif"),
        base_version=0,
        operation=uuid4(),
        origin="API",
    )
    assert ReportDiff.objects.get().origin == PAPER


def test_the_typist_may_not_validate(cast: Cast, october: Period, form: Form) -> None:
    one, _ = columns(cast)
    texts = {key: str(value) for key, value in good_values(form).items()}
    curative = {cell.key for cell in form.sections[0].cells}
    send(cast.client_of("salif"), october, {one: {k: t for k, t in texts.items() if k in curative}})
    type_in(cast, "kadia", one, october, {k: v for k, v in good_values(form).items() if k not in curative})
    report = MonthlyReport.objects.get()
    act(cast, "kadia", report, "declarer")
    act(cast, "awa", report, "viser")
    act(cast, "moussa", report, "signer")
    with pytest.raises(Refusal, match="une autre personne doit le valider"):
        act(cast, "salif", report, "valider")
    colleague = another_charge(cast)
    CIRCUIT.apply(report, "valider", scope_of_person(colleague), version=report.version)
    assert MonthlyReport.objects.get().state == "valide"


def test_an_aire_of_which_nothing_was_typed_is_not_begun(cast: Cast, october: Period) -> None:
    one, two = columns(cast)
    answer = send(cast.client_of("salif"), october, {one: {"CC_HA": "7"}, two: {"CC_HA": "", "CC_AC": " "}})
    assert answer.status_code == 302
    assert list(MonthlyReport.objects.values_list("aire", flat=True)) == [one.pk]


def test_on_to_the_next_section_of_the_same_aires(cast: Cast, october: Period, form: Form) -> None:
    one, _ = columns(cast)
    answer = send(cast.client_of("salif"), october, {one: {"CC_HA": "7"}}, puis="suite")
    assert f"section={form.sections[1].code}" in answer["Location"]
    assert f"aire={one.code}" in answer["Location"]


def test_a_double_click_saves_once(cast: Cast, october: Period) -> None:
    one, _ = columns(cast)
    salif, body = cast.client_of("salif"), body_of(october, {one: {"CC_HA": "7"}})
    salif.post(address(october), body)
    second = salif.post(address(october), body)
    assert "déjà reçu, rien n’est compté deux fois" in told(second)[-1]
    assert ReportDiff.objects.count() == 1


# ---- What cannot be kept ----
def test_what_is_no_number_comes_back_as_typed_the_rest_is_saved(cast: Cast, october: Period) -> None:
    one, two = columns(cast)
    page = send(
        cast.client_of("salif"), october, {one: {"CC_HA": "beaucoup", "CC_AC": "3"}, two: {"CC_HA": "-4"}}
    )
    assert page.status_code == 422
    assert values_of(one, october) == {"CC_AC": 3}
    assert values_of(two, october) == {}
    field = field_of(page, f"{one.code}.CC_HA")
    assert 'value="beaucoup"' in field
    assert f'aria-describedby="n.{one.code}.CC_HA"' in field
    words = text_of(page)
    assert "Samakélé : Ce n’est pas un nombre. Gardé tel quel, pas compté." in words
    assert "Banamba Central : Un nombre négatif n’est pas possible ici." in words
    assert words.lstrip().startswith("Erreur :")


def test_a_report_declared_meanwhile_stops_no_other(cast: Cast, october: Period) -> None:
    one, two = columns(cast)
    report = complete_report(cast, october)
    page = send(cast.client_of("salif"), october, {one: {"CC_HA": "99"}, two: {"CC_HA": "9"}})
    assert page.status_code == 422
    assert "Reçu à 10 h 00 : Banamba Central, 1 case." in text_of(page)
    assert "Samakélé : verrouillé : le rapport est déclaré complet" in text_of(page)
    assert 'value="99"' in field_of(page, f"{one.code}.CC_HA")
    assert values_of(one, october) == report.values
    assert values_of(two, october) == {"CC_HA": 9}


def test_a_locked_column_signed_meanwhile_is_no_refusal(cast: Cast, october: Period) -> None:
    """Nobody typed in it: its visa, given while the page was open, stops nothing."""
    one, two = columns(cast)
    report = complete_report(cast, october)
    body = body_of(october, {one: {"CC_HA": str(report.values["CC_HA"])}, two: {"CC_HA": "9"}})
    act(cast, "awa", report, "viser")
    answer = cast.client_of("salif").post(address(october), body)
    assert answer.status_code == 302
    assert values_of(two, october) == {"CC_HA": 9}


def test_a_closed_month_is_refused(cast: Cast, october: Period, now: time_machine.Traveller) -> None:
    one, _ = columns(cast)
    now.move_to("2026-09-15T10:00:00+00:00")
    page = send(cast.client_of("salif"), october, {one: {"CC_HA": "7"}})
    assert page.status_code == 409
    assert "il n’est pas encore ouvert" in text_of(page)
    assert 'value="7"' in field_of(page, f"{one.code}.CC_HA")
    assert not MonthlyReport.objects.exists()


def test_two_values_for_one_cell_are_shown_and_chosen(cast: Cast, october: Period) -> None:
    one, _ = columns(cast)
    type_in(cast, "awa", one, october, {"CC_HA": 12})
    salif = cast.client_of("salif")
    page = salif.post(address(october), body_of(october, {one: {"CC_HA": "15", "CC_AC": "4"}}, {one: 0}))
    assert page.status_code == 422
    assert values_of(one, october) == {"CC_HA": 12, "CC_AC": 4}
    assert "Garder 12 Awa Diarra à 10 h 00" in text_of(page)
    unmade = send(salif, october, {one: {}}, **{f"duel.{one.code}.CC_HA": "15"})
    assert any("vous n’avez pas choisi" in word and "Samakélé" in word for word in told(unmade))
    kept = send(salif, october, {one: {"CC_HA": "15"}}, **{f"duel.{one.code}.CC_HA": "15"})
    assert kept.status_code == 302
    assert values_of(one, october)["CC_HA"] == 15


@pytest.mark.parametrize("damage", [{"version": "x"}, {"version": "7"}, {"operation": "pas-un-uuid"}])
def test_a_damaged_column_saves_nothing_and_stops_no_other(
    cast: Cast, october: Period, damage: dict[str, str]
) -> None:
    one, two = columns(cast)
    broken = {f"{name}.{one.code}": text for name, text in damage.items()}
    page = send(cast.client_of("salif"), october, {one: {"CC_HA": "7"}, two: {"CC_HA": "8"}}, **broken)
    assert page.status_code == 422
    assert 'value="7"' in field_of(page, f"{one.code}.CC_HA")
    assert values_of(one, october) == {}
    assert values_of(two, october) == {"CC_HA": 8}


def test_an_aire_of_another_district_in_the_body_is_told_and_left_alone(cast: Cast, october: Period) -> None:
    one, _ = columns(cast)
    there = small_territory("ML09", "Ailleurs").aire
    answer = send(cast.client_of("salif"), october, {one: {"CC_HA": "7"}, there: {"CC_HA": "8"}})
    assert answer.status_code == 302
    assert any(there.code in word and "pas de votre ressort" in word for word in told(answer))
    assert values_of(one, october) == {"CC_HA": 7}
    assert values_of(there, october) == {}


def test_cells_of_another_section_or_of_no_form_are_said(cast: Cast, october: Period) -> None:
    one, _ = columns(cast)
    cells = {"CC_HA": "7", "SLD_FIN": "999", "NIMPORTE": "1"}
    answer = send(cast.client_of("salif"), october, {one: cells})
    assert any("Samakélé" in word and "SLD_FIN" in word and "NIMPORTE" in word for word in told(answer))
    assert values_of(one, october) == {"CC_HA": 7}


def test_two_thousand_unknown_fields_are_refused_in_french(cast: Cast, october: Period) -> None:
    one, _ = columns(cast)
    page = send(
        cast.client_of("salif"), october, {one: {f"X{i}": "1" for i in range(2_000)} | {"CC_HA": "7"}}
    )
    assert page.status_code == 400
    assert "Rien n’a été enregistré" in text_of(page)
    assert values_of(one, october) == {}


def test_signed_out_meanwhile_the_figures_are_handed_back(cast: Cast, october: Period) -> None:
    one, _ = columns(cast)
    page = send(Client(), october, {one: {"CC_HA": "417"}})
    assert page.status_code == 401
    assert f'name="c.{one.code}.CC_HA" value="417"' in page.content.decode()


# ---- Controls ----
def test_a_control_is_told_and_explained(cast: Cast, october: Period, form: Form) -> None:
    one, _ = columns(cast)
    type_in(cast, "kadia", one, october, good_values(form))
    salif = cast.client_of("salif")
    send(salif, october, {one: {"CC_HA": "61"}})
    page = salif.get(address(october))
    assert f'name="m.{one.code}.V06"' in page.content.decode()
    assert "1 à commenter , Samakélé" in text_of(page)
    send(salif, october, {one: {}}, **{f"m.{one.code}.V06": "Foire de Banamba."})
    written = RuleComment.objects.get()
    assert (written.text, written.person) == ("Foire de Banamba.", cast.person_of("salif"))
    assert "rien à corriger , Samakélé" in text_of(salif.get(address(october)))


def test_a_comment_of_a_column_that_could_not_be_saved_comes_back(
    cast: Cast, october: Period, form: Form
) -> None:
    """Damaged, it is in its field again; declared meanwhile, it is shown as what was not kept."""
    one, _ = columns(cast)
    type_in(cast, "kadia", one, october, good_values(form) | {"CC_HA": 61})
    salif, words = cast.client_of("salif"), {f"m.{one.code}.V06": "Foire de Banamba."}
    page = send(salif, october, {one: {"CC_HA": "62"}}, **words, **{f"version.{one.code}": "x"})
    assert page.status_code == 409
    assert ">Foire de Banamba.</textarea>" in page.content.decode()
    MonthlyReport.objects.update(state="complet", declared_at=timezone.now())
    page = send(salif, october, {one: {"CC_HA": "62"}}, **words)
    assert "Pas enregistré : Foire de Banamba." in text_of(page)
    assert not RuleComment.objects.exists()


def test_a_comment_that_is_refused_comes_back(cast: Cast, october: Period, form: Form) -> None:
    one, _ = columns(cast)
    type_in(cast, "kadia", one, october, good_values(form) | {"CC_HA": 61})
    page = send(cast.client_of("salif"), october, {one: {}}, **{f"m.{one.code}.V06": "x" * 2001})
    assert page.status_code == 422
    assert f">{'x' * 2001}</textarea>" in page.content.decode()


def test_amounts_that_nobody_typed_are_not_called_refused(cast: Cast, october: Period) -> None:
    """An amount stands in threes in its field: unchanged, it is no figure that was typed."""
    one, _ = columns(cast)
    type_in(cast, "kadia", one, october, {"REC_ACT": 61500, "REC_MED": 1200})
    salif = cast.client_of("salif")
    amount = field_of(salif.get(address(october, "finances")), f"{one.code}.REC_ACT").split('value="')[1]
    body = body_of(october, {one: {"REC_ACT": amount.split('"')[0], "REC_MED": "1300"}})
    page = salif.post(address(october, "finances"), body | {f"version.{one.code}": "x"})
    assert page.status_code == 409
    assert page.content.decode().count("refusé, gardé tel que vous l’avez tapé") == 1


# ---- Cost ----
def crowd(cast: Cast, count: int) -> list[Aire]:
    """More aires in the district, with nothing sent."""
    host = cast.territory.host
    made = [
        Aire.objects.create(
            code=f"FOULE-{n:02}", name=f"Foule {n:02}", host_commune=host, district=host.district
        )
        for n in range(count)
    ]
    Cscom.objects.bulk_create(Cscom(code=aire.code, name=aire.name, aire=aire) for aire in made)
    return made


def test_more_columns_cost_no_more_queries(
    cast: Cast, october: Period, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    salif = cast.client_of("salif")
    type_in(cast, "kadia", cast.territory.aire, october, {"CC_HA": 7})
    salif.get(address(october))  # the catalogue is kept from here on
    for more in (0, 8):
        for aire in crowd(cast, more):
            MonthlyReport.objects.create(aire=aire, period=october, values={"CC_HA": 1}, version=1)
        with django_assert_num_queries(QUERIES):
            page = salif.get(address(october))
        assert page.content.decode().count('name="colonne"') == 2 + more


def test_locked_columns_cost_no_more(
    cast: Cast, october: Period, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    complete_report(cast, october)
    salif, locked = cast.client_of("salif"), [cast.territory.aire]
    salif.get(address(october))  # the catalogue is kept from here on
    for more in (0, 4):
        for aire in crowd(cast, more):
            locked.append(aire)
            MonthlyReport.objects.create(
                aire=aire,
                period=october,
                state="complet",
                declared_at=timezone.now(),
                declared_by=cast.person_of("kadia"),
            )
        with django_assert_num_queries(QUERIES):
            salif.get(address(october, aire=[aire.code for aire in locked]))


def test_a_column_saved_costs_the_same_whatever_its_cells(cast: Cast, october: Period, form: Form) -> None:
    """Statements of one sending, then how many each column adds; the cells add none."""
    type_in(cast, "kadia", cast.territory.aire, october, {"CC_HA": 7})
    aires = crowd(cast, 6)
    texts = {cell.key: "4" for cell in form.sections[0].cells if cell.type == "N"}
    _statements(cast, october, {aires[5]: {"CC_HA": "1"}})  # the catalogue is kept from here on
    alone = _statements(cast, october, {aires[0]: {"CC_HA": "1"}})
    full = _statements(cast, october, {aires[1]: texts})
    three = _statements(cast, october, dict.fromkeys(aires[2:5], texts))
    assert full == alone
    assert (alone, (three - alone) / 2) == COST


def _statements(cast: Cast, period: Period, cells: Mapping[Aire, Mapping[str, str]]) -> int:
    client, body = cast.client_of("salif"), body_of(period, cells)
    with CaptureQueriesContext(connection) as queries:
        assert client.post(address(period), body).status_code == 302
    return len(queries)
