"""Cells saved by program: to the letter, once only, both sides of a conflict told."""

from typing import Any
from uuid import uuid4

import pytest

from monitoring.models import MonthlyReport, Period, ReportDiff
from tests.api.program import Program, faults, of_report, problem
from tests.cast import Cast
from tests.monitoring.pages import send_cells
from tests.reporting import act, complete_report, make_period, type_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def kadia(everybody: Cast, october: Period) -> Program:
    return Program(everybody, "kadia")


def test_vide_zero_and_sans_objet_are_three(everybody: Cast, october: Period, kadia: Program) -> None:
    aire = everybody.territory.aire
    answer = kadia.save(aire, october, {"CPN1.lt15": 12, "CPN2": 0, "CPN3": "NA", "CPN4": None})
    assert answer.status_code == 200
    assert answer.json() == {
        "version": 1,
        "enregistrees": ["CPN1.lt15", "CPN2", "CPN3"],
        "visas_effaces": [],
        "recu_le": "2026-11-03T10:00:00Z",
        "deja_recu": False,
    }
    assert MonthlyReport.objects.get().values == {"CPN1.lt15": 12, "CPN2": 0, "CPN3": "NA"}
    emptied = kadia.save(aire, october, {"CPN2": None}, version=1).json()
    assert (emptied["version"], emptied["enregistrees"]) == (2, ["CPN2"])
    assert MonthlyReport.objects.get().values == {"CPN1.lt15": 12, "CPN3": "NA"}
    unchanged = kadia.save(aire, october, {"CPN3": "NA"}, version=2).json()
    assert (unchanged["version"], unchanged["enregistrees"], unchanged["recu_le"]) == (2, [], None)


def test_a_save_under_a_session_needs_the_csrf_token_and_no_more(everybody: Cast, october: Period) -> None:
    browser = everybody.client_of("kadia")
    browser.handler.enforce_csrf_checks = True
    url = of_report(everybody.territory.aire, october, "valeurs")
    body = {"version": 0, "valeurs": {"CPN2": 1}}
    refused = browser.post(url, body, "application/json", headers={"idempotency-key": str(uuid4())})
    problem(refused, 403)
    browser.get("/mot-de-passe/")
    shown = {"idempotency-key": str(uuid4()), "x-csrftoken": browser.cookies["csrftoken"].value}
    assert browser.post(url, body, "application/json", headers=shown).status_code == 200


def test_both_sides_of_a_conflict_are_told_and_the_rest_is_saved(
    everybody: Cast, october: Period, kadia: Program
) -> None:
    aire = everybody.territory.aire
    kadia.save(aire, october, {"CPN2": 1, "CPN3": 1})
    Program(everybody, "awa").save(aire, october, {"CPN2": 8}, version=1)
    told = problem(kadia.save(aire, october, {"CPN2": 5, "CPN3": 6}, version=1), 409)
    assert (told["version"], told["enregistrees"], told["deja_recu"]) == (3, ["CPN3"], False)
    assert told["conflits"] == [
        {
            "cle": "CPN2",
            "libelle": "Deuxième visite",
            "la_votre": 5,
            "recue": 8,
            "par": "Awa Diarra",
            "le": "2026-11-03T10:00:00Z",
        }
    ]
    assert MonthlyReport.objects.get().values == {"CPN2": 8, "CPN3": 6}
    assert kadia.save(aire, october, {"CPN2": 5}, version=told["version"]).status_code == 200


def test_a_lost_answer_is_asked_again(everybody: Cast, october: Period, kadia: Program) -> None:
    aire, key = everybody.territory.aire, str(uuid4())
    first, again = (kadia.save(aire, october, {"CPN2": 3}, key=key).json() for _ in range(2))
    assert again == first | {"deja_recu": True}
    type_in(everybody, "awa", aire, october, {"CPN2": 9})
    assert kadia.save(aire, october, {"CPN2": 3}, key=key).json()["deja_recu"] is True
    act_free = MonthlyReport.objects.get()
    assert (act_free.values, act_free.version, ReportDiff.objects.count()) == ({"CPN2": 9}, 2, 2)


def test_a_lost_answer_is_told_even_once_the_report_is_locked(everybody: Cast, october: Period) -> None:
    report = complete_report(everybody, october)
    key = ReportDiff.objects.get().operation
    sent = ReportDiff.objects.get().after
    answer = Program(everybody, "kadia").save(report.aire, october, sent, key=str(key))
    assert answer.json()["deja_recu"] is True


def test_two_keys_with_one_body_write_once(everybody: Cast, october: Period, kadia: Program) -> None:
    aire = everybody.territory.aire
    first, second = (kadia.save(aire, october, {"CPN2": 3}).json() for _ in range(2))
    assert (first["enregistrees"], second["enregistrees"]) == (["CPN2"], [])
    assert ReportDiff.objects.count() == 1


@pytest.mark.parametrize(
    "cells", [{"CPN2": 4}, {"CPN2": 3, "CPN3": 1}, {"CPN3": 3}, {"CPN2": None}, {"CPN2": "NA"}]
)
def test_a_key_does_not_serve_for_another_body(
    everybody: Cast, october: Period, kadia: Program, cells: dict[str, object]
) -> None:
    aire, key = everybody.territory.aire, str(uuid4())
    kadia.save(aire, october, {"CPN2": 3}, key=key)
    assert "déjà servi" in problem(kadia.save(aire, october, cells, key=key), 409)["detail"]
    assert MonthlyReport.objects.get().values == {"CPN2": 3}


def test_a_key_does_not_serve_for_another_report_or_person(
    everybody: Cast, october: Period, kadia: Program
) -> None:
    aire, key = everybody.territory.aire, str(uuid4())
    september = make_period("2026-09")
    kadia.save(aire, october, {"CPN2": 3}, key=key)
    assert "autre rapport" in problem(kadia.save(aire, september, {"CPN2": 3}, key=key), 409)["detail"]
    awa = Program(everybody, "awa")
    assert "autre personne" in problem(awa.save(aire, october, {"CPN2": 3}, key=key), 409)["detail"]
    assert not MonthlyReport.objects.filter(period=september).exists()


@pytest.mark.parametrize("key", ["", "12", "zz", "{a1b2}", "a" * 5000])
def test_a_key_is_a_uuid(everybody: Cast, october: Period, kadia: Program, key: str) -> None:
    url = of_report(everybody.territory.aire, october, "valeurs")
    shown = {"idempotency-key": key} if key else {}
    assert "Idempotency-Key" in faults(kadia.post(url, {"version": 0, "valeurs": {"CPN2": 1}}, **shown))


HUGE = 10**400
WRONG = (1.5, 12.0, True, False, [1], {"a": 1}, "12", "", "na", -1, 10**12 + 1, HUGE, -HUGE)


@pytest.mark.parametrize("value", WRONG, ids=lambda value: repr(value)[:12])
def test_what_is_no_value_is_told_where_it_stands(
    everybody: Cast, october: Period, kadia: Program, value: object
) -> None:
    answer = kadia.save(everybody.territory.aire, october, {"CPN2": value, "CPN3": 4})
    assert set(faults(answer)) == {"/valeurs/CPN2"}
    assert not MonthlyReport.objects.exists()


def test_a_question_of_yes_or_no_takes_one_or_zero(
    everybody: Cast, october: Period, kadia: Program, form: Any
) -> None:
    asked = next(cell.key for cell in form.cells.values() if cell.type == "B")
    answer = kadia.save(everybody.territory.aire, october, {asked: 2})
    assert faults(answer) == {f"/valeurs/{asked}": "Répondez par oui ou par non."}
    assert kadia.save(everybody.territory.aire, october, {asked: 1}).status_code == 200


def test_cells_that_do_not_exist_are_named(everybody: Cast, october: Period, kadia: Program) -> None:
    answer = kadia.save(everybody.territory.aire, october, {"CPN2": 1, "ZZ/Z~": 4, "CPN1": 3})
    assert set(faults(answer)) == {"/valeurs/ZZ~1Z~0", "/valeurs/CPN1"}
    assert not MonthlyReport.objects.exists()


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({}, {"/version", "/valeurs"}),
        ({"version": "3", "valeurs": {"CPN2": 1}}, {"/version"}),
        ({"version": True, "valeurs": {"CPN2": 1}}, {"/version"}),
        ({"version": 3.0, "valeurs": {"CPN2": 1}}, {"/version"}),
        ({"version": -1, "valeurs": {"CPN2": 1}}, {"/version"}),
        ({"version": 10**40, "valeurs": {"CPN2": 1}}, {"/version"}),
        ({"version": None, "valeurs": {"CPN2": 1}}, {"/version"}),
        ({"version": 0, "valeurs": []}, {"/valeurs"}),
        ({"version": 0, "valeurs": {}}, {"/valeurs"}),
        ({"version": 0, "valeurs": None}, {"/valeurs"}),
        ({"version": 0, "valeurs": {"CPN2": 1}, "aire": "ML09"}, {"/aire"}),
        ([], {""}),
        ("texte", {""}),
        (None, {""}),
        (3, {""}),
    ],
)
def test_a_body_of_another_shape_is_told(
    everybody: Cast, october: Period, kadia: Program, body: object, paths: set[str]
) -> None:
    url = of_report(everybody.territory.aire, october, "valeurs")
    answer = kadia.post(url, body, **{"idempotency-key": str(uuid4())})
    assert set(faults(answer)) == paths
    assert not MonthlyReport.objects.exists()


def test_a_version_that_never_was_is_refused(everybody: Cast, october: Period, kadia: Program) -> None:
    aire = everybody.territory.aire
    kadia.save(aire, october, {"CPN2": 1})
    assert "version" in problem(kadia.save(aire, october, {"CPN2": 2}, version=7), 409)["detail"]
    assert MonthlyReport.objects.get().values == {"CPN2": 1}


@pytest.mark.parametrize(
    ("name", "cells", "status"),
    [
        ("kadia", {"CPN2": 1, "REC_ACT": 2}, 200),
        ("awa", {"CPN2": 1}, 200),
        ("awa", {"CPN2": 1, "REC_ACT": 2}, 422),
        ("sitan", {"REC_ACT": 2}, 200),
        ("sitan", {"CPN2": 1}, 422),
        ("moussa", {"REC_ACT": 2}, 403),
        ("salif", {"CPN2": 1, "REC_ACT": 2}, 200),  # from the paper
        ("nana", {"CPN2": 1}, 403),
        ("oumar", {"CPN2": 1}, 404),
        ("julie", {"CPN2": 1}, 404),
    ],
)
def test_each_types_their_own_sections(
    everybody: Cast, october: Period, name: str, cells: dict[str, int], status: int
) -> None:
    answer = Program(everybody, name).save(everybody.territory.aire, october, cells)
    assert answer.status_code == status
    assert MonthlyReport.objects.exists() == (status == 200)


def test_what_is_closed_says_why(everybody: Cast, october: Period, kadia: Program) -> None:
    aire = everybody.territory.aire
    told = problem(kadia.save(aire, make_period("2026-12"), {"CPN2": 1}), 409)
    assert "1er décembre 2026" in told["detail"]
    assert "conflits" not in told
    report = complete_report(everybody, october)
    locked = problem(kadia.save(aire, october, {"CPN2": 3}, version=report.version), 409)
    assert locked["detail"].startswith("Verrouillé")
    problem(kadia.save(everybody.territory.second_aire, october, {"CPN2": 1}), 404)


def test_the_visas_that_fell_are_named(everybody: Cast, october: Period, kadia: Program) -> None:
    report = complete_report(everybody, october)
    act(everybody, "awa", report, "viser")
    act(everybody, "salif", report, "renvoyer", "Corrigez la CPN.")
    saved = kadia.save(report.aire, october, {"CPN2": 9}, version=report.version).json()
    assert saved["visas_effaces"] == ["Consultation prénatale"]


@pytest.mark.parametrize("way", ["page", "program"])
@pytest.mark.parametrize("start", [{}, {"CPN2": 1, "CPN3": 2, "CPN4": 3}])
def test_a_program_leaves_the_rows_of_the_page(
    everybody: Cast, october: Period, way: str, start: dict[str, int]
) -> None:
    """Both ways, every row but its clock and its origin reads the same."""
    aire = everybody.territory.aire
    if start:
        type_in(everybody, "awa", aire, october, start)
        type_in(everybody, "awa", aire, october, {"CPN3": 7})
    seen = len(start) and 1
    if way == "page":
        typed = {"CPN2": "5", "CPN3": "6", "CPN4": ""}
        answer = send_cells(everybody.client_of("kadia"), aire, october, "cpn", typed, version=seen)
        assert answer.status_code == (422 if start else 302)
    else:
        cells: dict[str, object] = {"CPN2": 5, "CPN3": 6, "CPN4": None}
        answer = Program(everybody, "kadia").save(aire, october, cells, version=seen)
        assert answer.status_code == (409 if start else 200)
    report = MonthlyReport.objects.get()
    last = report.diffs.order_by("version").last()
    assert last is not None
    assert (report.version, report.state, report.values) == (
        (3, "brouillon", {"CPN2": 5, "CPN3": 7}) if start else (1, "brouillon", {"CPN2": 5, "CPN3": 6})
    )
    assert (last.before, last.after) == (
        ({"CPN2": 1, "CPN4": 3}, {"CPN2": 5, "CPN4": None})
        if start
        else ({"CPN2": None, "CPN3": None}, {"CPN2": 5, "CPN3": 6})
    )
    assert (last.version, last.person, last.mandate_id) == (
        report.version, everybody.person_of("kadia"), everybody.mandate_of("kadia").pk
    )  # fmt: skip
    assert last.origin == ("formulaire" if way == "page" else "API")
