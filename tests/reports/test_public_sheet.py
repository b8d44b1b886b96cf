"""The public sheet of a meeting: one page, what anybody may read, no name, nothing internal."""

import io
import re
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from concertation.models import Decision, Item, Meeting
from concertation.writing import Decided, Point, decide, write_item
from core.access import Scope
from files.store import open_file
from followup.models import Followup
from jobs.models import Job
from jobs.tasks import run_job
from reports.dossier import meeting_paper, public_sheet
from reports.dossier.public_sheet import unnamed
from reports.issuing import CannotIssue
from reports.models import Document
from tests.cast import Cast
from tests.concertation.conftest import NOW, act, committee, decided, following, fresh, held, kadia, meeting

__all__ = ["committee", "kadia", "meeting"]


@pytest.fixture(autouse=True)
def october() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def pages(document: Document) -> list[str]:
    """The words of each page, one space between them."""
    with open_file(document.file) as kept:
        found = PdfReader(io.BytesIO(kept.read())).pages
        return [re.sub(r"\s+", " ", page.extract_text()) for page in found]


def closed(there: Meeting, scope: Scope) -> Meeting:
    act(there, "clore", scope)
    return fresh(there)


def issued(there: Meeting, reason: str = "") -> Document:
    return meeting_paper.issue(fresh(there), public_sheet.CODE, asked_by=None, reason=reason)


def test_it_says_what_was_decided_without_a_name(meeting: Meeting, kadia: Scope, everybody: Cast) -> None:
    write_item(meeting, Point("Affaire interne", "interne"), kadia, version=fresh(meeting).version)
    there = held(fresh(meeting), kadia)
    items = list(there.items.filter(kind="point").order_by("rank"))
    sitan, moussa = everybody.person_of("sitan"), everybody.person_of("moussa")
    said = Decided(f"{moussa} achète 200 CTA", date(2026, 11, 5), sitan, "trésorier")
    decide(there, items[0], said, kadia, version=there.version)
    secret = Decided("Renvoyer un agent", date(2026, 11, 5), owner_words="bureau")
    decide(there, items[1], secret, kadia, version=fresh(there).version)
    document = issued(closed(fresh(there), kadia))
    (page,) = pages(document)
    for words in (
        "Réunion du 5 octobre 2026, CSCOM", "président achète 200 CTA",
        "Qui : trésorier. Avant le 5 novembre 2026",
        "4 personnes sont venues", "4 membres présents ou représentés sur 5", "Projet",
        "Aucune décision d’avant", "Venez au CSCOM", document.number, "Code :",
    ):  # fmt: skip
        assert words in page, words
    names = [str(everybody.person_of(name)) for name in ("sitan", "moussa", "kadia", "awa")]
    for hidden in ("Renvoyer", "interne", *names, *(name.split()[-1] for name in names)):
        assert hidden not in page, hidden
    assert document.number == f"REU-20261005-{meeting.pk}-RESTITUTION-1"


def test_once_approved_it_is_no_project(meeting: Meeting, kadia: Scope) -> None:
    there = closed(decided(held(meeting, kadia), kadia), kadia)
    Meeting.objects.filter(pk=there.pk).update(
        state="approuve", sent_on=date(2026, 10, 5), approved_on=date(2026, 10, 6), approved_in=there
    )
    (page,) = pages(issued(there))
    assert "PV approuvé le 6 octobre 2026" in page
    assert "Projet" not in page


def test_what_became_of_the_decisions_before(meeting: Meeting, kadia: Scope) -> None:
    there = decided(held(meeting, kadia), kadia, text="Réparer la pompe")
    decided(there, kadia, text="Payer la matrone")
    hidden = write_item(there, Point("Affaire", "interne"), kadia, version=fresh(there).version)
    secret = Decided("Secret du bureau", date(2026, 11, 5), owner_words="bureau")
    decide(there, hidden, secret, kadia, version=fresh(there).version)
    closed(fresh(there), kadia)
    Followup.objects.filter(text="Payer la matrone").update(state="fait", settled_on=date(2026, 10, 20))
    with time_machine.travel("2026-11-20T10:00:00+00:00", tick=False):
        after = following(meeting, kadia, date(2026, 11, 20))
        after = held(after, kadia, on="2026-11-20")
        after.items.update(outcome="retire", reason="Sans objet")
        (page,) = pages(issued(closed(after, kadia)))
    assert "Aucune décision n’a été prise." in page
    assert "Réparer la pompe (trésorier) : Échéance" not in page
    assert re.search(r"Réparer la pompe \(trésorier\) : .*non fait, en retard", page)
    assert re.search(r"Payer la matrone \(trésorier\) : .*fait", page)
    assert "Secret" not in page


def test_however_long_it_stays_on_one_page(meeting: Meeting, kadia: Scope) -> None:
    there = held(meeting, kadia)
    item = Item.objects.get(meeting=there, kind="point")
    Decision.objects.bulk_create(
        Decision(
            meeting=there, item=item, number=n, text=f"Décision {n} " + "acheter des CTA " * 17,
            owner_words="trésorier du comité de gestion", due_on=date(2026, 11, 5),
        )
        for n in range(1, 13)
    )  # fmt: skip
    Item.objects.filter(pk=item.pk).update(outcome="decide")
    (page,) = pages(issued(closed(fresh(there), kadia)))
    left = re.search(r"… et (\d+) autres décisions, à lire au CSCOM", page)
    assert left
    assert page.count("Avant le 5 novembre") == 12 - int(left[1]) > 1


def test_not_before_the_close(meeting: Meeting, everybody: Cast) -> None:
    with pytest.raises(CannotIssue, match="une fois la réunion close"):
        issued(meeting)
    url = reverse("meeting_dossier_ask", args=[meeting.pk])
    client = everybody.client_of("kadia")
    assert "une fois la réunion close" in client.get(url, {"piece": "restitution"}).content.decode()
    client.post(url, {"piece": "restitution"})
    assert not Job.objects.exists()


def test_asked_for_read_over_issued_by_the_worker(meeting: Meeting, kadia: Scope, everybody: Cast) -> None:
    there = closed(decided(held(meeting, kadia), kadia), kadia)
    client, url = everybody.client_of("kadia"), reverse("meeting_dossier_ask", args=[meeting.pk])
    page = client.get(url, {"piece": "restitution"}).content.decode()
    assert "Acheter 200 CTA" in page
    assert "aucun nom de personne" in page
    assert "Fiche de restitution" in client.get(url).content.decode()
    client.post(url, {"piece": "restitution"})
    run_job(str(Job.objects.get().pk))
    document = Document.objects.get()
    assert document.title.startswith("Fiche de restitution")
    assert client.get(document.file_url).getvalue().startswith(b"%PDF")
    assert document.number in everybody.client_of("fanta").get(f"/v/{document.code}/").content.decode()
    second = issued(there, reason="perdu")
    assert (second.edition, document.sha256 != second.sha256) == (2, True)
    (words,) = pages(second)
    assert f"Remplace le n° {document.number} : perdu" in words


def test_the_longest_names_go_first() -> None:
    functions = {"Awa Traoré": "DTC", "Awa Traoré Diallo": "trésorière"}
    assert unnamed("Awa Traoré Diallo et Awa Traoré signent", functions) == "trésorière et DTC signent"
