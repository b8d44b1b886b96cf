"""A place in one page: what is told in which order, by whom it is read, what an empty place says.

Seen on 3 November 2026; the third quarter is that of ``conftest.py``.
"""

import re
from datetime import date

import pytest
from django.test import Client

from asaco.models import Asaco
from concertation.models import Meeting
from concertation.writing import Framing, begin
from core.access import PlaceKind
from followup.models import Followup
from mandates.models import Organ
from monitoring import aggregates
from monitoring.aggregates import Place
from monitoring.spans import last_due, spans
from planning.enums import Source
from tests.cast import Cast
from tests.concertation.conftest import held
from tests.conventions.forced import in_force
from tests.mandates.organs import hold, organ, person, seat
from tests.planning.running import add_line, made_plan, say
from tests.reports.test_timeline import paper

TITLE = re.compile(r"<h2[^>]*>(.*?)</h2>")
TAG = re.compile(r"<[^>]+>")
OF_COMMUNE = [
    "Ce qu’elle est",
    "Qui la conduit",
    "Qui elle sert, avec quels centres",
    "Comment va la santé",
    "Les conventions",
    "Ce qui est promis",
    "Les réunions",
    "Les plans 2026 de ses aires",
    "Les documents établis",
]
VEIL = "Votre mandat ne permet pas de lire ici"


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def titles(html: str) -> list[str]:
    return TITLE.findall(html)


def text(html: str) -> str:
    return " ".join(TAG.sub(" ", html).split())


def veiled(html: str) -> str:
    """What the page says it does not show; "" when it shows everything."""
    said = text(html)
    return said.partition(VEIL)[2].partition(".")[0].strip("\u00a0: ") if VEIL in said else ""


def of_commune(cast: Cast, name: str) -> str:
    return page(cast.client_of(name), f"/communes/{cast.territory.host.code}/en-une-page/")


def of_cscom(cast: Cast, name: str) -> str:
    return page(cast.client_of(name), f"/cscom/{cast.territory.aire.code}/en-une-page/")


def of_asaco(cast: Cast, name: str) -> str:
    return page(cast.client_of(name), f"/asaco/{cast.territory.aire.code}/en-une-page/")


def line(cast: Cast, words: str, due: date, *, second: bool = False, **more: object) -> Followup:
    place = cast.territory.second_aire if second else cast.territory.aire
    return Followup.objects.create(
        text=words, owner_words="bureau", taken_on=date(2026, 1, 5), due_on=due, aire=place,
        origin_kind="essai", origin_label="essai", **more,
    )  # fmt: skip


@pytest.fixture
def committee(quarter: Cast) -> Organ:
    """Twelve meetings a year; it met in July, in September, and will in November."""
    made = organ(aire=quarter.territory.aire, sessions_a_year=12)
    hold(seat(made, "présidente", chair=True), person("Diarra"))
    seat(made, "commissaire")
    kadia = quarter.scope_of("kadia")
    for on in ("2026-07-06", "2026-09-07"):
        held(begin(made, Framing(date.fromisoformat(on)), kadia), kadia, "pa", on=on)
    begin(made, Framing(date(2026, 11, 20)), kadia)
    return made


# ---- What is told ----
def test_a_commune_in_the_order_a_visitor_asks(quarter: Cast) -> None:
    html = of_commune(quarter, "fanta")
    assert titles(html) == OF_COMMUNE
    assert veiled(html) == ""
    said = text(html)
    assert "maire Fanta Keïta" in said
    assert "secrétaire général, appui-conseil Issa Koné" in said
    assert "Villages 4" in said  # two of each aire lie in Banamba
    assert "À plus de 5 km de son CSCOM 2 villages" in said


def test_a_mayor_who_left_is_vacant(quarter: Cast) -> None:
    quarter.end_mandate_of("fanta")
    assert "maire vacant" in text(of_commune(quarter, "nana"))


def test_its_figures_are_those_of_its_page_of_figures(quarter: Cast) -> None:
    host = quarter.territory.host
    span = spans(last_due())[0]
    found = aggregates.figure("I27", Place(PlaceKind.COMMUNE, host.pk), span.months, "provisional")
    row = re.search(r"Enfants ayant reçu le Penta 3</a>.*?</tr>", of_commune(quarter, "fanta"), re.DOTALL)
    other = page(quarter.client_of("fanta"), f"/communes/{host.code}/chiffres/")
    same = re.search(r"Enfants ayant reçu le Penta 3</a>.*?</tr>", other, re.DOTALL)
    assert row
    assert same
    assert text(row[0]) == text(same[0])
    assert f"{found.value_text} %" in text(row[0])


def test_what_is_promised_the_oldest_first(quarter: Cast) -> None:
    """Six open lines at the two aires, one late; one done: three are shown, all are counted."""
    line(quarter, "La moto", date(2026, 10, 1))
    line(quarter, "Faite", date(2026, 10, 1), state="fait", settled_on=date(2026, 10, 1))
    for number in range(4):
        line(quarter, f"Sortie {number}", date(2026, 12, 1 + number))
    line(quarter, "Ailleurs", date(2026, 11, 30), second=True)
    said = text(of_commune(quarter, "fanta"))
    assert "6 engagements ouverts, dont 1 en retard" in said
    assert "La moto bureau 1er oct. 2026 33 jours de retard" in said
    shown = [words for words in ("La moto", "Ailleurs", "Sortie 0", "Sortie 1", "Sortie 2") if words in said]
    assert shown == ["La moto", "Ailleurs", "Sortie 0"]
    mine = text(of_cscom(quarter, "fanta"))
    assert "5 engagements ouverts, dont 1 en retard" in mine
    assert "Ailleurs" not in mine


def test_meetings_of_twelve_months(quarter: Cast, committee: Organ) -> None:
    """From December to November: eleven months are over, two had a meeting; 1 + 1 of 4 seats came."""
    said = text(of_asaco(quarter, "kadia"))
    assert "La prochaine 20 novembre 2026 , Comité de gestion" in said
    assert "Les dernières 7 sept. 2026 , Comité de gestion · 6 juil. 2026" in said
    assert "Assemblées, conseils et comités tenus 2 / 11" in said
    assert "Présence aux réunions 50 %" in said
    assert "Comité de gestion Assa Diarra 1 / 2" in said


def test_the_accounts_are_those_of_validated_months(quarter: Cast) -> None:
    """The first aire sent three validated months: five receipts of ten, three times."""
    said = text(of_asaco(quarter, "kadia"))
    assert re.search(r"Banamba Central 3 / \d+ 150 150|Samakélé 3 / \d+ 150 150", said)
    assert "Association par association" not in said


def test_the_plans_of_an_aire_and_what_is_done(quarter: Cast) -> None:
    say(add_line(made_plan(quarter.territory.aire), 1, {Source.ASACO: 400_000}), 3, 50, by_asaco=100_000)
    said = text(of_cscom(quarter, "kadia"))
    assert "Plan 2026 de" in said
    assert "Réalisation physique 50" in said
    assert "Exécution financière 25" in said


def test_papers_of_the_commune(quarter: Cast) -> None:
    paper(quarter, "RTP-1")
    assert "RTP-1" in of_commune(quarter, "fanta")
    assert "RTP-1" not in of_commune(quarter, "drissa")


def test_an_empty_commune_says_so(quarter: Cast) -> None:
    said = text(page(quarter.client_of("nana"), f"/communes/{quarter.territory.neighbour.code}/en-une-page/"))
    for words in (
        "Aucun organe n’est inscrit ici",
        "Rien n’est promis ici",
        "Aucun plan approuvé pour 2026",
        "Aucun document n’est encore établi",
    ):
        assert words in said


def test_an_aire_without_village_nor_centre(quarter: Cast) -> None:
    aire = quarter.territory.aire
    aire.village_links.all().delete()
    aire.shares.all().delete()
    quarter.territory.cscom.delete()
    Asaco.objects.all().delete()
    said = text(of_cscom(quarter, "nana"))
    for words in ("aucun n’est connu", "aucun n’est rattaché", "Communes touchées inconnues"):
        assert words in said
    assert "Récépissé non connu" in text(of_asaco(quarter, "nana"))


# ---- By whom it is read ----
def test_the_neighbour_reads_the_territory(quarter: Cast, committee: Organ) -> None:
    """Drissa's commune holds 40 % of the first aire: he reads that aire, not Banamba."""
    line(quarter, "Chez l’autre", date(2026, 12, 1), second=True)
    html = of_commune(quarter, "drissa")
    assert titles(html) == [OF_COMMUNE[0], OF_COMMUNE[2]]
    assert veiled(html) == (
        "qui la conduit · comment va la santé · les conventions · ce qui est promis · les réunions · "
        "les plans 2026 de ses aires · les documents établis"
    )
    assert "Keïta" not in html
    assert veiled(of_cscom(quarter, "drissa")) == ""  # he holds a large share of it
    other = quarter.territory.second_aire
    html = page(quarter.client_of("drissa"), f"/cscom/{other.code}/en-une-page/")
    assert titles(html) == ["Ce qu’il est", "Qui il sert"]
    assert "Oumar" not in html
    assert quarter.client_of("drissa").get(f"/asaco/{other.code}/en-une-page/").status_code == 404


def test_a_partner_reads_no_account_no_promise(quarter: Cast, committee: Organ) -> None:
    made_plan(quarter.territory.aire, year=2027, state="brouillon")
    html = of_asaco(quarter, "julie")
    kept = "ses comptes · les conventions · ce qui est promis · les réunions · les documents établis"
    assert veiled(html) == kept
    said = text(html)
    assert "Arriérés" not in said
    assert "Plan 2027" not in said
    assert "Assa Diarra" not in said
    assert "Plan 2027" in text(of_asaco(quarter, "kadia"))


def test_the_charge_sis_reads_no_meeting(quarter: Cast, committee: Organ) -> None:
    html = of_cscom(quarter, "salif")
    assert veiled(html) == "les réunions"
    assert "20 novembre 2026" not in html
    assert Meeting.objects.count() == 3


def test_one_s_own_line_is_read_elsewhere(quarter: Cast) -> None:
    """Drissa owes something at Banamba: of what is promised there, he reads his line alone."""
    mine = line(quarter, "Payer sa part", date(2026, 12, 1), second=True)
    Followup.objects.filter(pk=mine.pk).update(owner=quarter.person_of("drissa"))
    line(quarter, "Chez l’autre", date(2026, 12, 1), second=True)
    html = of_commune(quarter, "drissa")
    assert "Ce qui est promis" in titles(html)
    assert "1 engagement ouvert" in text(html)
    assert "Chez l’autre" not in html


def test_the_pages_of_a_place_lead_here(quarter: Cast) -> None:
    here = quarter.territory
    for path in (f"/communes/{here.host.code}/", f"/cscom/{here.aire.code}/", f"/asaco/{here.aire.code}/"):
        assert f'href="{path}en-une-page/"' in page(quarter.client_of("kadia"), path)


def test_conventions_of_a_commune_not_of_its_neighbour(quarter: Cast) -> None:
    """The one of Samakélé with Ben Kadi is not Banamba's: it is not said, nor said missing."""
    place = quarter.territory
    in_force(quarter)
    in_force(quarter, commune=place.neighbour)
    said = text(of_commune(quarter, "fanta"))
    assert "Samakélé (part de la commune : 60 %) En vigueur" in said
    assert "Ben Kadi" not in said.partition("Les conventions")[2].partition("Ce qui est promis")[0]
    asaco = text(of_asaco(quarter, "kadia")).partition("Les conventions")[2].partition("Ce qui est promis")[0]
    assert "Banamba En vigueur" in asaco
    assert "Ben Kadi En vigueur" in asaco
    mayor = text(of_asaco(quarter, "fanta")).partition("Les conventions")[2].partition("Ce qui est promis")[0]
    assert "Banamba En vigueur" in mayor
    assert "Ben Kadi" not in mayor
