"""The home of each role: what awaits, what is late, what is red, then its work."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from core.access import Role
from followup.models import Followup
from mandates.models import Mandate
from monitoring.enums import ReportState
from monitoring.models import MonthlyReport
from notices.models import Notice
from reports.issuing import issue
from tests.cast import PARTS, Cast
from tests.reports.conftest import QUARTER

NUMBER = "RTP-2026-T3-ML020201-1"
QUERIES = 36  # the longest home; a mayor’s takes 24. None may grow with the number of rows


def home(client: Client, query: str = "") -> str:
    answer = client.get(f"/{query}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_visitor_is_led_to_the_door(quarter: Cast) -> None:
    answer = quarter.client_of("anonyme").get("/")
    assert answer.status_code == 302
    assert "/connexion/" in answer.url  # type: ignore[attr-defined]


def test_every_role_has_its_home(quarter: Cast, django_assert_max_num_queries: object) -> None:
    for name in PARTS:
        client = quarter.client_of(name)
        with django_assert_max_num_queries(QUERIES):  # type: ignore[operator]
            page = home(client)
        assert page.count("<h1>") == 1, name
        assert PARTS[name].last_name in page


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("kadia", "juillet 2026"),
        ("kadia", "Rien à faire"),
        ("awa", "Sections à viser"),
        ("moussa", "Sections à signer"),
        ("fanta", "Les dix chiffres"),
        ("fanta", "/communes/ML020201/rapport-trimestriel/"),
        ("binta", "Penta 3"),
        ("salif", "Rapports à vérifier"),
        ("salif", "Banamba Central"),
        ("seydou", "Rapports en retard"),
        ("nana", "Les districts"),
        ("nana", "/rapports-trimestriels/"),
        ("boubacar", "Votre ressort"),
        ("julie", "Ben Kadi"),
        ("yaya", "Données de référence"),
    ],
)
def test_the_work_of_each_role(quarter: Cast, name: str, words: str) -> None:
    assert words in home(quarter.client_of(name))


def test_the_three_lines_of_a_mayor(quarter: Cast) -> None:
    page = home(quarter.client_of("fanta"))
    order = ["rapport en retard", "chiffres en rouge", "1 rapport du trimestre à établir"]
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)
    assert "Banamba Central\u00a0: septembre" in page.replace(" : ", "\u00a0: ")
    figures = home(quarter.client_of("fanta"), "communes/ML020201/chiffres/")
    late = re.search(r'<li><a href="/completude/">.*?</li>', page)
    assert late
    assert late[0] in figures  # composed once, told alike


def test_what_was_promised_and_is_late_is_told_to_who_reads_or_owns_it(quarter: Cast) -> None:
    """One line late at the first aire, owned by somebody who does not read the follow-up."""
    place, owner = quarter.territory.aire, quarter.person_of("julie")
    line = Followup.objects.create(
        text="Réparer la moto", owner=owner, taken_on=date(2026, 1, 5), due_on=date(2026, 3, 1), aire=place,
        origin_kind="essai", origin_label="Essai",
    )  # fmt: skip
    said = re.compile(r'<a href="(/suivi/[^"]+)"><span class="n">(\d+)</span>.*?</a>')
    for name in ("kadia", "fanta", "salif", "nana", "julie"):
        found = said.search(home(quarter.client_of(name)))
        assert found, name
        assert found[2] == "1", name
        assert "1er mars 2026" in found[0], name
        page = quarter.client_of(name).get(found[1].replace("&amp;", "&"))
        assert "Réparer la moto" in page.content.decode(), name
    told = said.search(home(quarter.client_of("fanta"), "communes/ML020201/chiffres/"))
    assert told
    assert (told[1], told[2]) == ("/suivi/?etat=en-retard&amp;lieu=ML020201", "1")
    line.due_on = timezone.localdate()
    line.save()
    assert "aucun engagement en retard" in home(quarter.client_of("kadia"))
    assert "engagement" not in home(quarter.client_of("julie"))  # a partner does not read the follow-up


def test_who_signs_is_called_until_they_open_the_paper(quarter: Cast) -> None:
    """Issued by the calendar: mayor, adviser, presidents, médecin chef; not the treasurer, not next door."""
    issue(quarter.territory.host, QUARTER)
    for name in ("fanta", "issa", "moussa", "seydou"):
        assert "1 document à lire" in home(quarter.client_of(name)), name
    for name in ("sitan", "drissa", "binta"):
        assert "document à lire" not in home(quarter.client_of(name)), name
    client = quarter.client_of("fanta")
    notice = Notice.objects.get(person=quarter.person_of("fanta"))
    assert client.post(f"/avis/{notice.pk}/").url == f"/documents/{NUMBER}/"  # type: ignore[attr-defined]
    assert "document à lire" not in home(client)


def test_who_issues_is_called_until_it_is_done(quarter: Cast) -> None:
    assert "2 rapports du trimestre à établir" in home(quarter.client_of("nana"))
    issue(quarter.territory.host, QUARTER)
    assert "1 rapport du trimestre à établir" in home(quarter.client_of("nana"))
    assert "rapport du trimestre à établir" not in home(quarter.client_of("fanta"))
    assert "du trimestre à établir" not in home(quarter.client_of("salif"))


def test_what_awaits_follows_the_circuit(quarter: Cast) -> None:
    """The second aire's August report is complete: Oumar stamps it, Salif checks it, Awa does neither."""
    assert "1 rapport à viser" in home(quarter.client_of("oumar"))
    assert "1 rapport à vérifier" in home(quarter.client_of("salif"))
    assert "rapport à viser" not in home(quarter.client_of("awa"))
    MonthlyReport.objects.filter(state=ReportState.COMPLETE).update(state=ReportState.RETURNED)
    assert "1 rapport à corriger" in home(quarter.client_of("oumar"))
    assert (
        "à vérifier" not in home(quarter.client_of("salif")).split("Rapports à vérifier")[0].split("<main")[1]
    )


def test_nobody_sees_the_neighbour_s_aire(quarter: Cast) -> None:
    for name in ("kadia", "awa", "moussa", "drissa"):
        assert "Banamba Central" not in home(quarter.client_of(name)), name


def test_two_mandates_two_homes(quarter: Cast) -> None:
    """Fanta also sits for Ben Kadi; somebody else's mandate in the address changes nothing."""
    other = Mandate.objects.create(
        person=quarter.person_of("fanta"),
        role=Role.CONSEILLER,
        commune=quarter.territory.neighbour,
        starts_on=date(2024, 1, 1),
    )
    client = quarter.client_of("fanta")
    assert "Commune de Banamba" in home(client)
    page = home(client, f"?mandat={other.pk}")
    assert "Commune de Ben Kadi" in page
    assert "Banamba Central" not in page.split("<main")[1]
    stranger = quarter.mandate_of("nana").pk
    assert "Commune de Banamba" in home(client, f"?mandat={stranger}")
    assert "Commune de Banamba" in home(client, "?mandat=x")


def test_documents_show_on_the_home(quarter: Cast) -> None:
    issue(quarter.territory.host, QUARTER)
    for name in ("fanta", "kadia", "ramata"):
        assert "RTP-2026-T3-ML020201-1" in home(quarter.client_of(name)), name
    assert "RTP-2026-T3-ML020201-1" not in home(quarter.client_of("drissa"))


def test_figures_lead_to_one_s_own_place(quarter: Cast) -> None:
    expected = {
        "fanta": "/commune",
        "kadia": "/aire",
        "salif": "/district",
        "boubacar": "/cercle",
        "nana": "/region",
    }
    for name, part in expected.items():
        answer = quarter.client_of(name).get("/chiffres/")
        assert answer.status_code == 302
        assert part in answer.url  # type: ignore[attr-defined]
        assert quarter.client_of(name).get(answer.url).status_code == 200  # type: ignore[attr-defined]
    assert quarter.client_of("yaya").get("/chiffres/").status_code == 403
