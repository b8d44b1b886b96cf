"""E-mails of notices: who gets one, what it says, what a failing server loses (nothing)."""

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from pytest_django.fixtures import Settings

from mandates.tasks import send_mail
from notices.models import Means, Notice, NoticeChoice, NoticeKind, NoticeMail
from notices.send import tell
from tests.cast import Cast
from tests.notices.sink import Sink, sink

pytestmark = pytest.mark.django_db
TEXT = "Rapport d’octobre 2026, Samakélé : pas reçu, 12 jours, 1 décès."
NOW = datetime(2026, 11, 6, 8, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def box(settings: Settings, clock: time_machine.Traveller) -> Iterator[Sink]:
    """A real server on loopback, spoken to by Django's own SMTP client."""
    with sink() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        settings.MAIL_OFFERED, settings.SITE_URL = True, "https://jekabaara.example"
        settings.DEFAULT_FROM_EMAIL = "jekabaara@jekabaara.example"
        yield server


def wants(everybody: Cast, name: str, kind: NoticeKind = NoticeKind.LATE, address: str = "") -> None:
    person = everybody.person_of(name)
    person.email = address or f"{name}@exemple.ml"
    person.save()
    NoticeChoice.objects.create(person=person, kind=kind, means=Means.MAIL)


def late(everybody: Cast, *names: str, fact: str = "retard:1") -> None:
    tell([everybody.person_of(name) for name in names], fact, TEXT, "/aide/", NoticeKind.LATE)


def test_a_subject_a_link_nothing_else(everybody: Cast, box: Sink) -> None:
    wants(everybody, "fanta")
    late(everybody, "fanta", "awa")
    assert Notice.objects.count() == 2
    assert send_mail() == 1
    (found,) = box.messages
    assert (found["To"], found["From"]) == ("fanta@exemple.ml", "jekabaara@jekabaara.example")
    assert found["Subject"].strip() == "Jèkabaara\u00a0: un avis vous attend (rapport en retard)"
    body = found.get_content()
    assert "https://jekabaara.example/avis/" in body.split()
    said = body + found["Subject"]
    assert not re.search(r"\d", said)  # no figure, no date, no number
    assert not re.search("Samakélé|octobre|décès|Fanta|Keïta|maire", said)
    assert (send_mail(), len(box.messages)) == (0, 1)


def test_a_death_is_not_named_in_a_subject(everybody: Cast, box: Sink) -> None:
    wants(everybody, "fanta", NoticeKind.DEATH)
    tell([everybody.person_of("fanta")], "deces:1", TEXT, "", NoticeKind.DEATH)
    send_mail()
    assert box.messages[0]["Subject"].strip() == "Jèkabaara\u00a0: un avis vous attend (alerte)"


def test_one_e_mail_a_person_whatever_the_number_of_notices(everybody: Cast, box: Sink) -> None:
    wants(everybody, "fanta")
    for number in range(30):
        late(everybody, "fanta", fact=f"retard:{number}")
    assert send_mail() == 1
    assert NoticeMail.objects.filter(sent_at=NOW).count() == 30


@pytest.mark.parametrize("case", ["no address", "another kind", "screen", "told before"])
def test_who_gets_none(everybody: Cast, box: Sink, case: str) -> None:
    if case == "told before":
        late(everybody, "fanta")
    wants(everybody, "fanta", NoticeKind.DEATH if case == "another kind" else NoticeKind.LATE)
    if case == "no address":
        everybody.person_of("fanta").__class__.objects.update(email="")
    if case == "screen":
        NoticeChoice.objects.update(means=Means.SCREEN)
    late(everybody, "fanta")
    assert NoticeMail.objects.count() == send_mail() == 0
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("case", ["mandate over", "read", "changed their mind", "no address", "four days"])
def test_what_was_to_leave_and_need_not_any_more(
    everybody: Cast, box: Sink, clock: time_machine.Traveller, case: str
) -> None:
    wants(everybody, "fanta")
    late(everybody, "fanta")
    match case:
        case "mandate over":
            everybody.end_mandate_of("fanta")
        case "read":
            Notice.objects.update(read_at=NOW)
        case "changed their mind":
            NoticeChoice.objects.update(means=Means.SCREEN)
        case "no address":
            person = everybody.person_of("fanta")
            person.email = ""
            person.save()
        case "four days":
            clock.shift(timedelta(days=4))
    assert send_mail() == 0
    assert box.messages == []
    assert NoticeMail.objects.get().dropped_at is not None
    assert Notice.objects.count() == 1


def test_a_server_that_fails_loses_nothing(
    everybody: Cast, box: Sink, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    wants(everybody, "fanta")
    late(everybody, "fanta")
    box.shut = True
    caplog.set_level(logging.INFO, "jekabaara.notices")
    assert send_mail() == 0
    assert "mail_server_failed reason=SMTPConnectError waiting=1" in caplog.text
    assert "fanta@" not in caplog.text
    box.shut = False
    assert send_mail() == 0  # not at once
    clock.shift(timedelta(minutes=2))
    assert send_mail() == 1
    assert len(box.messages) == 1
    assert NoticeMail.objects.get().tries == 2


def test_no_server_at_all(
    everybody: Cast, box: Sink, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    wants(everybody, "fanta")
    late(everybody, "fanta")
    settings.EMAIL_PORT = 1  # nobody listens there
    assert send_mail() == 0
    assert "mail_server_failed reason=ConnectionRefusedError" in caplog.text
    assert NoticeMail.objects.get().sent_at is None


def test_waits_grow_up_to_six_hours(everybody: Cast, box: Sink, clock: time_machine.Traveller) -> None:
    wants(everybody, "fanta")
    late(everybody, "fanta")
    box.shut = True
    waits = []
    for _ in range(11):
        send_mail()
        due = NoticeMail.objects.get().due_at
        waits.append(int((due - datetime.now(UTC)).total_seconds()) // 60)
        clock.move_to(due)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]


def test_one_refused_address_stops_nobody_else(
    everybody: Cast, box: Sink, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("fanta", "awa", "kadia"):
        wants(everybody, name)
    late(everybody, "fanta", "awa", "kadia")
    box.refused.add("awa@exemple.ml")
    assert send_mail() == 2
    assert {m["To"] for m in box.messages} == {"fanta@exemple.ml", "kadia@exemple.ml"}
    assert "mail_failed reason=SMTPRecipientsRefused tries=1" in caplog.text
    assert NoticeMail.objects.filter(sent_at=None).count() == 1


def test_without_a_server_nothing_is_written(everybody: Cast, clock: time_machine.Traveller) -> None:
    wants(everybody, "fanta")
    late(everybody, "fanta")
    assert not NoticeMail.objects.exists()
    assert send_mail() == 0
