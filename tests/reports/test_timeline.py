"""What happened at a place: the order, the kinds, the years, and who reads which line."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from concertation.writing import Framing, begin
from core.access import Action, PlaceKind
from core.models import ActLog
from cscom.models import Aire, AirePast
from files.store import store
from followup.models import Followup
from monitorage.models import Session
from monitoring.models import MonthlyReport
from planning.models import Plan
from reports.models import Document
from tests.cast import Cast
from tests.concertation.conftest import held
from tests.mandates.organs import hold, organ, seat
from tests.planning.running import made_plan

ROW = re.compile(r'<tr><th scope="row" class="full nowrap">(.*?)</tr>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")
EMPTY = "Rien à lire ici pour ce choix"


def paper(cast: Cast, number: str, at: datetime | None = None) -> Document:
    """A quarterly report of Banamba."""
    host = cast.territory.host
    document = Document(
        number=number, title="Rapport", commune=host, kind="rapport_trimestriel", quarter="2026-T3",
        data_cutoff_at=datetime(2026, 10, 20, tzinfo=UTC),
    )  # fmt: skip
    document.file = store(
        b"%PDF-1.7", name=f"{number}.pdf", mime="application/pdf", action=Action.DOCUMENT_SEE,
        place_kind=PlaceKind.COMMUNE, where=document.where(), created_by=None,
    )  # fmt: skip
    document.sha256 = document.file.sha256
    document.save()
    if at:
        Document.objects.filter(pk=document.pk).update(issued_at=at)
    return document


def act(kind: str, thing: Plan | MonthlyReport, name: str, day: int, **more: Any) -> None:
    said = {"from_state": "", "to_state": "", "version": 1, "person_name": "Kadia Traoré"}
    ActLog.objects.create(
        kind=kind, object_id=str(thing.pk), act=name, done_at=datetime(2026, 9, day, 9, tzinfo=UTC),
        **said | more,
    )  # fmt: skip


@pytest.fixture
def year(quarter: Cast) -> Cast:
    """One thing of each kind in the first aire, in September; two lines of the follow-up."""
    here = quarter.territory
    report = MonthlyReport.objects.get(aire=here.aire, period__year=2026, period__month=8)
    act("rapport", report, "renvoyer", 3, comment="CANARI motif", role="charge_sis")
    act("plan", made_plan(here.aire, year=2027, state="adopte"), "adopter", 5, details={"paper": {}})
    committee = organ(aire=here.aire)
    hold(seat(committee, chair=True))
    kadia = quarter.scope_of("kadia")
    held(begin(committee, Framing(date(2026, 9, 7)), kadia), kadia, "p", on="2026-09-07")
    Followup.objects.create(
        text="Réparer le frigo", owner_words="bureau", taken_on=date(2026, 9, 8), due_on=date(2026, 10, 1),
        state="fait", settled_on=date(2026, 9, 20), aire=here.aire, origin_kind="decision", origin_label="D1",
    )  # fmt: skip
    Session.objects.create(
        aire=here.aire,
        year=2026,
        half=1,
        catalogue=1,
        state="tenue",
        women=1,
        men=1,
        held_on=date(2026, 9, 9),
    )
    paper(quarter, "RTP-1", datetime(2026, 9, 11, tzinfo=UTC))
    moved = {"host_commune": here.host, "cercle": here.cercle, "district": here.district}
    AirePast.objects.create(aire=here.aire, ends_on=date(2026, 9, 12), **moved)
    AirePast.objects.create(aire=here.aire, ends_on=date(2026, 12, 12), **moved)  # not yet
    return quarter


def rows(client: Client, path: str, **query: str | int) -> list[str]:
    answer = client.get(path, query)
    assert answer.status_code == 200
    return [" ".join(TAG.sub(" ", row).split()) for row in ROW.findall(answer.content.decode())]


def of_commune(cast: Cast, name: str, **query: str | int) -> list[str]:
    return rows(cast.client_of(name), f"/communes/{cast.territory.host.code}/chronologie/", **query)


def of_aire(cast: Cast, name: str, aire: Aire | None = None, **query: str | int) -> list[str]:
    code = (aire or cast.territory.aire).code
    return rows(cast.client_of(name), f"/cscom/{code}/chronologie/", **query)


def test_everything_the_newest_first(year: Cast) -> None:
    found = of_commune(year, "fanta")
    aire = year.territory.aire.name
    expected = (
        ("20 sept. 2026", f"{aire}\u00a0: Réparer le frigo (fait)", "bureau"),
        ("12 sept. 2026", "Découpage changé, aire de", "district de Banamba"),
        ("11 sept. 2026", "Rapport trimestriel, 3e trimestre 2026, commune de Banamba", "Documents"),
        ("9 sept. 2026", "Session de monitorage, 1er semestre 2026", "Monitorage"),
        ("8 sept. 2026", f"{aire}\u00a0: Réparer le frigo (D1)", "Décisions et engagements"),
        ("7 sept. 2026", "Comité de gestion", "réunion tenue"),
        ("5 sept. 2026", "plan adopté par le conseil d’administration (sur papier)", "Kadia Traoré"),
        ("3 sept. 2026", "Rapport d’août 2026", "renvoyé pour correction", "chargé du SIS"),
    )
    assert len(found) == len(expected)
    for row, words in zip(found, expected, strict=True):
        assert [one for one in words if one.replace("\u00a0", " ") not in row.replace("\u00a0", " ")] == [], (
            row
        )
    assert not any("CANARI" in row for row in found)  # a reason is read on its own page


@pytest.mark.parametrize(
    ("kind", "count"),
    [("reunions", 1), ("engagements", 2), ("rapports", 1), ("plans", 1), ("monitorage", 1),
     ("documents", 1), ("decoupage", 1), ("rien", 8), ("", 8)],
)  # fmt: skip
def test_one_kind(year: Cast, kind: str, count: int) -> None:
    """What an address asks wrongly is as if it did not."""
    assert len(of_commune(year, "fanta", nature=kind)) == count


@pytest.mark.parametrize(("asked", "count"), [("2026", 8), ("2025", 0), ("x", 8), ("9999", 8), ("", 8)])
def test_one_year(year: Cast, asked: str, count: int) -> None:
    assert len(of_commune(year, "fanta", annee=asked)) == count


def test_a_year_without_a_line_says_so(year: Cast) -> None:
    host = year.territory.host
    answer = year.client_of("fanta").get(f"/communes/{host.code}/chronologie/", {"annee": "2020"})
    assert EMPTY in answer.content.decode()


def test_an_aire_has_no_paper_of_its_commune(year: Cast) -> None:
    assert not any("Rapport trimestriel" in row for row in of_aire(year, "kadia"))
    assert len(of_aire(year, "kadia")) == 7


def test_another_aire_of_the_commune_keeps_its_own(year: Cast) -> None:
    assert of_aire(year, "nana", year.territory.second_aire) == []


def test_who_reads_which_line(year: Cast) -> None:
    """Of eight lines. A partner: the plan is not approved. The neighbour's stranger: the territory alone."""
    counts = {name: len(of_commune(year, name)) for name in ("nana", "salif", "julie", "boubacar", "oumar")}
    assert counts == {"nana": 8, "salif": 7, "julie": 1, "boubacar": 5, "oumar": 2}


def test_a_neighbour_reads_what_he_shares(year: Cast) -> None:
    """40 % of the first aire: its life, not the papers of Banamba; nothing of the second one."""
    report = MonthlyReport.objects.filter(aire=year.territory.second_aire).first()
    assert report
    act("rapport", report, "valider", 4)
    found = of_commune(year, "drissa")
    assert len(found) == 7
    assert not any("Rapport trimestriel" in row for row in found)
    assert len(of_commune(year, "fanta")) == 9
    assert of_aire(year, "drissa", year.territory.second_aire) == []


def test_pages_of_forty(year: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """However many lines, as many queries: a kind of acts that has some costs two, the others one."""
    client, path = year.client_of("fanta"), f"/communes/{year.territory.host.code}/chronologie/"
    client.get(path)
    with django_assert_num_queries(16):
        client.get(path)
    report = MonthlyReport.objects.get(aire=year.territory.aire, period__year=2026, period__month=8)
    for day in range(1, 29):
        act("rapport", report, "viser", day)
        act("rapport", report, "signer", day)
    with django_assert_num_queries(16):
        assert len(rows(client, path)) == 40
    assert len(rows(client, path, page=2)) == 24
    assert len(rows(client, path, page=99)) == 24
