"""The list of reports, the page of one: each reader sees what is theirs."""

import pytest
from pytest_django import DjangoAssertNumQueries

from monitoring.form import Form
from monitoring.models import MonthlyReport, Period
from tests.cast import Cast
from tests.monitoring.pages import address, text_of
from tests.reporting import act, complete_report, good_values, make_period, type_in, validated_report

CANARY = 987_654  # a figure nobody else types


# ---- List ----
def test_the_secretary_lists_her_months_latest_first(cast: Cast, october: Period) -> None:
    make_period("2026-09")
    complete_report(cast, october)
    words = text_of(cast.client_of("kadia").get("/rapports/"))
    assert words.index("Octobre 2026") < words.index("Septembre 2026")
    assert "Complet, à vérifier" in words
    assert "Viser les sections cliniques (le DTC)" in words
    assert "Pas commencé" in words
    assert "Saisir, puis déclarer complet (la secrétaire de l’ASACO ou le DTC)" in words
    assert "5 octobre 2026 en retard" in words
    assert "Banamba Central" not in words


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("kadia", {"Samakélé"}),
        ("sitan", {"Samakélé"}),
        ("drissa", {"Samakélé"}),
        ("fanta", {"Samakélé", "Banamba Central"}),
        ("salif", {"Samakélé", "Banamba Central"}),
        ("oumar", {"Banamba Central"}),
    ],
)
def test_each_lists_what_is_in_reach(cast: Cast, october: Period, name: str, seen: set[str]) -> None:
    page = cast.client_of(name).get("/rapports/").content.decode()
    links = {aire.name for aire in cast.territory.aires if f"/rapports/{aire.code}/2026-10/" in page}
    assert links == seen


def test_the_list_is_filtered(cast: Cast, october: Period) -> None:
    make_period("2026-09")
    complete_report(cast, october)
    salif, second = cast.client_of("salif"), cast.territory.second_aire
    counts = {
        query: text_of(salif.get(f"/rapports/?{query}"))
        for query in ("etat=complet", "etat=a_saisir", "mois=2026-09", f"aire={second.code}", "mois=x&aire=y")
    }
    shown = [text.partition("rapport ")[0] for text in counts.values()]
    assert ["1 rapport " in counts["etat=complet"], "3 rapports" in counts["etat=a_saisir"]] == [True, True]
    assert ["2 rapports" in counts["mois=2026-09"], "2 rapports" in counts[f"aire={second.code}"]] == [
        True,
        True,
    ]
    assert "4 rapports" in counts["mois=x&aire=y"], shown  # a wrong choice is no choice


def test_who_follows_several_aires_opens_on_the_last_month_due(cast: Cast, october: Period) -> None:
    """On 3 November October is not due yet; the choice is seen, and everything stays one choice away."""
    for code in ("2026-07", "2026-08", "2026-09"):
        make_period(code)
    page = cast.client_of("nana").get("/rapports/")
    assert '<option value="2026-09" selected>' in page.content.decode()
    assert "2 rapports" in text_of(page)
    assert "8 rapports" in text_of(cast.client_of("nana").get("/rapports/?mois=&aire=&etat="))
    assert "4 rapports" in text_of(cast.client_of("nana").get(f"/rapports/?aire={cast.territory.aire.code}"))
    assert "4 rapports" in text_of(cast.client_of("kadia").get("/rapports/"))


def test_queries_of_the_list(
    cast: Cast, october: Period, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for code in ("2026-07", "2026-08", "2026-09"):
        make_period(code)
    complete_report(cast, october)
    salif = cast.client_of("salif")
    salif.get("/rapports/")  # the catalogue is kept from here on
    with django_assert_num_queries(9):
        salif.get("/rapports/")


# ---- One report ----
def test_the_page_of_a_report_nobody_has_begun(cast: Cast, october: Period) -> None:
    words = text_of(cast.client_of("kadia").get(address("report_show", cast.territory.aire, october)))
    assert "Pas commencé" in words
    assert "Rien n’est encore saisi" in words
    assert "Commencer la saisie" in words
    assert not MonthlyReport.objects.exists()


def test_empty_zero_and_not_applicable_are_read_apart(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    type_in(cast, "kadia", aire, october, {"VAA": "NA", "VAR2": 0})
    page = cast.client_of("fanta").get(address("report_show", aire, october)).content.decode()
    rows = {
        name: page.partition(f'<th scope="row">{name}')[2].partition("</tr>")[0]
        for name in ("Fièvre jaune", "Rougeole 2", "Sorties de vaccination prévues")
    }
    assert 'class="so"' in rows["Fièvre jaune"]
    assert '<td class="bx">0</td>' in rows["Rougeole 2"]
    assert '<span class="nil">vide</span>' in rows["Sorties de vaccination prévues"]


def test_who_is_awaited_is_named(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    words = text_of(cast.client_of("fanta").get(report.get_absolute_url()))
    assert "En attente du visa d’Awa Diarra, depuis aujourd’hui." in words
    assert "En attente de la signature de Moussa Coulibaly, depuis aujourd’hui." in words
    act(cast, "awa", report, "viser")
    words = text_of(cast.client_of("fanta").get(report.get_absolute_url()))
    assert "En attente du visa" not in words
    assert "Visa d’Awa Diarra, 3 novembre 2026" in words


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("kadia", ""),
        ("awa", "Viser les sections cliniques"),
        ("moussa", "Signer les sections de gestion"),
        ("salif", "Renvoyer pour correction"),
        ("fanta", ""),
        ("nana", ""),
    ],
)
def test_each_is_offered_their_own_acts(cast: Cast, october: Period, name: str, label: str) -> None:
    report = complete_report(cast, october)
    page = cast.client_of(name).get(report.get_absolute_url()).content.decode()
    body = page.partition("<main")[2]
    offered = {
        text
        for text in (
            "Viser les sections cliniques",
            "Signer les sections de gestion",
            "Renvoyer pour correction",
        )
        if f">{text}</" in body
    }
    assert offered == ({label} if label else set())


def test_the_treasurer_never_meets_a_clinical_figure(cast: Cast, october: Period, form: Form) -> None:
    values = good_values(form) | {"CC_HA": CANARY, "REC_AUT": 54_321}
    report = type_in(cast, "kadia", cast.territory.aire, october, values).report
    seen = {name: text_of(cast.client_of(name).get(report.get_absolute_url())) for name in ("sitan", "kadia")}
    assert "987 654" in seen["kadia"]
    assert "987 654" not in seen["sitan"]
    assert str(CANARY) not in seen["sitan"]
    assert "hors aire" not in seen["sitan"]
    assert "54 321" in seen["sitan"]


@pytest.mark.parametrize("name", ["modibo", "ramata"])
def test_a_reader_of_final_figures_waits_for_the_validation(
    cast: Cast, october: Period, form: Form, name: str
) -> None:
    values = good_values(form) | {"VAL_STK": CANARY}
    report = complete_report(cast, october, values)
    before = text_of(cast.client_of(name).get(report.get_absolute_url()))
    assert "Les chiffres de ce rapport se lisent quand le CSRéf l’a validé." in before
    assert "987 654" not in before
    act(cast, "awa", report, "viser")
    act(cast, "moussa", report, "signer")
    act(cast, "salif", report, "valider")
    assert "987 654" in text_of(cast.client_of(name).get(report.get_absolute_url()))


def test_acts_and_changes_are_kept_in_sight(cast: Cast, october: Period) -> None:
    report = validated_report(cast, october)
    words = text_of(cast.client_of("salif").get(report.get_absolute_url()))
    assert "Validé par Salif Diallo, chargé du SIS" in words
    assert "Déclaré complet par Kadia Traoré" in words
    assert "Nouveaux cas venant de hors aire : vide → 6" in words


@pytest.mark.parametrize("name", ["oumar", "boubacar", "cheick", "julie"])
def test_out_of_reach_is_not_found(cast: Cast, october: Period, name: str) -> None:
    report = complete_report(cast, october)
    assert cast.client_of(name).get(report.get_absolute_url()).status_code == 404


def test_the_neighbour_reads_what_it_peoples_and_no_more(cast: Cast, october: Period) -> None:
    drissa = cast.client_of("drissa")
    assert drissa.get(address("report_show", cast.territory.aire, october)).status_code == 200
    assert drissa.get(address("report_show", cast.territory.second_aire, october)).status_code == 404


def test_the_strip_of_choices_leads_to_the_page_it_names(cast: Cast, october: Period) -> None:
    kadia, aire = cast.client_of("kadia"), cast.territory.aire
    url = f"/rapports/aller/?aire={aire.code}&mois=2026-10"
    assert kadia.get(url)["Location"] == address("report_show", aire, october)
    assert kadia.get(f"{url}&section=pev")["Location"] == address("report_section", aire, october, "pev")
    for nonsense in ("", "?aire=x", "?aire=a/b&mois=../..&section=%00", "?aire=é&mois=2026-10"):
        assert kadia.get(f"/rapports/aller/{nonsense}").status_code in (302, 400, 404)


def test_queries_of_a_report(
    cast: Cast, october: Period, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    report = validated_report(cast, october)
    fanta, url = cast.client_of("fanta"), report.get_absolute_url()
    fanta.get(url)  # the catalogue is kept from here on
    # session, user, mandates; report, catalogue; past, population, meetings; the parts
    with django_assert_num_queries(15):
        fanta.get(url)
