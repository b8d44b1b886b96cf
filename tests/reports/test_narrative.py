"""What each party of a quarterly report writes: for itself, in time, version by version, never erased."""

import re
from collections.abc import Mapping
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from communes.models import Commune
from core.months import Quarter
from core.workflow import Refusal, Stale
from mandates.delegating import delegate
from monitoring.models import Period
from notices.models import Notice
from reports import quarterly
from reports.issuing import issue
from reports.narrative.opening import AGAIN, open_now, reopen, window_of
from reports.narrative.parties import Speaking, load_speaking, parties_of
from reports.narrative.reading import voices_of
from reports.narrative.telling import tell_awaited
from reports.narrative.writing import (
    CHANGED,
    ELSEWHERE,
    EMPTY,
    ENOUGH,
    MOST_NOTES,
    NOT_YOURS,
    OWN,
    REREAD,
    USED,
    Note,
    Words,
    diverge,
    write,
)
from reports.voices import Divergence, Narrative
from tests.cast import Cast
from tests.reporting import make_period
from tests.reports.conftest import QUARTER
from tests.reports.test_quarterly import paper, text_of

OPEN, LAST, CLOSED = ("2026-10-10T10:00:00+00:00", "2026-10-19T22:00:00+00:00", "2026-10-20T08:00:00+00:00")
TEXTS = "/communes/ML020201/rapport-trimestriel/2026-T3/textes/"
SAID = Words("Trois sorties ont été faites.", "La moto est en panne.", "Une moto, avant décembre.")


@pytest.fixture
def open_texts(now: time_machine.Traveller, everybody: Cast) -> Cast:
    """10 October 2026: the third quarter is over, its reports are issued from the 20th."""
    now.move_to(OPEN)
    for month in QUARTER.months:
        make_period(month.code)
    return everybody


def place(cast: Cast, party: str, name: str, quarter: Quarter = QUARTER) -> Speaking:
    """A party of the report of Banamba, as ``name`` reaches it; « asaco »: of the first aire."""
    key = cast.territory.aire.code if party == "asaco" else party
    return load_speaking(cast.scope_of(name), cast.territory.host.code, quarter.code, key)


def say(cast: Cast, name: str, party: str, words: Words = SAID, version: int = 0) -> Narrative:
    return write(place(cast, party, name), words, cast.scope_of(name), version=version)


def note(
    cast: Cast, name: str, party: str, about: Narrative | None, text: str = "Nous ne le voyons pas ainsi."
) -> Divergence:
    return diverge(place(cast, party, name), Note(text, uuid4(), about), cast.scope_of(name))


def fields(version: str = "0", **said: str) -> Mapping[str, str]:
    return {"version": version, "progress": "", "difficulties": "", "requests": ""} | said


def page(cast: Cast, name: str, url: str = TEXTS) -> str:
    answer = cast.client_of(name).get(url)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


# ---- Each for itself ----
@pytest.mark.parametrize(
    ("name", "party"),
    [("fanta", "commune"), ("issa", "commune"), ("kadia", "asaco"), ("moussa", "asaco"), ("seydou", "csref")],
)
def test_each_writes_for_its_own_party(open_texts: Cast, name: str, party: str) -> None:
    keys = {one.key for one in parties_of(open_texts.territory.host)}
    assert keys == {"commune", "csref", *(aire.code for aire in open_texts.territory.aires)}
    client = open_texts.client_of(name)
    for key in keys:
        mine = key == (open_texts.territory.aire.code if party == "asaco" else party)
        answer = client.post(f"{TEXTS}{key}/", fields(progress="Avancé."))
        assert answer.status_code == (302 if mine else 403), key
        assert client.get(f"{TEXTS}{key}/avis/").status_code == (200 if mine else 403), key
    assert Narrative.objects.get().person == open_texts.person_of(name)


@pytest.mark.parametrize(
    ("name", "status"), [("binta", 403), ("salif", 403), ("drissa", 404), ("julie", 404)]
)
def test_others_do_not_write(open_texts: Cast, name: str, status: int) -> None:
    answer = open_texts.client_of(name).post(f"{TEXTS}commune/", fields(progress="x"))
    assert answer.status_code == status
    if status == 403:
        with pytest.raises(Refusal, match=re.escape(NOT_YOURS)):
            say(open_texts, name, "commune")
    assert not Narrative.objects.exists()


def test_what_is_said_is_read_signed_by_whoever_reads_the_report(open_texts: Cast) -> None:
    text = say(open_texts, "kadia", "asaco")
    note(open_texts, "fanta", "commune", text)
    note(open_texts, "seydou", "csref", None, "Les naissances à domicile manquent.")
    for name in ("fanta", "binta", "sitan", "salif", "nana", "oumar"):
        said = page(open_texts, name)
        assert "Trois sorties ont été faites." in said, name
        assert "Kadia Traoré, secrétaire de l’ASACO (Samakélé), le 10 octobre 2026" in said, name
        assert "Avis divergent : la commune de Banamba" in said.replace("\u00a0", " "), name
        assert "Fanta Keïta, maire (Banamba), le 10 octobre 2026" in said, name
        assert said.index("Sur les chiffres du rapport") < said.index("Les naissances à domicile"), name
    assert open_texts.client_of("drissa").get(TEXTS).status_code == 404
    assert open_texts.client_of("julie").get(TEXTS).status_code == 404


def test_a_deputy_signs_as_such(open_texts: Cast) -> None:
    today = timezone.localdate()
    delegate(open_texts.mandate_of("fanta"), open_texts.person_of("binta"), today, today)
    say(open_texts, "binta", "commune")
    assert "Binta Sidibé, maire (Banamba), par délégation de Fanta Keïta, le" in page(open_texts, "nana")


# ---- Versions ----
def test_two_who_write_at_once_lose_nothing(open_texts: Cast) -> None:
    client, url = open_texts.client_of("issa"), f"{TEXTS}commune/"
    say(open_texts, "fanta", "commune", Words("Le mot de Fanta."))
    answer = client.post(url, fields(difficulties="Le mot d’Issa."))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert CHANGED in text
    assert "Le mot de Fanta." in text
    assert "Le mot d’Issa." in text
    assert '<input type="hidden" name="version" value="1"' in text
    assert client.post(url, fields("1", difficulties="Le mot d’Issa.")).status_code == 302
    with pytest.raises(Stale):
        say(open_texts, "fanta", "commune", version=1)
    row = Narrative.objects.get()
    assert (row.version, row.progress, row.difficulties, row.person) == (
        2,
        "",
        "Le mot d’Issa.",
        open_texts.person_of("issa"),
    )
    assert list(Narrative.history.order_by("version").values_list("version", "progress")) == [
        (1, "Le mot de Fanta."),
        (2, ""),
    ]
    shown = page(open_texts, "binta")
    assert shown.index("Le mot d’Issa.") < shown.index("Version 1") < shown.index("Le mot de Fanta.")


def test_sent_twice_it_is_saved_once(open_texts: Cast) -> None:
    for _ in range(2):
        say(open_texts, "kadia", "asaco")
    for _ in range(2):
        say(open_texts, "kadia", "asaco", Words("Autre chose."), version=1)
    assert Narrative.history.count() == 2


def test_the_database_keeps_one_text_a_party_and_quarter(open_texts: Cast) -> None:
    for name, party in (("fanta", "commune"), ("kadia", "asaco")):
        row = say(open_texts, name, party)
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
    row.aire = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


# ---- Bad input ----
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, EMPTY),
        ({"progress": "  \n "}, EMPTY),
        ({"progress": "a" * 2001, "requests": "Gardé."}, "Trop long\u00a0: 2\u202f000 caractères au plus."),
        ({"requests": "Gardé.", "progress": "\0"}, "Le caractère nul n’est pas autorisé."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    open_texts: Cast, said: dict[str, str], words: str
) -> None:
    answer = open_texts.client_of("fanta").post(f"{TEXTS}commune/", fields(**said))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    assert ("Gardé." in text) == ("requests" in said)
    assert not Narrative.objects.exists()


@pytest.mark.parametrize("code", ["2026-T5", "0000-T1", "9999-T1", "hier", "2026-09"])
def test_an_unknown_quarter_is_not_found(open_texts: Cast, code: str) -> None:
    for url in ("", "commune/", "commune/avis/", "rouvrir/"):
        answer = open_texts.client_of("fanta").get(
            f"/communes/ML020201/rapport-trimestriel/{code}/textes/{url}"
        )
        assert answer.status_code == 404, url


@pytest.mark.parametrize(
    ("code", "moment", "words"),
    [
        ("2026-T3", CLOSED, "Les textes du 3e trimestre 2026 sont clos depuis le 20 octobre 2026"),
        ("2026-T4", OPEN, "les parties écrivent à partir du 1er décembre 2026"),
        ("2019-T1", OPEN, "n’a pas de mois ouvert ici"),
    ],
)
def test_out_of_time_the_text_is_kept_on_the_page(
    open_texts: Cast, now: time_machine.Traveller, code: str, moment: str, words: str
) -> None:
    now.move_to(moment)
    url = f"/communes/ML020201/rapport-trimestriel/{code}/textes/"
    client = open_texts.client_of("fanta")
    assert words in client.get(url).content.decode()
    assert words in client.get(f"{url}commune/").content.decode()
    answers = [
        client.post(f"{url}commune/", fields(progress="Tapé longtemps.")),
        client.post(
            f"{url}commune/avis/", {"about": "chiffres", "text": "Tapé longtemps.", "operation": str(uuid4())}
        ),
    ]
    for answer in answers:
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "Tapé longtemps." in answer.content.decode()
    assert not Narrative.objects.exists()
    assert not Divergence.objects.exists()


def test_one_writes_until_the_last_evening(open_texts: Cast, now: time_machine.Traveller) -> None:
    now.move_to(LAST)
    assert say(open_texts, "fanta", "commune").version == 1
    assert "avant le 20 octobre 2026" in page(open_texts, "fanta")


def test_a_quarter_whose_last_month_is_not_opened_yet_is_written(open_texts: Cast) -> None:
    Period.objects.filter(month=9).delete()
    assert say(open_texts, "fanta", "commune").version == 1


# ---- Divergent notes ----
def test_a_note_answers_another_party_and_stays(open_texts: Cast) -> None:
    text = say(open_texts, "kadia", "asaco")
    with pytest.raises(Refusal, match=re.escape(OWN)):
        note(open_texts, "moussa", "asaco", text)
    first = note(open_texts, "fanta", "commune", text)
    say(open_texts, "kadia", "asaco", Words("Corrigé."), version=1)
    with pytest.raises(Refusal, match=re.escape(REREAD)):
        note(open_texts, "fanta", "commune", text)  # as it was read before
    [said] = [one for one in voices_of(open_texts.territory.host, QUARTER).parties if one.row]
    assert [(one.older, one.of) for one in said.notes] == [(True, "la commune de Banamba")]
    assert "écrit sur une version antérieure de ce texte" in page(open_texts, "binta")
    assert first.about_version == 1


def test_a_note_is_signed_once_and_three_at_most(open_texts: Cast) -> None:
    operation, speaking = uuid4(), place(open_texts, "commune", "fanta")
    for _ in range(2):
        diverge(speaking, Note("Non.", operation), open_texts.scope_of("fanta"))
    with pytest.raises(Refusal, match=re.escape(USED)):
        diverge(speaking, Note("Autre.", operation), open_texts.scope_of("fanta"))
    for _ in range(MOST_NOTES - 1):
        note(open_texts, "issa", "commune", None)
    with pytest.raises(Refusal, match=re.escape(ENOUGH)):
        note(open_texts, "fanta", "commune", None)
    assert Divergence.objects.count() == MOST_NOTES


def test_a_note_answers_a_text_of_the_same_report(open_texts: Cast) -> None:
    text = say(open_texts, "kadia", "asaco")
    text.quarter = "2026-T2"
    with pytest.raises(Refusal, match=re.escape(ELSEWHERE)):
        note(open_texts, "fanta", "commune", text)


def test_the_form_of_a_note(open_texts: Cast) -> None:
    say(open_texts, "kadia", "asaco")
    client, url = open_texts.client_of("fanta"), f"{TEXTS}commune/avis/"
    code = open_texts.territory.aire.code
    sent = {"about": f"{code}@1", "text": "Non.", "operation": str(uuid4())}
    for wrong, words in (
        ({"about": ""}, "Choisissez sur quoi porte votre avis."),
        ({"about": f"{code}@2"}, "Ce texte a changé entre-temps"),
        ({"about": "commune@1"}, "Ce texte a changé entre-temps"),
        ({"text": " "}, "Écrivez votre avis."),
        ({"text": "b" * 1001}, "1\u202f000 caractères au plus"),
    ):
        answer = client.post(url, sent | wrong)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert client.post(url, sent).status_code == 302
    assert Divergence.objects.get().about == Narrative.objects.get()


# ---- On paper ----
def test_the_paper_prints_what_was_said(quarter: Cast, now: time_machine.Traveller) -> None:
    now.move_to(OPEN)
    host = Commune.objects.select_related("cercle__region", "district").get(pk=quarter.territory.host.pk)
    edition = quarterly.Edition("N", timezone.now(), "x")
    before = quarterly.context(host, QUARTER, edition)["fingerprint"]
    note(quarter, "seydou", "csref", say(quarter, "kadia", "asaco"))
    after = quarterly.context(host, QUARTER, edition)["fingerprint"]
    say(quarter, "fanta", "commune", Words("Le budget est voté."))
    assert len({before, after, quarterly.context(host, QUARTER, edition)["fingerprint"]}) == 3
    printed = text_of(paper(quarter))
    for words in (
        "7. Ce que disent les parties", "Trois sorties ont été faites.", "Une moto, avant décembre.",
        "Kadia Traoré, secrétaire de l’ASACO (Samakélé), le 10 octobre 2026",
        "Avis divergent : le CSRéf de Banamba", "Nous ne le voyons pas ainsi.", "Le budget est voté.",
        "N’ont rien écrit pour ce trimestre : l’ASACO de Banamba Central et le CSRéf de Banamba.",
    ):  # fmt: skip
        assert words in printed, words
    assert "sorties" not in text_of(paper(quarter, "neighbour")), "an ASACO speaks in its host’s report"


def test_texts_open_again_with_a_reason_and_say_when_they_came(
    quarter: Cast, now: time_machine.Traveller
) -> None:
    """Issued on 3 November with one text; opened again, another comes, one is changed."""
    host = Commune.objects.select_related("cercle__region", "district").get(pk=quarter.territory.host.pk)
    now.move_to(OPEN)
    say(quarter, "kadia", "asaco")
    now.move_to("2026-11-03T10:00:00+00:00")
    first = issue(host, QUARTER)
    url = f"{TEXTS}rouvrir/"
    assert quarter.client_of("moussa").get(url).status_code == 403
    assert quarter.client_of("fanta").post(url, {"reason": " "}).status_code == 422
    assert quarter.client_of("fanta").post(url, {"reason": "L’ASACO était absente."}).status_code == 302
    with pytest.raises(Refusal, match="déjà ouverts"):
        reopen(host, QUARTER, "Encore.", quarter.scope_of("fanta"))
    told = set(
        Notice.objects.filter(fact__startswith="mots:rouverts:").values_list("person__first_name", flat=True)
    )
    assert told == {"Kadia", "Moussa", "Issa", "Seydou"}
    now.move_to("2026-11-04T10:00:00+00:00")
    say(quarter, "kadia", "asaco", Words("Tout est changé."), version=1)
    note(quarter, "seydou", "csref", None)
    say(quarter, "fanta", "commune", Words("Le budget est voté."))
    shown = page(quarter, "binta")
    assert "changé le 4 novembre 2026, après le premier rapport" in shown
    assert shown.count("ajouté le 4 novembre 2026, après le premier rapport") == 2
    again = issue(host, QUARTER, reason="des textes ont été ajoutés")
    first.refresh_from_db()
    assert (first.edition, again.edition, first.fingerprint == again.fingerprint) == (1, 2, False)
    until = date(2026, 11, 3) + AGAIN
    assert window_of(host, QUARTER).shut(until) == ""
    assert "clos" in window_of(host, QUARTER).shut(date(2026, 11, 14))


# ---- Who is told ----
def test_each_party_is_told_once_while_its_text_is_awaited(
    quarter: Cast, now: time_machine.Traveller
) -> None:
    assert open_now(timezone.localdate()) is None
    assert tell_awaited(timezone.localdate()) == 0
    now.move_to("2026-09-30T10:00:00+00:00")
    assert tell_awaited(timezone.localdate()) == 0, "the quarter is not over"
    now.move_to(OPEN)
    say(quarter, "fanta", "commune")
    assert tell_awaited(timezone.localdate()) == 4  # Kadia, Moussa, Drissa; the CSRéf, once for two communes
    assert tell_awaited(timezone.localdate()) == 0
    of_csref = Notice.objects.get(person=quarter.person_of("seydou"), fact__startswith="mot:").text
    assert "Les rapports trimestriels de 2 communes, 3e trimestre 2026, attendent votre mot" in of_csref
    mine = Notice.objects.get(person=quarter.person_of("kadia"), fact__startswith="mot:")
    assert mine.text == (
        "Le rapport trimestriel de la commune de Banamba, 3e trimestre 2026, attend votre mot avant le "
        "20 octobre 2026."
    )
    assert mine.url == f"{TEXTS}{quarter.territory.aire.code}/"


def test_the_home_says_that_a_text_is_awaited_then_that_the_report_is_late(
    quarter: Cast, now: time_machine.Traveller
) -> None:
    now.move_to(OPEN)
    awaited = "3e trimestre 2026, attend votre mot avant le 20 octobre 2026."
    for name in ("kadia", "fanta"):
        assert awaited in page(quarter, name, "/"), name
    assert "2 rapports attendent le mot du CSRéf" in page(quarter, "seydou", "/")
    for name in ("binta", "awa", "salif", "nana"):
        assert "attend votre mot" not in page(quarter, name, "/"), name
    say(quarter, "fanta", "commune")
    assert awaited not in page(quarter, "issa", "/")
    now.move_to("2026-10-20T10:00:00+00:00")
    assert "Le rapport du trimestre" not in page(quarter, "fanta", "/"), "the calendar issues it today"
    now.move_to("2026-11-03T10:00:00+00:00")
    late = (
        "Le rapport de la commune de Banamba, 3e trimestre 2026, attendu le 20 octobre 2026, "
        "n’est pas établi."
    )
    for name in ("fanta", "binta", "kadia"):
        assert late in page(quarter, name, "/"), name
    assert "2 rapports du 3e trimestre 2026, attendus le 20 octobre 2026, ne sont pas établis" in page(
        quarter, "nana", "/"
    )
    issue(quarter.territory.host, QUARTER)
    assert "n’est pas établi" not in page(quarter, "kadia", "/")
