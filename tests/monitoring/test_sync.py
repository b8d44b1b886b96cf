"""What a device sends: received once, refused in words, never in somebody else's name."""

import json
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from core.models import ActLog
from monitoring.models import MonthlyReport, Period, ReportDiff, RuleComment
from monitoring.views.device import templates
from tests.cast import Cast
from tests.monitoring.pages import address, values_of
from tests.reporting import complete_report, good_values, type_in


def sending(cast: Cast, name: str, cells: dict[str, str], **more: Any) -> dict[str, Any]:
    body = {
        "operation": str(uuid4()),
        "personne": cast.person_of(name).pk,
        "cases": cells,
        "base": dict.fromkeys(cells),
    }
    return body | more


def send(cast: Cast, name: str, period: Period, body: Any, aire: Any = None) -> Any:
    url = address("sync_send", aire or cast.territory.aire, period)
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return cast.client_of(name).post(url, text, content_type="application/json")


def test_cells_are_received_as_typed(cast: Cast, october: Period) -> None:
    answer = send(
        cast, "kadia", october, sending(cast, "kadia", {"CC_HA": "1 204", "VAA": "so", "CS_RAP": "oui"})
    )
    assert answer.status_code == 200
    told = answer.json()
    assert sorted(told["recues"]) == ["CC_HA", "CS_RAP", "VAA"]
    assert (told["version"], told["etat"], told["heure"]) == (1, "brouillon", "10\u00a0h\u00a000")
    assert told["valeurs"] == {"CC_HA": 1204, "VAA": "NA", "CS_RAP": 1}
    assert values_of(cast.territory.aire, october) == {"CC_HA": 1204, "VAA": "NA", "CS_RAP": 1}


def test_the_same_sending_counts_once(cast: Cast, october: Period) -> None:
    body = sending(cast, "kadia", {"CC_HA": "7"})
    first, second = (send(cast, "kadia", october, body) for _ in range(2))
    assert (first.json()["recues"], second.json()["recues"]) == (["CC_HA"], ["CC_HA"])
    assert ReportDiff.objects.count() == 1
    assert MonthlyReport.objects.get().version == 1


def test_a_bad_cell_stays_on_the_device_while_the_others_are_received(cast: Cast, october: Period) -> None:
    cells = {"CC_HA": "beaucoup", "CC_AC": "-3", "CPN2": "12,5", "CPN3": "9", "INCONNU": "1"}
    answer = send(cast, "kadia", october, sending(cast, "kadia", cells))
    assert answer.status_code == 409
    assert answer.json()["refusees"] == {
        "CC_HA": "Ce n’est pas un nombre.",
        "CC_AC": "Un nombre négatif n’est pas possible ici.",
        "CPN2": "Écrivez un nombre entier, sans virgule.",
        "INCONNU": "La case «\u00a0INCONNU\u00a0» n’existe pas dans le formulaire de ce mois.",
    }
    assert values_of(cast.territory.aire, october) == {"CPN3": 9}


def test_a_cell_changed_on_both_sides_is_told_and_not_written(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    type_in(cast, "kadia", aire, october, {"CC_HA": 5, "CPN2": 1})
    type_in(cast, "awa", aire, october, {"CC_HA": 8})
    body = sending(cast, "kadia", {"CC_HA": "6", "CPN2": "2"}, base={"CC_HA": 5, "CPN2": 1})
    answer = send(cast, "kadia", october, body)
    assert answer.status_code == 409
    assert answer.json()["conflits"] == {
        "CC_HA": {
            "valeur": 8,
            "mots": "8",
            "nom": "Awa Diarra",
            "heure": "3 novembre 2026 à 10\u00a0h\u00a000",
        }
    }
    assert values_of(aire, october) == {"CC_HA": 8, "CPN2": 2}


def test_a_locked_report_refuses_in_words_and_writes_nothing(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    before = dict(report.values)
    body = sending(
        cast, "kadia", {"CC_HA": "5", "CPN2": str(before["CPN2"])}, base={"CC_HA": 6, "CPN2": None}
    )
    answer = send(cast, "kadia", october, body)
    assert answer.status_code == 409
    refused = answer.json()["refusees"]
    assert list(refused) == ["CC_HA"]  # the other cell is there already, as it was typed
    assert refused["CC_HA"].startswith("Verrouillé\u00a0: le rapport est déclaré complet")
    assert values_of(cast.territory.aire, october) == before


def test_comments_and_declaration_follow_the_cells_and_count_once(
    cast: Cast, october: Period, form: Any
) -> None:
    cells = {key: str(value) for key, value in good_values(form).items()} | {"CC_HA": "61"}
    body = sending(cast, "kadia", cells, commentaires={"V06": "Foire de Banamba."}, declarer=True)
    first, second = (send(cast, "kadia", october, body) for _ in range(2))
    assert first.json()["acte"] == {"fait": True, "pourquoi": ""}
    assert (first.json()["etat"], second.json()["etat"]) == ("complet", "complet")
    assert second.status_code == 200
    assert second.json()["acte"] == {"fait": True, "pourquoi": ""}
    assert ActLog.objects.filter(act="declarer").count() == 1
    assert RuleComment.objects.get().text == "Foire de Banamba."


def test_a_declaration_that_is_refused_says_why_and_the_cells_stay(
    cast: Cast, october: Period, form: Any
) -> None:
    cells = {key: str(value) for key, value in good_values(form).items()} | {"CC_HA": "61"}
    answer = send(cast, "kadia", october, sending(cast, "kadia", cells, declarer=True))
    assert answer.json()["acte"]["fait"] is False
    assert answer.json()["acte"]["pourquoi"].startswith("Un commentaire manque.")
    assert values_of(cast.territory.aire, october)["CC_HA"] == 61
    assert MonthlyReport.objects.get().state == "brouillon"


@pytest.mark.parametrize(
    "body",
    [
        " ",
        "[",
        "[]",
        "7",
        '{"operation": "x"}',
        b"\xff\xfe",
        '{"operation": "00000000-0000-0000-0000-000000000001", "personne": 1, "cases": {"CC_HA": 5}}',
        '{"operation": "00000000-0000-0000-0000-000000000001", "personne": 1, "cases": {"CC_HA": "5"}}',
        '{"operation": "00000000-0000-0000-0000-000000000001", "personne": 1, "cases": [], "base": []}',
        "[" * 20_000,
    ],
)
def test_what_no_device_sends_is_refused(cast: Cast, october: Period, body: str | bytes) -> None:
    answer = send(cast, "kadia", october, body)
    assert answer.status_code == 400
    assert "arrivé abîmé" in answer.json()["detail"]
    assert not MonthlyReport.objects.exists()


def test_two_thousand_unknown_keys_write_nothing(cast: Cast, october: Period) -> None:
    few = sending(cast, "kadia", {f"X{n}": "1" for n in range(2000)})
    assert send(cast, "kadia", october, few).status_code == 409
    many = sending(cast, "kadia", {f"X{n}": "1" for n in range(2001)})
    assert send(cast, "kadia", october, many).status_code == 400
    assert not MonthlyReport.objects.exists()


def test_nobody_sends_in_the_name_of_another(cast: Cast, october: Period) -> None:
    body = sending(cast, "kadia", {"CC_HA": "5"})
    assert send(cast, "awa", october, body).status_code == 403
    away = sending(cast, "oumar", {"CC_HA": "5"})
    assert send(cast, "oumar", october, away).status_code == 404  # an aire that is not his does not exist
    assert send(cast, "salif", october, sending(cast, "salif", {"CC_HA": "5"})).status_code == 403
    assert not MonthlyReport.objects.exists()


def test_who_types_one_kind_of_section_is_refused_the_other(cast: Cast, october: Period) -> None:
    answer = send(cast, "sitan", october, sending(cast, "sitan", {"CC_NC.lt1.M": "5"}))
    assert answer.json()["refusees"] == {
        "CC_NC.lt1.M": "Votre fonction ne donne pas la saisie de cette section."
    }
    assert send(cast, "sitan", october, sending(cast, "sitan", {"REC_ACT": "500"})).status_code == 200


def test_the_probe_says_who_is_there(cast: Cast, client: Any) -> None:
    assert client.get("/sync/").json()["personne"] is None
    told = cast.client_of("kadia").get("/sync/")
    assert told.json()["personne"] == cast.person_of("kadia").pk
    assert told.json()["jeton"]
    assert told["Cache-Control"] == "no-store"


def test_the_pack_carries_three_months_of_one_s_own_aire(
    cast: Cast, october: Period, now: time_machine.Traveller
) -> None:
    type_in(cast, "kadia", cast.territory.aire, october, {"CC_HA": 5})
    got = cast.client_of("kadia").get("/hors-ligne/paquet/")
    pack = got.json()
    assert [report["id"] for report in pack["rapports"]] == [f"{cast.territory.aire.code}/2026-10"]
    (report,) = pack["rapports"]
    assert (report["version"], report["valeurs"], report["jours"]) == (1, {"CC_HA": 5}, 31)
    assert len(report["sections"]) == 13
    (form,) = pack["formulaires"].values()
    assert 'name="c.CC_NC.lt1.M"' in form["sections"][0]["html"]
    again = cast.client_of("kadia").get("/hors-ligne/paquet/", HTTP_IF_NONE_MATCH=got["ETag"])
    assert again.status_code == 304
    now.shift(600)  # nothing has changed: the hour alone is no news
    later = cast.client_of("kadia").get("/hors-ligne/paquet/", HTTP_IF_NONE_MATCH=got["ETag"])
    assert later.status_code == 304
    light = cast.client_of("kadia").get(f"/hors-ligne/paquet/?formulaires={report['formulaire']}").json()
    assert light["formulaires"] == {report["formulaire"]: None}


def test_the_pack_holds_nothing_of_others(cast: Cast, october: Period) -> None:
    type_in(cast, "kadia", cast.territory.aire, october, {"CC_HA": 5})
    treasurer = cast.client_of("sitan").get("/hors-ligne/paquet/").json()["rapports"][0]
    assert (treasurer["sections"], treasurer["valeurs"]) == (["medicaments", "finances", "vie-asaco"], {})
    for name in ("salif", "fanta", "yaya"):
        assert cast.client_of(name).get("/hors-ligne/paquet/").json()["rapports"] == []
    mine = cast.territory.aire.code
    asked = cast.client_of("oumar").get(f"/hors-ligne/paquet/?aussi={mine}/2026-10").json()
    assert mine not in {report["id"].partition("/")[0] for report in asked["rapports"]}


def test_the_mark_of_the_shell_counts_all_it_is_drawn_from(client: Any) -> None:
    drawn = {template.name for template in client.get("/hors-ligne/").templates if template.name}
    counted = {path.as_posix().partition("templates/")[2] for path in templates()}
    assert "parts/leaving.html" in drawn
    assert drawn - counted == set()


def test_the_shell_is_the_same_for_everybody(cast: Cast, client: Any) -> None:
    bare = client.get("/hors-ligne/").content
    assert cast.client_of("kadia").get("/hors-ligne/").content == bare
    worker = cast.client_of("kadia").get("/sw.js")
    assert worker["Content-Type"] == "text/javascript"
    assert worker["Cache-Control"] == "no-cache"
    assert worker.content == client.get("/sw.js").content


def test_empty_cells_of_a_new_month_begin_no_report(cast: Cast, october: Period) -> None:
    """A form that was opened, typed in and emptied again on the device."""
    for base in ({"CC_HA": None, "VAA": None}, {"CC_HA": 5, "VAA": None}):
        body = sending(cast, "kadia", {"CC_HA": "", "VAA": " "}, base=base)
        for _ in range(2):  # its answer may be lost
            answer = send(cast, "kadia", october, body)
            assert answer.status_code == 200
            told = answer.json()
            assert (told["recues"], told["refusees"], told["valeurs"]) == ([], {}, {})
            assert (told["version"], told["etat"]) == (0, "brouillon")
    assert not MonthlyReport.objects.exists()
    first = send(cast, "kadia", october, sending(cast, "kadia", {"CC_HA": "3", "VAA": ""}))
    assert first.json()["recues"] == ["CC_HA"]


def test_empty_cells_with_a_word_begin_the_report_of_that_word(cast: Cast, october: Period) -> None:
    body = sending(cast, "kadia", {"CC_HA": ""}, notes={"CC_HA": {"texte": "Le registre est à la mairie."}})
    told = send(cast, "kadia", october, body).json()
    assert (told["notes_refusees"], told["notes"]["CC_HA"]["n"]) == ({}, 1)
    assert MonthlyReport.objects.get().values == {}
