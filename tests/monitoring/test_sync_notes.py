"""Words on cells, typed away from the network: received once, with or without figures, told when refused."""

from typing import Any

import pytest

from monitoring.models import CellNote, MonthlyReport, Period
from tests.cast import Cast
from tests.monitoring.test_sync import send, sending
from tests.reporting import complete_report, good_values

WORD = {"texte": "Foire de Banamba.", "a_suivre": True}


def test_a_word_is_received_once_and_comes_back_in_the_thread(cast: Cast, october: Period) -> None:
    body = sending(cast, "kadia", {}, notes={"CC_HA": WORD})
    first, second = (send(cast, "kadia", october, body) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert CellNote.objects.count() == 1
    assert second.json()["notes"] == {
        "CC_HA": {
            "n": 1,
            "suivi": True,
            "fil": [["Foire de Banamba.", "Kadia Traoré", "3 novembre 2026 à 10 h 00", "à suivre"]],
        }
    }
    assert MonthlyReport.objects.get().version == 0  # a word is no figure


def test_words_are_received_although_a_figure_is_refused(cast: Cast, october: Period) -> None:
    body = sending(cast, "kadia", {"CC_HA": "beaucoup"}, notes={"CC_HA": WORD})
    answer = send(cast, "kadia", october, body)
    assert answer.status_code == 409
    assert answer.json()["notes"]["CC_HA"]["n"] == 1


def test_a_report_declared_meanwhile_still_takes_the_word(cast: Cast, october: Period, form: Any) -> None:
    complete_report(cast, october, good_values(form))
    answer = send(cast, "kadia", october, sending(cast, "kadia", {}, notes={"CC_HA": WORD}))
    assert (answer.status_code, answer.json()["notes_refusees"]) == (200, {})


def test_a_word_that_is_refused_says_why_while_the_others_stay(cast: Cast, october: Period) -> None:
    notes = {"CC_HA": WORD, "REC_ACT": WORD, "INCONNU": WORD, "CC_AC": {"texte": "a" * 1001}}
    answer = send(cast, "awa", october, sending(cast, "awa", {}, notes=notes))
    told = answer.json()["notes_refusees"]
    assert sorted(told) == ["CC_AC", "INCONNU", "REC_ACT"]
    assert told["REC_ACT"] == "Votre fonction ne permet pas de commenter cette section."
    assert told["CC_AC"] == "Commentaire trop long : 1 000 caractères au plus."
    assert [note.key for note in CellNote.objects.all()] == ["CC_HA"]


@pytest.mark.parametrize(
    "notes",
    [
        "texte",
        {"CC_HA": "texte"},
        {"CC_HA": {}},
        {"CC_HA": {"texte": 3}},
        {"CC_HA": {"texte": "", "a_suivre": "x"}},
        {"CC_HA": {"texte": "", "autre": 1}},
        {f"K{n}": WORD for n in range(2001)},
    ],
)
def test_what_no_device_of_ours_sends_writes_nothing(cast: Cast, october: Period, notes: Any) -> None:
    answer = send(cast, "kadia", october, sending(cast, "kadia", {"CC_HA": "3"}, notes=notes))
    assert answer.status_code == 400
    assert not MonthlyReport.objects.exists()


def test_the_pack_carries_the_words_and_where_one_may_write(cast: Cast, october: Period) -> None:
    send(cast, "kadia", october, sending(cast, "kadia", {}, notes={"CC_HA": WORD}))
    report = cast.client_of("awa").get("/hors-ligne/paquet/").json()["rapports"][0]
    assert report["notes"]["CC_HA"]["fil"][0][1] == "Kadia Traoré"
    assert "curatif" in report["commente"]
    assert "finances" not in report["commente"]
    assert report["commune"]
    assert report["district"]
