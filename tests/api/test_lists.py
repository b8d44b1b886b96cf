"""What every list and answer of the API shares: pages, parameters, conditions, limits."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.api_lists import UNKNOWN
from jobs.models import Job
from tests.access.expected import ROUTES
from tests.api.program import Program, faults, problem
from tests.cast import Cast

pytestmark = pytest.mark.django_db
VILLAGES = "/api/v1/villages/"
PAGES = {"api_documentation"}


@pytest.fixture
def salif(everybody: Cast) -> Program:
    return Program(everybody, "salif")


def test_pages_follow_one_another(salif: Program) -> None:
    url, met = f"{VILLAGES}?taille=4&ordre=code", []
    first: dict[str, Any] = salif.get(url).json()
    assert (first["total"], first["page"], first["taille"], first["precedent"]) == (6, 1, 4, None)
    while url:
        answer = salif.get(url).json()
        met += [one["code"] for one in answer["resultats"]]
        url = answer["suivant"]
    assert met == [f"ML02V00{i}" for i in range(6)]
    last = salif.get(first["suivant"]).json()
    assert salif.get(last["precedent"]).json() == first


def test_beyond_the_last_page_there_is_nothing(salif: Program) -> None:
    answer = salif.get(f"{VILLAGES}?taille=4&page=9").json()
    assert (answer["resultats"], answer["total"], answer["suivant"]) == ([], 6, None)
    assert answer["precedent"] == f"{VILLAGES}?taille=4&page=2"


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("inconnu=1", "inconnu"),
        ("page=0", "page"),
        ("page=", "page"),
        ("page=deux", "page"),
        ("page=999999", "page"),
        ("taille=201", "taille"),
        ("taille=2&taille=3", "taille"),
        ("ordre=population", "ordre"),
        ("ordre=", "ordre"),
        ("le=2026-13-01", "le"),
        ("commune=", "commune"),
        ("commune=" + "X" * 21, "commune"),
        ("aire=%ED%A0%80", "aire"),
        ("%ED%A0%80=1", "\ufffd" * 3),
    ],
)
def test_a_wrong_parameter_is_named(salif: Program, query: str, parameter: str) -> None:
    assert list(faults(salif.get(f"{VILLAGES}?{query}"))) == [parameter]


def test_all_that_is_wrong_is_told_at_once(salif: Program) -> None:
    assert set(faults(salif.get(f"{VILLAGES}?page=x&taille=0&rien=1"))) == {"page", "taille", "rien"}


@pytest.mark.parametrize("query", ["commune=%00", "page=1%00"])
def test_a_nul_is_nobody_s(salif: Program, query: str) -> None:
    problem(salif.get(f"{VILLAGES}?{query}"), 400)


def addresses(everybody: Cast) -> dict[str, str]:
    """Every address that one may read, about the places of the small territory."""
    here = everybody.territory
    job = Job.objects.create(kind="essai", title="Essai", asked_by=everybody.person_of("salif"))
    codes = {
        "aire": here.aire.code, "commune": here.host.code, "district": here.district.code,
        "cercle": here.cercle.code, "region": here.region.code, "texts": here.host.code,
    }  # fmt: skip
    found = {}
    for name, route in ROUTES.items():
        if not name.startswith("api_") or route.way == "a" or name in PAGES:
            continue
        parts: dict[str, object] = dict(route.parts)
        if route.kind in codes:
            parts["aire" if "month" in parts else "code"] = codes[route.kind]
        elif route.kind == "own":
            parts["pk"] = job.pk
        elif route.kind == "cam":
            parts |= {"code": here.aire.code, "commune": here.host.code}
        elif route.kind in {"followup", "organ", "meeting", "crisis"}:
            parts |= dict.fromkeys(("pk", *parts), 1)
        elif route.kind == "document":
            parts["number"] = "RTP-2026-T3-1"
        found[name] = reverse(name, kwargs=parts)
    return found


def test_no_endpoint_takes_a_parameter_it_does_not_know(everybody: Cast) -> None:
    """In reach: 422, naming it. (Out of reach, absent, or not one's act: as without it.)"""
    program, told = Program(everybody, "salif"), {}
    for name, url in addresses(everybody).items():
        plain, odd = program.get(url), program.get(f"{url}?parametre_inconnu=1")
        if plain.status_code in {200, 422}:
            told[name] = list(faults(odd))
            assert "parametre_inconnu" in told[name], name
        else:
            assert odd.status_code in {plain.status_code, 422}, name
    assert len(told) > 30


def test_a_filter_out_of_reach_reads_as_an_unknown_one(everybody: Cast, catalogue: None) -> None:
    kadia = Program(everybody, "kadia")
    elsewhere = everybody.territory.second_aire.code
    out = faults(kadia.get(f"/api/v1/rapports/?aire={elsewhere}"))
    assert out == faults(kadia.get("/api/v1/rapports/?aire=RIEN")) == {"aire": UNKNOWN}
    mine = kadia.get(f"/api/v1/rapports/?aire={everybody.territory.aire.code}")
    assert mine.status_code == 200


def test_head_is_get_without_its_body(salif: Program) -> None:
    got, head = salif.get(VILLAGES), salif.client.head(VILLAGES)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Type"] == got.headers["Content-Type"]


@pytest.mark.parametrize("encoding", ["", "gzip", "gzip, br"])
def test_what_did_not_change_is_not_sent_again(salif: Program, encoding: str) -> None:
    headers = {"accept-encoding": encoding}
    first = salif.client.get(VILLAGES, headers=headers)
    tag = first.headers["ETag"]
    again = salif.client.get(VILLAGES, headers=headers | {"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    other = salif.client.get(f"{VILLAGES}?page=2", headers=headers | {"if-none-match": tag})
    assert other.status_code == 200
    assert first.headers["Cache-Control"] == "private, no-cache"


def test_a_304_is_not_for_whoever_may_not_read(salif: Program) -> None:
    tag = salif.get(VILLAGES).headers["ETag"]
    problem(Client().get(VILLAGES, headers={"if-none-match": tag}), 401)


def test_another_format_is_refused_in_json(salif: Program) -> None:
    problem(salif.client.get(VILLAGES, headers={"accept": "text/csv"}), 406)


def test_another_method_is_refused(salif: Program) -> None:
    answer = salif.post(VILLAGES, {})
    problem(answer, 405)
    assert answer.headers["Allow"] == "GET, HEAD"


def test_who_asks_too_often_waits(salif: Program, everybody: Cast, settings: Any) -> None:
    settings.API_RATES = {"api": (2, timedelta(minutes=1)), "api_visitor": (1, timedelta(minutes=1))}
    assert [salif.get(VILLAGES).status_code for _ in range(2)] == [200, 200]
    refused = salif.get(VILLAGES)
    assert "Trop de demandes" in problem(refused, 429)["detail"]
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert everybody.client_of("salif").get(VILLAGES).status_code == 429  # the same person, by session
    assert Program(everybody, "kadia").get(VILLAGES).status_code == 200
    assert [Client().get("/api/v1/schema/").status_code for _ in range(2)] == [200, 429]


def test_a_refused_visitor_is_not_counted_for_others(everybody: Cast, settings: Any) -> None:
    settings.API_RATES = {"api": (1, timedelta(minutes=1)), "api_visitor": (1, timedelta(minutes=1))}
    for _ in range(3):
        problem(Client().get(VILLAGES), 401)
    assert Client().get("/api/v1/schema/").status_code == 200
