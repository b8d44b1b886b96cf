"""The mayor's page counts what awaits him in the commune shown: reports, papers to issue, papers to read."""

import re

from django.test import Client

from reports.issuing import issue
from reports.models import Document
from reports.papers import papers_of
from tests.cast import PARTS, Cast
from tests.reports.conftest import QUARTER


def words_of(client: Client, code: str) -> str:
    answer = client.get(f"/communes/{code}/chiffres/")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_report_to_issue_then_a_paper_to_read(quarter: Cast) -> None:
    host = quarter.territory.host
    fanta = quarter.client_of("fanta")
    assert "1 vous attend 1 rapport du trimestre à établir" in words_of(fanta, host.code)
    issue(host, QUARTER, asked_by=quarter.person_of("issa"))
    assert "1 vous attend 1 document à lire" in words_of(fanta, host.code)
    fanta.post("/avis/lus/")
    assert "0 rien ne vous attend" in words_of(fanta, host.code)


def test_the_papers_of_another_commune_are_not_counted_here(quarter: Cast) -> None:
    """The médecin chef signs both communes' reports; each page counts its own."""
    host, neighbour = quarter.territory.host, quarter.territory.neighbour
    issue(host, QUARTER)
    issue(neighbour, QUARTER)
    issue(neighbour, QUARTER, reason="une erreur")
    seydou = quarter.client_of("seydou")
    assert Document.objects.filter(commune=neighbour).count() == 2
    assert "1 vous attend 1 document à lire" in words_of(seydou, host.code)
    assert "2 vous attendent 2 documents à lire" in words_of(seydou, neighbour.code)


def test_what_is_to_issue_adds_up_commune_by_commune(quarter: Cast) -> None:
    """Asked for one commune or for all of them, before and after a paper: the same right, the same months."""
    host, neighbour = quarter.territory.host, quarter.territory.neighbour

    def owed() -> dict[str, int]:
        scopes = {name: quarter.scope_of(name) for name in PARTS}
        found = {name: papers_of(scope).to_issue for name, scope in scopes.items()}
        for name, scope in scopes.items():
            each = [papers_of(scope, commune).to_issue for commune in (host, neighbour)]
            assert sum(each) == found[name], name
        return found

    before = owed()
    issue(host, QUARTER)
    after = owed()
    assert (before["fanta"], after["fanta"]) == (1, 0)
    assert (before["drissa"], after["drissa"]) == (1, 1)
    assert (before["kadia"], before["boubacar"], before["julie"]) == (0, 0, 0)


def test_the_sheet_is_one_step_away_with_the_same_period(quarter: Cast) -> None:
    code = quarter.territory.host.code
    page = quarter.client_of("fanta").get(f"/communes/{code}/chiffres/", {"periode": "trimestre"})
    assert f'href="/communes/{code}/fiche/?periode=trimestre"' in page.content.decode()


def test_whoever_reads_no_paper_is_shown_no_door_to_one(quarter: Cast) -> None:
    page = quarter.client_of("boubacar").get(f"/communes/{quarter.territory.host.code}/chiffres/")
    assert "Voir les documents" not in page.content.decode()
    assert "Lire la fiche" in page.content.decode()
