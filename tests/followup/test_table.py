"""The table: what one sees in it, what is saved in place, what comes back as it was typed."""

import csv
import io
from datetime import date

import pytest
from django.test import Client

from followup.models import Followup, State
from tests.cast import Cast
from tests.followup.conftest import Make, typed

pytestmark = pytest.mark.django_db
URL = "/suivi/"


def text_of(client: Client, url: str = URL) -> str:
    return client.get(url).content.decode()


def test_an_empty_table_says_what_will_stand_there(everybody: Cast) -> None:
    page = text_of(everybody.client_of("kadia"))
    assert "Rien n’est à suivre" in page
    assert "monitorage" in page


def test_late_first_with_owner_function_age(make: Make, everybody: Cast) -> None:
    make("Plus tard", due_on=date(2026, 12, 1), owner=None, owner_words="le comité de gestion")
    make("Réparer la moto", owner_words="directrice du centre")
    page = text_of(everybody.client_of("fanta"))
    assert page.index("Réparer la moto") < page.index("Plus tard")
    for words in ("109 jours de retard", "Awa Diarra", "directrice du centre", "le comité de gestion"):
        assert words in page


@pytest.mark.parametrize(
    ("name", "sees"), [("kadia", 1), ("drissa", 1), ("oumar", 0), ("salif", 2), ("boubacar", 2), ("julie", 0)]
)
def test_who_sees_what(make: Make, everybody: Cast, name: str, sees: int) -> None:
    """Drissa's commune holds 40 % of the aire; nothing of the commune next to his is his."""
    make("Ligne de l’aire")
    make("Ligne de la commune voisine", place=everybody.territory.host)
    page = text_of(everybody.client_of(name))
    assert page.count("S-2026-") >= sees
    assert ("Ligne de l’aire" in page) is (sees > 0)
    assert ("Ligne de la commune voisine" in page) is (sees > 1)


def test_whoever_only_reads_has_no_control(make: Make, everybody: Cast) -> None:
    make()
    page = text_of(everybody.client_of("sitan"))
    assert "Réparer la moto" in page
    assert 'type="radio"' not in page
    assert "Enregistrer le suivi" not in page


def test_many_lines_are_saved_at_once(make: Make, everybody: Cast) -> None:
    one, two, three = make("Une"), make("Deux"), make("Trois")
    sent = typed(one, state=State.DONE) | typed(two, word="Commandé", state=State.ONGOING) | typed(three)
    answer = everybody.client_of("awa").post(URL, sent, follow=True)
    assert "2 lignes enregistrées" in answer.content.decode()
    states = dict(Followup.objects.values_list("text", "state"))
    assert states == {"Une": State.DONE, "Deux": State.ONGOING, "Trois": State.UNDONE}
    assert not Followup.objects.get(pk=three.pk).marks.exists()


def test_what_is_refused_comes_back_as_typed_the_rest_is_kept(make: Make, everybody: Cast) -> None:
    good, bad = make("Bonne"), make("Mauvaise")
    sent = typed(good, state=State.DONE) | typed(bad, due_on="30 novembre", word="Pluies")
    answer = everybody.client_of("awa").post(URL, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Erreur" in page
    assert "30 novembre" in page
    assert "Pluies" in page
    assert "Écrivez une date" in page
    assert "1 ligne enregistrée" in page
    assert Followup.objects.get(pk=good.pk).state == State.DONE
    assert Followup.objects.get(pk=bad.pk).version == 0


def test_a_line_changed_meanwhile_asks_to_be_read_again_then_takes_it(make: Make, everybody: Cast) -> None:
    line = make()
    stale = typed(line, state=State.DONE)
    everybody.client_of("kadia").post(URL, typed(line, state=State.ONGOING, word="En cours"))
    awa = everybody.client_of("awa")
    answer = awa.post(URL, stale)
    assert answer.status_code == 422
    assert "Quelqu’un a modifié cette ligne" in answer.content.decode()
    line.refresh_from_db()
    assert f'value="1/en_cours/{line.due_on}"' in answer.content.decode()
    awa.post(URL, typed(line, state=State.DONE))
    assert Followup.objects.get(pk=line.pk).state == State.DONE


def test_a_line_that_left_the_tab_is_still_shown_with_its_fault(make: Make, everybody: Cast) -> None:
    line = make()
    stale = typed(line, state=State.ONGOING)
    everybody.client_of("kadia").post(URL, typed(line, state=State.DONE))
    page = everybody.client_of("awa").post(URL, stale).content.decode()
    assert "Quelqu’un a modifié cette ligne" in page
    assert "Réparer la moto" in page


@pytest.mark.parametrize(
    "seen", ["", "x", "0/rien/2026-06-15", "-1/non_fait/2026-06-15", "0/non_fait/hier", "é" * 50]
)
def test_what_was_seen_cannot_be_forged_into_a_fault(make: Make, everybody: Cast, seen: str) -> None:
    line = make()
    answer = everybody.client_of("awa").post(URL, typed(line, state=State.DONE, seen=seen))
    assert answer.status_code == 422
    assert Followup.objects.get(pk=line.pk).state == State.UNDONE


def test_lines_of_others_are_as_if_absent(make: Make, everybody: Cast) -> None:
    line = make(owner=None, owner_words="le bureau")
    for name in ("oumar", "sitan", "binta", "julie"):
        everybody.client_of(name).post(URL, typed(line, state=State.DONE))
    everybody.client_of("awa").post(URL, {f"l{10**30}-seen": "0", "l-1-seen": "0", "l²-seen": "0"})
    assert Followup.objects.get(pk=line.pk).state == State.UNDONE


def test_filters(make: Make, everybody: Cast) -> None:
    here, host = everybody.territory, everybody.territory.host
    make("Tardive")
    make("À venir", due_on=date(2026, 12, 1), owner=everybody.person_of("fanta"))
    make("De la commune", place=host, due_on=date(2026, 12, 1), owner=None, owner_words="la mairie")
    fanta = everybody.client_of("fanta")
    expected = {
        "": {"Tardive", "À venir", "De la commune"},
        "?etat=en-retard": {"Tardive"},
        "?qui=moi": {"À venir"},
        f"?lieu={here.aire.code}": {"Tardive", "À venir"},
        f"?lieu={host.code}&etat=en-retard": {"Tardive"},
        f"?lieu={host.code}": {"Tardive", "À venir", "De la commune"},
        f"?lieu={here.district.code}": {"Tardive", "À venir", "De la commune"},
        "?etat=faits": set(),
        "?etat=n-importe&qui=toi&lieu=RIEN&page=99": {"Tardive", "À venir", "De la commune"},
    }
    for query, texts in expected.items():
        page = text_of(fanta, URL + query)
        assert {t for t in ("Tardive", "À venir", "De la commune") if t in page} == texts, query
    assert "Ouverts (3)" in text_of(fanta)
    assert "En retard (1)" in text_of(fanta)


def test_the_file_says_what_the_screen_says_and_no_text_is_a_formula(make: Make, everybody: Cast) -> None:
    make('=1+1;"x"', owner_words="@bureau")
    answer = everybody.client_of("fanta").get(f"{URL}suivi.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row["Engagement"] for row in rows] == ['\'=1+1;"x"']
    assert (rows[0]["Fonction"], rows[0]["Jours de retard"], rows[0]["Échéance"]) == (
        "'@bureau",
        "109",
        "2026-06-15",
    )
    assert not list(
        csv.DictReader(io.StringIO(text_of(everybody.client_of("oumar"), f"{URL}suivi.csv")), delimiter=";")
    )


def test_the_page_of_a_line_tells_its_history(make: Make, everybody: Cast) -> None:
    line = make(proof_wanted="la facture")
    awa = everybody.client_of("awa")
    url = f"{URL}{line.pk}/"
    awa.post(url, typed(line, due_on="30 11 2026", word="Pièce attendue"))
    line.refresh_from_db()
    awa.post(url, typed(line, state=State.ONGOING) | {f"l{line.pk}-progress": "40"})
    page = text_of(everybody.client_of("sitan"), url)
    for words in (
        "la facture",
        "15 juin 2026 → 30 novembre 2026",
        "Pièce attendue",
        "40\u202f%",
        "Non fait → en cours",
    ):
        assert words in page, words
    assert "échéance reportée 1 fois" in page
    assert "Dire où cela en est" not in page


def test_a_reader_who_writes_is_told_who_may(make: Make, everybody: Cast) -> None:
    line = make()
    assert everybody.client_of("sitan").post(f"{URL}{line.pk}/", typed(line)).status_code == 403
    assert everybody.client_of("oumar").get(f"{URL}{line.pk}/").status_code == 404
    assert everybody.client_of("oumar").get(f"{URL}{2**70}/").status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"MZ\x90 prog", "ni un PDF"), (b"", "vide"), (b"%PDF-" + bytes(5 * 1024 * 1024), "trop lourd")],
)
def test_a_proof_is_a_pdf_or_a_photo(make: Make, everybody: Cast, content: bytes, sentence: str) -> None:
    line = make()
    proof = io.BytesIO(content)
    proof.name = "preuve.pdf"
    sent = typed(line, state=State.DONE) | {f"l{line.pk}-proof": proof}
    answer = everybody.client_of("awa").post(f"{URL}{line.pk}/", sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Followup.objects.get(pk=line.pk).version == 0
