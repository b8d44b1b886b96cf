"""The essential sheet: worked by hand, what is not received, whose accounts are read, an empty commune.

Third quarter of 2026, validated reports alone (see ``conftest.py``): the first aire three months (60 % of
it in Banamba), the second one month; a year before, both three months.
"""

from datetime import date

import pytest
from django.test import Client

from communes.models import Commune, Population
from core.formats import number
from core.months import Month
from cscom.models import CommuneShare, VillageAire
from monitoring.models import Indicator, MonthlyReport
from monitoring.spans import QUARTER as T3
from monitoring.spans import Span, chosen, spans
from monitoring.totals import rebuild
from reports.essential.composing import Essential, essential, paper_reading
from reports.essential.items import Block, Item
from reports.essential.means import VEILED
from tests.cast import Cast
from tests.reports.conftest import CANARY

SEPTEMBER = Month(2026, 9)


def third_quarter() -> Span:
    return chosen(T3, spans(SEPTEMBER))


def sheet_of(commune: Commune) -> Essential:
    return essential(commune, third_quarter().months, paper_reading(commune))


def block(sheet: Essential, letter: str) -> Block:
    return next(one for one in sheet.blocks if one.letter == letter)


def line(sheet: Essential, label: str) -> Item:
    return next(item for one in sheet.blocks for item in one.items if item.label.startswith(label))


def told(item: Item) -> tuple[str, str, str, str]:
    """(value, last year, how it moved, state)."""
    return item.value_text, item.last_year_text, item.delta_text, item.status_word


@pytest.fixture
def sheet(quarter: Cast) -> Essential:
    return sheet_of(quarter.territory.host)


def page(client: Client, code: str, **query: str) -> str:
    answer = client.get(f"/communes/{code}/fiche/", query)
    assert answer.status_code == 200
    return answer.content.decode()


# ---- Worked by hand ----
def test_people_and_target_groups(sheet: Essential) -> None:
    """6 120 + 5 100 inhabitants in 2026, 6 000 + 5 000 in 2025; 5 %, 4 %, 19 %, 22 % of them."""
    assert told(line(sheet, "Population 2026")) == (number(11_220), number(11_000), "+220", "")
    assert told(line(sheet, "Grossesses")) == ("561", "550", "+11", "")
    assert told(line(sheet, "Enfants de 0 à 11 mois")) == ("449", "440", "+9", "")
    assert told(line(sheet, "Enfants de moins de 5 ans"))[0] == number(2_132)
    assert told(line(sheet, "Femmes de 15 à 49 ans"))[0] == number(2_468)
    assert line(sheet, "Grossesses").sentence == "Dans l’année\u202f; environ 47 par mois, 140 sur 3 mois."
    assert "Kolondialan 2\u202f040" in block(sheet, "A").note


def test_villages_by_distance(sheet: Essential) -> None:
    """0 and 2.2 km: 6 120 people; 8.8 and 11 km: 5 100."""
    near, middle, far = (line(sheet, f"Villages {words}") for words in ("à 5", "de 5", "à plus"))
    assert (near.value_text, middle.value_text, far.value_text) == ("2", "2", "0")
    assert near.sentence == "6\u202f120 habitants (55\u202f% de la commune)."
    assert far.sentence == "Aucun habitant."
    assert (near.last_year_text, near.delta_text) == ("2", "stable")


def test_a_village_that_came_nearer_is_better(quarter: Cast) -> None:
    """Kérouané lay at 18 km of its CSCOM until March 2026."""
    link = VillageAire.objects.get(village__name="Kérouané")
    VillageAire.objects.filter(pk=link.pk).update(starts_on=date(2026, 3, 1))
    VillageAire.objects.create(
        village=link.village, aire=quarter.territory.aire, starts_on=date(2009, 1, 1),
        ends_on=date(2026, 3, 1), distance_km=18, source="essai",
    )  # fmt: skip
    far = line(sheet_of(quarter.territory.host), "Villages à plus de 15")
    assert (far.value_text, far.last_year_text, far.delta_text, far.delta_word) == (
        "0",
        "1",
        "\u22121",
        "mieux",
    )


def test_an_indicator_with_its_sentence(sheet: Essential) -> None:
    """36 + 20 doses of 61,2 + 17 children: 72 %; a year before 27 + 45 of 60 + 50: 65 %. Target 90."""
    penta = line(sheet, "Enfants ayant reçu le Penta 3")
    assert told(penta) == ("72", "65\u202f%", "+7 pts", "Proche")
    assert (penta.target_text, penta.received_text, penta.delta_word) == ("90\u202f%", "4 / 6", "mieux")
    assert penta.sentence == "56 troisièmes doses, pour environ 78 enfants de moins d’un an."
    outings = line(sheet, "Sorties réalisées")
    assert outings.sentence == "28 sorties faites dans les villages, sur 28 prévues."
    assert line(sheet, "Décès maternels").sentence.startswith("Aucune femme morte")


def test_the_neighbour_counts_its_share(quarter: Cast) -> None:
    """40 % of the first aire: 24 doses of 40,8 children, 59 %; the ASACO's accounts are read whole."""
    sheet = sheet_of(quarter.territory.neighbour)
    assert told(line(sheet, "Enfants ayant reçu le Penta 3"))[0] == "59"
    assert [p.share_text for p in sheet.partners] == ["part de la commune\u00a0: 40\u202f%"]
    assert line(sheet, "Recettes, en").value_text == "150"
    assert "Banamba Central" not in [book.name for book in sheet.books]


def test_the_money_of_validated_months(sheet: Essential) -> None:
    """Five receipts of ten over three months; one month of the second aire, of which one is the canary."""
    receipts = line(sheet, "Recettes, en")
    assert told(receipts) == (number(150 + CANARY + 40), "300", "", "")
    assert receipts.received_text == "4 / 6"
    assert receipts.sentence.endswith("Un an avant, sur 6 mois.")
    assert line(sheet, "Dépenses, en").value_text == "200"
    assert line(sheet, "Payé pour la référence").value_text == "40"
    balance = line(sheet, "Solde de caisse")
    assert told(balance) == ("20", "20", "stable", "")
    assert balance.sentence == "Caisse et banque au dernier mois validé, de juillet à septembre."
    unpaid = line(sheet, "Mois de salaire")
    assert unpaid.value_text == "10"
    assert unpaid.sentence == "Le plus long retard\u00a0: Banamba Central et Samakélé."
    assert [book.cells[2] for book in sheet.books] == ["10 (juil.)", "10"]


def test_tracers_one_by_one(quarter: Cast) -> None:
    """Twelve days without CTA in the first aire in July: 60 % of them are counted here."""
    report = MonthlyReport.objects.get(aire=quarter.territory.aire, period__month=7, period__year=2026)
    report.values["RUP_CTA"] = 12
    report.save()
    rebuild()
    found = {drug.name: drug for drug in sheet_of(quarter.territory.host).drugs}
    assert len(found) == 10
    assert (found["CTA"].days, found["CTA"].last_year, found["CTA"].out) == ("7", "0", True)
    assert (found["Ocytocine"].days, found["Ocytocine"].received_text) == ("0", "4 / 6")


def test_what_is_not_followed_is_said(sheet: Essential) -> None:
    assert [one.letter for one in sheet.blocks] == list("ABCDEFG")
    assert [one.label for one in block(sheet, "F").items] == ["Conventions (CAM) en vigueur"]
    assert block(sheet, "F").note == block(sheet, "G").note == "Aucun organe n’est inscrit ici."
    assert "villages sans aucun contact depuis six mois" in block(sheet, "B").unfollowed


def test_every_line_says_a_sentence(sheet: Essential) -> None:
    items = [item for one in sheet.blocks for item in one.items]
    assert len(items) >= 24
    for item in items:
        first, last = item.sentence[0], item.sentence[-1]
        assert last == ".", item
        assert first.isupper() or first.isdigit(), item


# ---- What is not known ----
def test_nothing_received_is_never_zero(quarter: Cast) -> None:
    MonthlyReport.objects.filter(period__year=2026).delete()
    rebuild()
    sheet = sheet_of(quarter.territory.host)
    health = [*block(sheet, "C").items, *block(sheet, "D").items, *block(sheet, "E").items]
    assert all(item.missing and item.value_text != "0" and not item.status for item in health)
    assert all("Ce n’est pas zéro." in item.sentence for item in health)
    assert all(drug.days is None and not drug.out for drug in sheet.drugs)
    assert all(cell is None for book in sheet.books for cell in book.cells)
    html = page(quarter.client_of("fanta"), quarter.territory.host.code, periode="trimestre")
    assert html.count("non reçu") > 20


def test_an_indicator_out_of_the_catalogue_is_said(quarter: Cast) -> None:
    Indicator.objects.filter(code="I25").delete()
    assert "indicateur I25, absent du catalogue" in block(sheet_of(quarter.territory.host), "C").unfollowed


def test_a_commune_of_which_nothing_is_known(quarter: Cast) -> None:
    """No aire, no village, no population: words, and nothing to print."""
    host = quarter.territory.host
    empty = Commune.objects.create(code="ML020299", name="Ouro", cercle=host.cercle, district=host.district)
    html = page(quarter.client_of("salif"), empty.code)
    for words in (
        "Aucune aire de santé ne touche cette commune.",
        "La population de 2026 n’est pas connue ici.",
        "Aucun village de cette commune n’est connu.",
        "Aucun village connu\u00a0: aucune distance.",
        "elle ne lit pas de comptes d’ASACO",
    ):
        assert words in html, words
    assert ">0</td>" not in html
    assert paper_reading(empty).partners == []


def test_a_population_without_villages(quarter: Cast) -> None:
    host = quarter.territory.host
    Population.objects.filter(commune=host).delete()
    sheet = sheet_of(host)
    assert line(sheet, "Population 2026").value_text == "—"
    assert line(sheet, "Grossesses").sentence == "Population ou part de ce groupe non connue ici."


# ---- Who reads what ----
def test_accounts_below_a_fifth_are_not_read(quarter: Cast) -> None:
    shares = CommuneShare.objects.filter(aire=quarter.territory.aire)
    shares.filter(commune=quarter.territory.neighbour).update(share=1_500)
    shares.filter(commune=quarter.territory.host).update(share=8_500)
    sheet = sheet_of(quarter.territory.neighbour)
    assert not sheet.books
    assert [partner.aire.name for partner in sheet.unread] == ["Samakélé"]
    html = page(quarter.client_of("drissa"), quarter.territory.neighbour.code, periode="trimestre")
    assert "Recettes, en FCFA" not in html
    assert "elle ne lit pas de comptes d’ASACO" in html


@pytest.mark.parametrize(
    ("who", "reads"),
    [("fanta", True), ("binta", True), ("salif", True), ("nana", True), ("modibo", True), ("ramata", True),
     ("boubacar", False), ("cheick", False), ("julie", False)],
)  # fmt: skip
def test_money_is_for_who_reads_management(quarter: Cast, who: str, reads: bool) -> None:
    html = page(quarter.client_of(who), quarter.territory.host.code, periode="trimestre")
    assert (number(CANARY + 40) in html) == reads  # the second ASACO's own line
    assert (VEILED in html) != reads
    assert "Pas encore suivi ici" in html


def test_the_neighbour_mayor_finds_nothing(quarter: Cast) -> None:
    host = quarter.territory.host.code
    assert quarter.client_of("drissa").get(f"/communes/{host}/fiche/").status_code == 404
    assert quarter.client_of("drissa").get(f"/communes/{host}/fiche/etablir/").status_code == 404


def test_who_may_know_provisional_figures_reads_them(quarter: Cast) -> None:
    """August of the second aire waits to be validated: five reports for the mayor, four for the préfet."""
    code = quarter.territory.host.code
    mayor = page(quarter.client_of("fanta"), code, periode="trimestre")
    prefet = page(quarter.client_of("boubacar"), code, periode="trimestre")
    assert "5 / 6" in mayor
    assert "provisoire" in mayor
    assert "5 / 6" not in prefet
    assert "Ne sont comptés ici que les rapports validés" in prefet


def test_the_switch_of_periods_holds(quarter: Cast) -> None:
    html = page(quarter.client_of("fanta"), quarter.territory.host.code, periode="semestre")
    assert "de janvier à juin 2026" in html
    assert "?periode=semestre" in html.split("Établir la fiche")[0]


def test_the_sheet_costs_few_queries(quarter: Cast, django_assert_max_num_queries: object) -> None:
    host = Commune.objects.select_related("cercle__region", "district").get(pk=quarter.territory.host.pk)
    with django_assert_max_num_queries(26):  # type: ignore[operator]
        sheet_of(host)
