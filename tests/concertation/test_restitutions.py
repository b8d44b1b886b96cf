"""What a meeting decided, told back to villages: what is written, refused, corrected, counted."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from communes.models import Village
from concertation.models import Meeting, Restitution
from concertation.restituting import Restituted, restitutions_of, told_of, villages_of
from concertation.telling import Telling, correct_telling, tell_back, withdraw_telling
from core.access import Scope
from core.workflow import Refusal, Stale
from tests.api.program import Program
from tests.cast import Cast
from tests.concertation.conftest import TODAY, fresh, sent

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def closed(meeting: Meeting, kadia: Scope) -> Meeting:
    """Held this very day, closed, its minutes sent."""
    return sent(meeting, kadia)


@pytest.fixture
def village(closed: Meeting) -> Village:
    found: Village = villages_of(closed.organ, TODAY)[0]
    return found


def telling(where: Village | None, **said: Any) -> Telling:
    usual: dict[str, Any] = {"held_on": TODAY, "led_by": "Le président", "women": 12, "men": 20}
    return Telling(**usual | {"village": where} | said)


def test_villages_reached_are_counted_once(closed: Meeting, village: Village, kadia: Scope) -> None:
    villages = list(villages_of(closed.organ, TODAY))
    tell_back(closed, telling(village), kadia)
    tell_back(closed, telling(None, spot="Hameau de Sira"), kadia)
    told = told_of(closed, TODAY)
    assert (told.done, len(told.villages), told.sums.sessions, told.sums.spots) == (1, len(villages), 2, 1)
    found = restitutions_of([closed.organ_id], *YEAR)
    assert found == Restituted(2, 1, 1, 24, 40, TODAY, TODAY)
    assert restitutions_of([closed.organ_id], date(2026, 1, 1), date(2026, 10, 4)) == Restituted()
    assert restitutions_of([], *YEAR).last is None


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"held_on": date(2026, 10, 4)}, "après la réunion"),
        ({"held_on": date(2026, 10, 6)}, "à venir"),
        ({"women": 0, "men": 0}, "une personne au moins"),
        ({"spot": "Ailleurs"}, "pas les deux"),
        ({"village": None}, "Dites où"),
    ],
)
def test_what_is_refused(
    closed: Meeting, village: Village, kadia: Scope, said: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refusal, match=why):
        tell_back(closed, telling(village, **said), kadia)
    assert not Restitution.objects.exists()


def test_not_elsewhere_nor_twice_nor_before_the_close(
    closed: Meeting, village: Village, kadia: Scope, everybody: Cast
) -> None:
    outside = Village.objects.exclude(pk__in=villages_of(closed.organ, TODAY).values("pk"))[0]
    with pytest.raises(Refusal, match="ressort"):
        tell_back(closed, telling(outside), kadia)
    tell_back(closed, telling(village), kadia)
    with pytest.raises(Refusal, match="déjà notée"):
        tell_back(closed, telling(village), kadia)
    with pytest.raises(Refusal, match="Votre fonction"):
        tell_back(closed, telling(village), everybody.scope_of("oumar"))
    closed.state = "tenue"
    with pytest.raises(Refusal, match="close"):
        tell_back(closed, telling(None, spot="Sira"), kadia)
    assert Restitution.objects.count() == 1


def test_a_correction_loses_nothing(closed: Meeting, village: Village, kadia: Scope) -> None:
    first = tell_back(closed, telling(village), kadia)
    second = correct_telling(first, telling(village, women=30), "Compté de nouveau", kadia)
    with pytest.raises(Stale, match="entre-temps"):
        correct_telling(first, telling(village, women=31), "Encore", kadia)
    with pytest.raises(Refusal, match="pourquoi"):
        withdraw_telling(second, " ", kadia)
    told = told_of(fresh(closed), TODAY)
    assert [row.women for row in told.standing] == [30]
    assert [(row.women, row.reason) for row in told.withdrawn] == [(12, "Compté de nouveau")]
    withdraw_telling(second, "Autre réunion", kadia)
    assert restitutions_of([closed.organ_id], *YEAR) == Restituted()
    assert Restitution.objects.count() == 2


def test_a_correction_refused_takes_nothing_back(closed: Meeting, village: Village, kadia: Scope) -> None:
    first = tell_back(closed, telling(village), kadia)
    with pytest.raises(Refusal, match="après la réunion"):
        correct_telling(first, telling(village, held_on=date(2026, 10, 1)), "Date", kadia)
    assert Restitution.objects.standing().count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"spot": "Deux lieux"}, {"village": None}, {"led_by": ""}, {"women": 0, "men": 0},
        {"reason": "Un motif, mais rien de retiré"}, {},
    ],
)  # fmt: skip
def test_the_database_says_it_too(closed: Meeting, village: Village, kadia: Scope, wrong: Any) -> None:
    tell_back(closed, telling(village), kadia)
    usual = {"village": village, "held_on": TODAY, "led_by": "Le président", "women": 12, "men": 20}
    if wrong:
        Restitution.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Restitution.objects.create(meeting=closed, **usual | wrong)


def typed(where: Village, **said: Any) -> dict[str, Any]:
    usual = {"held_on": "05 10 2026", "led_by": "Moussa Traoré, président", "women": "12", "men": "20"}
    return usual | {"village": str(where.pk)} | said


def test_on_the_page_of_the_meeting(closed: Meeting, village: Village, everybody: Cast) -> None:
    client, url = everybody.client_of("kadia"), closed.get_absolute_url()
    assert "<b>0 village sur 4</b>" in client.get(url).content.decode()
    scan = SimpleUploadedFile("liste.pdf", b"%PDF-1.7 essai\n%%EOF\n", content_type="application/pdf")
    said = typed(village, questions="Quand vient l’eau ?", answers="En novembre.", paper=scan)
    page = client.post(f"{url}restitutions/noter/", said, follow=True).content.decode()
    row = Restitution.objects.get()
    told = (
        "<b>1 village sur 4</b>", "32 personnes", "Quand vient l’eau", "En novembre", "3 villages sans",
        f"/fichiers/{row.paper_id}/", "Moussa Traoré, président",
    )  # fmt: skip
    assert [words for words in told if words not in page] == []
    reader = everybody.client_of("fanta").get(url).content.decode()
    assert "Quand vient l’eau" in reader
    assert "Noter une restitution" not in reader
    again = client.post(f"{url}restitutions/noter/", typed(village, led_by="Le trésorier"))
    assert again.status_code == 422
    assert "déjà notée" in again.content.decode()
    assert "Le trésorier" in again.content.decode()


def test_corrected_then_taken_back_on_its_pages(closed: Meeting, village: Village, everybody: Cast) -> None:
    client, url = everybody.client_of("kadia"), f"{closed.get_absolute_url()}restitutions/"
    client.post(f"{url}noter/", typed(village))
    row = Restitution.objects.get()
    no_reason = client.post(f"{url}{row.pk}/corriger/", typed(village, women="15"))
    assert "Écrivez pourquoi" in no_reason.content.decode()
    done = client.post(f"{url}{row.pk}/corriger/", typed(village, women="15", reason="Compté de nouveau"))
    assert done.status_code == 302
    late = client.post(f"{url}{row.pk}/corriger/", typed(village, women="16", reason="Aussi"))
    assert "entre-temps" in late.content.decode()
    assert "entre-temps" in client.get(f"{url}{row.pk}/retirer/").content.decode()
    second = Restitution.objects.standing().get()
    page = client.post(f"{url}{second.pk}/retirer/", {"reason": "Autre réunion"}, follow=True)
    assert "2 restitutions corrigées ou retirées" in page.content.decode()
    assert "Compté de nouveau" in page.content.decode()
    assert not Restitution.objects.standing().exists()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"women": "-3"}, "au moins 0"),
        ({"women": ""}, "Écrivez combien"),
        ({"women": "0", "men": "0"}, "une personne au moins"),
        ({"held_on": "04 10 2026"}, "après la réunion"),
        ({"held_on": "06 10 2026"}, "à venir"),
        ({"village": "999999"}, "village de la liste"),
        ({"village": ""}, "Dites où"),
        ({"led_by": ""}, "Écrivez qui"),
    ],
)
def test_what_a_page_refuses(
    closed: Meeting, village: Village, everybody: Cast, wrong: dict[str, str], why: str
) -> None:
    url = f"{closed.get_absolute_url()}restitutions/noter/"
    answer = everybody.client_of("kadia").post(url, typed(village, **{"questions": "Gardée"} | wrong))
    assert answer.status_code == 422
    assert [words for words in (why, "Gardée") if words not in answer.content.decode()] == []
    assert not Restitution.objects.exists()


def test_before_the_close_the_page_says_so(meeting: Meeting, everybody: Cast) -> None:
    url = f"{meeting.get_absolute_url()}restitutions/noter/"
    assert "une fois la réunion close" in everybody.client_of("kadia").get(url).content.decode()


def test_a_program_reads_them(closed: Meeting, village: Village, kadia: Scope, everybody: Cast) -> None:
    first = tell_back(closed, telling(village, questions="Et l’eau ?"), kadia)
    program, one = Program(everybody, "kadia"), f"/api/v1/reunions/{closed.pk}/restitutions/{first.pk}/"
    listed = program.get(f"/api/v1/restitutions/?organe={closed.organ_id}&depuis=2026-10-05").json()
    assert listed["resultats"] == [program.get(one).json()]
    assert (listed["resultats"][0]["village"], listed["resultats"][0]["questions"]) == (
        village.code,
        "Et l’eau ?",
    )
    withdraw_telling(first, "Erreur", kadia)
    assert program.get(f"/api/v1/restitutions/?reunion={closed.pk}").json()["total"] == 0
    assert program.get(one).json()["motif"] == "Erreur"
    assert Program(everybody, "oumar").get(one).status_code == 404
    assert Program(everybody, "oumar").get("/api/v1/restitutions/").json()["total"] == 0
