"""What should never be sent, by device or by page: a French sentence, nothing half-written, no breakdown."""

import html
import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from cscom.models import Aire
from monitoring.enums import ValueType
from monitoring.form import Form
from monitoring.models import MonthlyReport, Period, ReportDiff, RuleComment
from tests.cast import Cast
from tests.monitoring.pages import address, field_of, send_cells, text_of, values_of
from tests.reporting import PLAIN, act, complete_report, good_values, make_period, type_in, validated_report

NOT_A_NUMBER, NEGATIVE = "Ce n’est pas un nombre.", "Un nombre négatif n’est pas possible ici."
NOT_WHOLE, TOO_GREAT = "Écrivez un nombre entier, sans virgule.", "Ce nombre est trop grand."
TYPED = {
    "beaucoup": NOT_A_NUMBER,
    "1O4": NOT_A_NUMBER,
    "-3": NEGATIVE,
    "−3": NEGATIVE,
    "1000000000001": TOO_GREAT,
    "9" * 5000: TOO_GREAT,
    "12,5": NOT_WHOLE,
    "12.5": NOT_WHOLE,
    "1.234,5": NOT_WHOLE,
    "1,234,567": NOT_A_NUMBER,
    "1'234": NOT_A_NUMBER,
    "12;13": NOT_A_NUMBER,
    "1e5": NOT_A_NUMBER,
    "NaN": NOT_A_NUMBER,
    "٣٤": NOT_A_NUMBER,  # Arabic-Indic
    "߁߂": NOT_A_NUMBER,  # N’Ko
    "１２": NOT_A_NUMBER,  # full width
    "½": NOT_A_NUMBER,
    "12 cas, dont 3 graves": NOT_A_NUMBER,
    "12\n13": NOT_A_NUMBER,
    "=1+1": NOT_A_NUMBER,
    "<b>4</b>": NOT_A_NUMBER,
}
ONLY_SENT = {"4\0": NOT_A_NUMBER, "\ud800": NOT_A_NUMBER}  # no field of a page carries these
TOGETHER = {"CPN3": "9"}  # a good cell of the same save


def body_of(cast: Cast, name: str, cells: Mapping[str, str], **more: Any) -> dict[str, Any]:
    body = {"operation": str(uuid4()), "personne": cast.person_of(name).pk, "cases": dict(cells)}
    return body | {"base": dict.fromkeys(cells)} | more


def send(client: Client, aire: Aire, period: Period, body: Any, kind: str = "application/json") -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(address("sync_send", aire, period), text, content_type=kind)


def nothing_is_written() -> None:
    assert not MonthlyReport.objects.exists()
    assert not ReportDiff.objects.exists()


# ---- Cells ----
def test_bad_cells_are_refused_in_words_the_other_received(cast: Cast, october: Period, form: Form) -> None:
    aire, bad = cast.territory.aire, TYPED | ONLY_SENT
    counts = [
        key for key, cell in form.cells.items() if cell.type != ValueType.YES_NO and key not in TOGETHER
    ]
    spots = dict(zip(counts, bad, strict=False))
    assert len(spots) == len(bad)
    answer = send(cast.client_of("kadia"), aire, october, body_of(cast, "kadia", TOGETHER | spots))
    assert answer.status_code == 409
    assert answer.json()["refusees"] == {key: bad[typed] for key, typed in spots.items()}
    assert answer.json()["recues"] == ["CPN3"]
    assert values_of(aire, october) == {"CPN3": 9}


def test_a_bad_cell_of_the_page_comes_back_as_typed(cast: Cast, october: Period) -> None:
    aire, kadia = cast.territory.aire, cast.client_of("kadia")
    for typed, why in TYPED.items():
        page = send_cells(kadia, aire, october, "cpn", TOGETHER | {"CPN2": typed})
        assert page.status_code == 422, typed
        assert why in text_of(page)
        assert f'value="{html.escape(typed[:200])}"' in page.content.decode()
        assert values_of(aire, october) == {"CPN3": 9}


# ---- Versions, places, dates ----
def test_a_version_that_never_was_saves_nothing_and_keeps_what_was_typed(cast: Cast, october: Period) -> None:
    aire, kadia = cast.territory.aire, cast.client_of("kadia")
    for version in (7, 10**30):
        page = send_cells(kadia, aire, october, "cpn", {"CPN2": "417"}, version=version)
        assert page.status_code == 409
        assert 'value="417"' in field_of(page, "CPN2")
        assert values_of(aire, october) == {}


def test_a_base_that_is_old_makes_a_conflict_not_a_loss(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    type_in(cast, "awa", aire, october, {"CPN2": 8})
    for base in ({"CPN2": None}, {"CPN2": 10**300}, {"CPN2": -1}, {"CPN2": "NA"}):
        body = body_of(cast, "kadia", {"CPN2": "6"}, base=base)
        answer = send(cast.client_of("kadia"), aire, october, body)
        assert answer.status_code == 409
        assert answer.json()["conflits"]["CPN2"]["valeur"] == 8
    assert values_of(aire, october) == {"CPN2": 8}
    assert ReportDiff.objects.count() == 1


@pytest.mark.parametrize("name", ["aire", "mois", "rapport"])
def test_a_body_that_names_another_report_is_refused(cast: Cast, october: Period, name: str) -> None:
    other = cast.territory.second_aire
    named = {"aire": other.code, "mois": "2026-09", "rapport": f"{other.code}/2026-10"}[name]
    body = body_of(cast, "kadia", {"CPN2": "6"}, **{name: named})
    answer = send(cast.client_of("kadia"), cast.territory.aire, october, body)
    assert answer.status_code == 400
    assert "un autre rapport" in answer.json()["detail"]
    nothing_is_written()


def test_a_body_may_name_the_report_of_its_address(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    body = body_of(cast, "kadia", {"CPN2": "6"}, rapport=f"{aire.code}/2026-10", aire=aire.code)
    assert send(cast.client_of("kadia"), aire, october, body).status_code == 200


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("complet", "le rapport est déclaré complet"),
        ("valide", "le rapport est validé"),
        ("futur", "il n’est pas encore ouvert"),
        ("fermee", "n’était pas ouverte ce mois-là"),
        ("rouvert", "n’a pas été rouverte"),
    ],
)
def test_a_closed_month_keeps_what_was_typed_and_says_why(
    cast: Cast, october: Period, moment: str, words: str
) -> None:
    aire, period = cast.territory.aire, october
    if moment == "complet":
        complete_report(cast, october)
    elif moment == "valide":
        validated_report(cast, october)
    elif moment == "futur":
        period = make_period("2026-12")
    elif moment == "fermee":
        aire.closed_on = date(2026, 9, 1)
        aire.save()
    else:
        report = validated_report(cast, october)
        act(cast, "salif", report, "rouvrir", "À revoir.", sections=["finances"], until="2026-11-20")
    before = values_of(aire, period)
    answer = send(cast.client_of("kadia"), aire, period, body_of(cast, "kadia", {"CPN2": "417"}))
    assert answer.status_code == 409
    assert words in answer.json()["refusees"]["CPN2"]
    page = send_cells(cast.client_of("kadia"), aire, period, "cpn", {"CPN2": "417"})
    assert page.status_code == 409
    assert words in text_of(page)
    assert 'value="417"' in field_of(page, "CPN2")
    assert values_of(aire, period) == before


# ---- Bodies ----
def test_fifty_megabytes_are_refused_unread(cast: Cast, october: Period) -> None:
    aire, kadia = cast.territory.aire, cast.client_of("kadia")
    heavy = b'{"operation": "' + b"a" * 50_000_000 + b'"}'
    answer = send(kadia, aire, october, heavy)
    assert answer.status_code == 413
    assert "trop lourd" in text_of(answer)
    page = kadia.post(
        address("report_section", aire, october, "cpn"),
        b"c.CPN2=" + b"1" * 50_000_000,
        content_type="application/x-www-form-urlencoded",
    )
    assert page.status_code == 413
    assert "trop lourd" in text_of(page)
    nothing_is_written()


@pytest.mark.parametrize(
    "deep",
    [
        "[" * 200_000,
        '{"cases": ' + '{"a":' * 100_000,
        '{"operation": ' + "[" * 50_000 + "]" * 50_000 + "}",
    ],
)
def test_deep_json_is_refused(cast: Cast, october: Period, deep: str) -> None:
    answer = send(cast.client_of("kadia"), cast.territory.aire, october, deep)
    assert answer.status_code == 400
    assert "arrivé abîmé" in answer.json()["detail"]
    nothing_is_written()


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "a/b/c"],
)
def test_what_is_not_announced_as_json_is_refused(cast: Cast, october: Period, kind: str) -> None:
    """With a token, as from one of our pages: a body read as a form is gone for whoever wants JSON."""
    client, token = guarded(cast, "kadia")
    answer = client.post(
        address("sync_send", cast.territory.aire, october),
        json.dumps(body_of(cast, "kadia", {"CPN2": "6"})),
        content_type=kind,
        headers={"X-CSRFToken": token},
    )
    assert answer.status_code == 415
    assert "JSON" in answer.json()["detail"]
    nothing_is_written()


NASTY: tuple[Any, ...] = (
    None, True, 7, -1, 10**400, 1.5, float("inf"), float("nan"), "", "x" * 5000, "\0", "\ud800", "é" * 90,
    [], [[]], {}, {"": ""}, {"CPN2": None}, {"CPN2": 7}, {"CPN2": 1.5}, {"CPN2": True}, {"CPN2": ["7"]},
    {"CPN2": {"a": 1}}, {"CPN2": "\ud800"}, {"\0": "1"}, {"\ud800": "1"}, {"__proto__": "1"},
    {"V06": "\0"}, {"V06": "\ud800"},
)  # fmt: skip


@pytest.mark.parametrize("name", ["operation", "personne", "cases", "base", "commentaires", "declarer"])
def test_each_part_may_be_anything_and_nothing_breaks(
    cast: Cast, october: Period, form: Form, name: str
) -> None:
    aire, kadia = cast.territory.aire, cast.client_of("kadia")
    type_in(cast, "kadia", aire, october, good_values(form) | {"CC_HA": 61})  # V06 asks for a comment
    before = values_of(aire, october)
    for nasty in NASTY:
        body = body_of(cast, "kadia", {"CPN2": "6"}, base={"CPN2": PLAIN}) | {name: nasty}
        answer = send(kadia, aire, october, json.dumps(body))
        assert answer.status_code in {200, 400, 403, 409}, (nasty, answer.content)
        told = answer.json()
        assert answer.status_code in {200, 409} or told["detail"]
        after = values_of(aire, october)
        assert after.pop("CPN2", 6) in {6, 7, PLAIN}, nasty
        assert after == {key: value for key, value in before.items() if key != "CPN2"}, nasty


def test_a_comment_that_no_database_writes_is_written_without_what_it_cannot(
    cast: Cast, october: Period, form: Form
) -> None:
    aire = cast.territory.aire
    type_in(cast, "kadia", aire, october, good_values(form) | {"CC_HA": 61})
    body = body_of(cast, "kadia", {}, commentaires={"V06": "Foire\0 de \ud800Banamba."})
    assert send(cast.client_of("kadia"), aire, october, body).status_code == 200
    assert RuleComment.objects.get().text == "Foire? de ?Banamba."


# ---- Who ----
def guarded(cast: Cast, name: str) -> tuple[Client, str]:
    """A browser held to its token, and the token that the probe gives."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.user_of(name))
    return client, client.get("/sync/").json()["jeton"]


def test_without_its_token_nothing_enters(cast: Cast, october: Period) -> None:
    client, token = guarded(cast, "kadia")
    body = body_of(cast, "kadia", {"CPN2": "6"})
    for wrong in ("", "x" * 64, token[:-1]):
        answer = client.post(
            address("sync_send", cast.territory.aire, october),
            json.dumps(body),
            content_type="application/json",
            headers={"X-CSRFToken": wrong},
        )
        assert answer.status_code == 403
    nothing_is_written()
    good = client.post(
        address("sync_send", cast.territory.aire, october),
        json.dumps(body),
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )
    assert good.status_code == 200  # the same sending, once the token is fetched anew


def test_a_session_that_ended_is_sent_to_sign_in(cast: Cast, october: Period) -> None:
    aire, kadia = cast.territory.aire, cast.client_of("kadia")
    body = body_of(cast, "kadia", {"CPN2": "6"})
    kadia.logout()
    answer = send(kadia, aire, october, body)
    assert (answer.status_code, answer["Location"][:11]) == (302, "/connexion/")
    nothing_is_written()
    assert send(cast.client_of("kadia"), aire, october, body).status_code == 200  # signed in again: received


def test_a_mandate_that_ended_sends_no_more(cast: Cast, october: Period) -> None:
    kadia, body = cast.client_of("kadia"), body_of(cast, "kadia", {"CPN2": "6"})
    cast.end_mandate_of("kadia")
    assert send(kadia, cast.territory.aire, october, body).status_code == 302
    nothing_is_written()


def test_a_number_used_by_another_person_or_report_writes_nothing(cast: Cast, october: Period) -> None:
    aire, september = cast.territory.aire, make_period("2026-09")
    first = body_of(cast, "kadia", {"CPN2": "6"})
    assert send(cast.client_of("kadia"), aire, october, first).status_code == 200
    same = {"operation": first["operation"]}

    theirs = send(cast.client_of("awa"), aire, october, body_of(cast, "awa", {"CPN3": "4"}, **same))
    assert theirs.status_code == 409
    assert theirs.json()["refusees"]["CPN3"] == "Cette opération appartient à une autre personne."
    elsewhere = send(cast.client_of("kadia"), aire, september, body_of(cast, "kadia", {"CPN2": "6"}, **same))
    assert elsewhere.status_code == 409
    assert elsewhere.json()["refusees"]["CPN2"] == "Cette opération appartient à un autre rapport."
    others = send(cast.client_of("kadia"), aire, october, body_of(cast, "kadia", {"CPN3": "4"}, **same))
    assert others.status_code == 409
    assert "a déjà servi pour d’autres chiffres" in others.json()["refusees"]["CPN3"]

    assert (values_of(aire, october), values_of(aire, september)) == ({"CPN2": 6}, {})
    assert ReportDiff.objects.count() == MonthlyReport.objects.count() == 1
