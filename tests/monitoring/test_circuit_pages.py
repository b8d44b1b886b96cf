"""The acts on a report, each by who may do it: declared, stamped, validated, sent back, reopened."""

import pytest

from monitoring.enums import ReportState
from monitoring.form import Form
from monitoring.models import MonthlyReport, Period, RuleComment, Stamp
from tests.cast import Cast
from tests.monitoring.pages import address, field_of, send_act, send_cells, text_of, told, version_of
from tests.reporting import act, complete_report, good_values, type_in, validated_report


def typed(
    cast: Cast, period: Period, form: Form, changes: dict[str, int | None] | None = None
) -> MonthlyReport:
    """A draft that obeys every rule, but for ``changes``."""
    values = {**good_values(form), **(changes or {})}
    kept = {key: value for key, value in values.items() if value is not None}
    return type_in(cast, "kadia", cast.territory.aire, period, kept).report


def state_of(report: MonthlyReport) -> str:
    return MonthlyReport.objects.get(pk=report.pk).state


# ---- Check, then declare ----
def test_the_check_page_lists_what_is_empty_wrong_unusual(cast: Cast, october: Period, form: Form) -> None:
    report = typed(cast, october, form, {"PAL_TST.fe": 500, "DM.cscom": 1, "CC_HA": None})
    page = cast.client_of("kadia").get(address("report_check", report.aire, october))
    words = text_of(page)
    assert page.status_code == 200
    assert "1 Consultations curatives : 1 case vide" in words
    assert (
        f'href="{address("report_section", report.aire, october, "curatif")}#c.CC_HA"'
        in page.content.decode()
    )
    assert "Paludisme : plus de cas testés (520) que de cas suspects (30)." in words
    assert 'name="r.V13"' in page.content.decode()
    assert (
        "Je soussigné(e) Kadia Traoré, secrétaire de l’ASACO (Samakélé) déclare, le 3 novembre 2026" in words
    )
    assert "Pas encore possible." in words


def test_comments_are_written_on_the_check_page(cast: Cast, october: Period, form: Form) -> None:
    report = typed(cast, october, form, {"DM.cscom": 1})
    body = {"r.V13": "Déclaré le 12 octobre,\0 audit le 20.", "r.V99": "ignoré"}
    answer = send_act(cast.client_of("kadia"), "report_check", report, body)
    assert answer.status_code == 302
    assert list(RuleComment.objects.values_list("rule_code", "text")) == [
        ("V13", "Déclaré le 12 octobre, audit le 20.")
    ]
    page = text_of(cast.client_of("kadia").get(answer["Location"]))
    assert "Déclaré le 12 octobre" in page
    assert told(answer) == ["1 commentaire enregistré."]
    again = send_act(cast.client_of("kadia"), "report_check", report, {"r.V13": ""})
    assert told(again) == ["Aucun nouveau commentaire : rien n’a changé."]


def test_declaring_writes_the_comments_typed_beside(cast: Cast, october: Period, form: Form) -> None:
    report = typed(cast, october, form, {"DM.cscom": 1})
    answer = send_act(cast.client_of("kadia"), "report_declare", report, {"r.V13": "Audit le 20 octobre."})
    assert answer.status_code == 302
    assert state_of(report) == ReportState.COMPLETE
    word = told(answer)[-1]
    assert "Samakélé, octobre 2026 : déclaré complet le 3 novembre 2026 à 10 h 00." in word
    assert "viser les sections cliniques (par Awa Diarra)" in word
    assert "signer les sections de gestion (par Moussa Coulibaly)" in word
    assert "avant le 15 novembre 2026" in word


def test_a_refused_declaration_keeps_what_was_typed(cast: Cast, october: Period, form: Form) -> None:
    report = typed(cast, october, form, {"DM.cscom": 1, "PAL_TST.fe": 500})
    page = send_act(cast.client_of("kadia"), "report_declare", report, {"r.V13": "Audit le 20 octobre."})
    assert page.status_code == 409
    assert "Le rapport est à corriger." in text_of(page)
    assert "Audit le 20 octobre." in text_of(page)
    assert text_of(page).lstrip().startswith("Erreur :")
    assert state_of(report) == ReportState.DRAFT


def test_a_missing_comment_is_asked_for(cast: Cast, october: Period, form: Form) -> None:
    report = typed(cast, october, form, {"DM.cscom": 1})
    page = send_act(cast.client_of("kadia"), "report_declare", report)
    assert page.status_code == 409
    assert "Un commentaire manque." in text_of(page)


def test_a_comment_too_long_comes_back_whole(cast: Cast, october: Period, form: Form) -> None:
    report = typed(cast, october, form, {"DM.cscom": 1})
    page = send_act(cast.client_of("kadia"), "report_declare", report, {"r.V13": "a" * 2001})
    assert page.status_code == 409
    assert "Commentaire trop long : 2 000 caractères au plus." in text_of(page)
    assert "a" * 2001 in page.content.decode()
    assert state_of(report) == ReportState.DRAFT


def test_nothing_to_declare(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    kadia = cast.client_of("kadia")
    assert "Rien n’est encore saisi." in text_of(kadia.get(address("report_check", aire, october)))
    page = kadia.post(address("report_declare", aire, october), {"version": 0})
    assert page.status_code == 409
    assert not MonthlyReport.objects.exists()


# ---- Visa, signature, validation ----
def test_from_declaration_to_validation(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    first = send_act(cast.client_of("awa"), "report_visa", report)
    assert "sections cliniques visées" in told(first)[-1]
    assert "Suite : signer les sections de gestion (par Moussa Coulibaly)" in told(first)[-1]
    second = send_act(cast.client_of("moussa"), "report_sign", report)
    assert "Suite : vérifier, puis valider (par Salif Diallo)" in told(second)[-1]
    third = send_act(cast.client_of("salif"), "report_validate", report)
    assert "validé le 3 novembre 2026" in told(third)[-1]
    assert "Il entre dans les chiffres définitifs." in told(third)[-1]
    assert state_of(report) == ReportState.VALIDATED


def test_one_section_may_be_stamped_alone(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    send_act(cast.client_of("awa"), "report_visa", report, {"section": "pev"})
    assert list(Stamp.objects.values_list("section__code", flat=True)) == ["pev"]
    answer = send_act(cast.client_of("awa"), "report_visa", report, {"section": "finances"})
    assert "Cette section n’est pas de votre ressort." in told(answer)[-1]


def test_validating_before_the_stamps_is_refused_with_the_reason(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    page = text_of(cast.client_of("salif").get(report.get_absolute_url()))
    assert "« Valider le rapport » n’est pas encore possible. Il manque le visa ou la signature" in page
    answer = send_act(cast.client_of("salif"), "report_validate", report)
    assert "Il manque le visa ou la signature" in told(answer)[-1]
    assert state_of(report) == ReportState.COMPLETE


def test_a_stale_button_does_nothing_and_says_so(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    seen = version_of(report.aire, october)
    act(cast, "awa", report, "viser")
    answer = send_act(cast.client_of("moussa"), "report_sign", report, {"version": seen})
    assert "Quelqu’un a modifié cet objet" in told(answer)[-1]
    assert not Stamp.objects.filter(section__code="finances").exists()


@pytest.mark.parametrize("version", ["", "x", "-1"])
def test_a_damaged_button_does_nothing(cast: Cast, october: Period, version: str) -> None:
    report = complete_report(cast, october)
    answer = send_act(cast.client_of("awa"), "report_visa", report, {"version": version})
    assert "La page est arrivée abîmée" in told(answer)[-1]
    assert not Stamp.objects.exists()


ACTS = {
    "report_check": {"kadia", "awa"},
    "report_declare": {"kadia", "awa"},
    "report_visa": {"awa"},
    "report_sign": {"moussa"},
    "report_validate": {"salif"},
    "report_return": {"salif"},
    "report_reopen": {"salif", "seydou"},
}


@pytest.mark.parametrize("name", ACTS)
def test_each_act_belongs_to_somebody(cast: Cast, october: Period, name: str) -> None:
    report = complete_report(cast, october)
    before = MonthlyReport.objects.filter(pk=report.pk).values().get()
    url = address(name, report.aire, october)
    in_reach = {
        "kadia",
        "moussa",
        "sitan",
        "awa",
        "fanta",
        "drissa",
        "binta",
        "salif",
        "seydou",
        "nana",
        "modibo",
    }
    for person in sorted(in_reach - ACTS[name]):
        assert cast.client_of(person).post(url, {"version": report.version}).status_code == 403, person
    for person in ("oumar", "boubacar", "cheick", "julie", "yaya"):
        assert cast.client_of(person).post(url, {"version": report.version}).status_code in (403, 404), person
    assert cast.client_of("oumar").post(url).status_code == (404)
    assert cast.client_of("anonyme").post(url)["Location"].startswith("/connexion/")
    assert MonthlyReport.objects.filter(pk=report.pk).values().get() == before


@pytest.mark.parametrize("name", ["report_declare", "report_visa", "report_sign", "report_validate"])
def test_a_button_is_not_a_link(cast: Cast, october: Period, name: str) -> None:
    report = complete_report(cast, october)
    person = min(ACTS[name])
    assert cast.client_of(person).get(address(name, report.aire, october)).status_code == 405
    assert version_of(report.aire, october) == report.version


# ---- Sent back ----
def test_a_return_needs_its_reasons_and_keeps_the_words(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    page = send_act(cast.client_of("salif"), "report_return", report, {"text": "Penta 3 en sortie : 148 ?"})
    assert page.status_code == 422
    assert "Cochez au moins un motif." in text_of(page)
    assert "Penta 3 en sortie : 148 ?" in text_of(page)
    assert text_of(page).lstrip().startswith("Erreur :")
    page = send_act(cast.client_of("salif"), "report_return", report, {"reasons": ["incoherent"]})
    assert "Écrivez ce qu’il faut corriger" in text_of(page)
    assert state_of(report) == ReportState.COMPLETE


def test_a_stale_return_keeps_the_words(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    seen = report.version
    act(cast, "awa", report, "viser")
    body = {"reasons": ["vide"], "text": "Section Finances.", "version": seen}
    page = send_act(cast.client_of("salif"), "report_return", report, body)
    assert page.status_code == 422
    assert "Relisez-le avant d’agir." in text_of(page)
    assert "Section Finances." in text_of(page)
    assert f'name="version" value="{version_of(report.aire, october)}"' in page.content.decode()


def test_a_correction_erases_the_stamp_of_the_section_that_changed(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    act(cast, "awa", report, "viser")
    act(cast, "moussa", report, "signer")
    body = {"reasons": ["incoherent", "papier"], "text": "Penta 3 : voir le registre."}
    answer = send_act(cast.client_of("salif"), "report_return", report, body)
    assert answer.status_code == 302
    assert state_of(report) == ReportState.RETURNED
    kadia = cast.client_of("kadia")
    for url in (report.get_absolute_url(), address("report_section", report.aire, october, "pev")):
        why = text_of(kadia.get(url)).partition("Renvoyé par Salif Diallo, le 3 novembre 2026.")[2]
        assert why.lstrip().startswith("Des chiffres ne vont pas ensemble ; Les chiffres diffèrent")
        assert "Penta 3 : voir le registre." in why

    saved = send_cells(kadia, report.aire, october, "pev", {"P3.fixe": "11"})
    assert any(
        "« Vaccination » a changé : son visa ou sa signature est à refaire" in word for word in told(saved)
    )
    left = set(Stamp.objects.values_list("section__code", flat=True))
    assert "pev" not in left
    assert {"curatif", "finances"} <= left
    shown = text_of(kadia.get(report.get_absolute_url()))
    assert "Visa d’Awa Diarra effacé : la section a changé depuis" in shown
    assert "Signature de Moussa Coulibaly, 3 novembre 2026" in shown


# ---- Reopened ----
def test_a_reopening_says_which_sections_until_when_and_why(cast: Cast, october: Period) -> None:
    report = validated_report(cast, october)
    seydou = cast.client_of("seydou")
    page = send_act(seydou, "report_reopen", report, {"text": "Facture retrouvée."})
    assert page.status_code == 422
    assert "Cochez au moins une section." in text_of(page)
    assert "Facture retrouvée." in text_of(page)
    bad = {"text": "Facture.", "sections": ["finances"], "until": "03 11 2026"}
    assert "Écrivez un jour à venir." in text_of(send_act(seydou, "report_reopen", report, bad))
    assert "Trois mois au plus." in text_of(
        send_act(seydou, "report_reopen", report, bad | {"until": "1/6/2027"})
    )
    answer = send_act(seydou, "report_reopen", report, bad | {"until": "20 11 2026"})
    assert answer.status_code == 302
    assert state_of(report) == ReportState.RETURNED

    kadia = cast.client_of("kadia")
    assert send_cells(kadia, report.aire, october, "finances", {"SLD_INI": "11"}).status_code == 302
    refused = send_cells(kadia, report.aire, october, "curatif", {"CC_HA": "1"})
    assert refused.status_code == 409
    assert "n’a pas été rouverte" in text_of(refused)
    assert 'value="1"' in field_of(refused, "CC_HA")


def test_only_a_complete_report_is_sent_back_only_a_validated_one_reopened(
    cast: Cast, october: Period
) -> None:
    report = complete_report(cast, october)
    page = cast.client_of("salif").get(address("report_reopen", report.aire, october))
    assert "Seul un rapport validé peut être rouvert" in text_of(page)
    body = {"text": "x", "sections": ["finances"], "until": "20 11 2026"}
    assert send_act(cast.client_of("salif"), "report_reopen", report, body).status_code == 422
    assert state_of(report) == ReportState.COMPLETE
