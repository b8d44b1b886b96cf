"""What should not have been sent: refused in French, nothing written; a breakdown of ours has a number."""

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings as of_the_house
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from core.models import ActLog
from monitoring.models import MonthlyReport, Period, ReportDiff
from tests.cast import Cast
from tests.monitoring.pages import address, text_of
from tests.reporting import make_period

NOW = "2025-10-03T10:00:00+00:00"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def september(everybody: Cast, catalogue: None) -> Any:
    with time_machine.travel(NOW, tick=False):
        yield make_period("2025-09")


def browser() -> Client:
    """With the token that a page of ours would have given: who checks it reads the body first, as in life."""
    token = "a" * 32
    client = Client(enforce_csrf_checks=True, headers={"X-CSRFToken": token})
    client.cookies[of_the_house.CSRF_COOKIE_NAME] = token
    return client


def browser_of(cast: Cast, name: str) -> Client:
    client = browser()
    client.force_login(cast.user_of(name))
    return client


def nothing_written() -> bool:
    return not (MonthlyReport.objects.exists() or ReportDiff.objects.exists() or ActLog.objects.exists())


# ---- Bodies ----
def flood() -> dict[str, str]:
    return {f"c.X{i}": "1" for i in range(10_000)} | {"version": "0", "operation": str(uuid4())}


@pytest.mark.parametrize("name", ["report_section", "report_declare", "report_check"])
def test_ten_thousand_fields(everybody: Cast, september: Period, name: str) -> None:
    rest = ["curatif"] if name == "report_section" else []
    url = address(name, everybody.territory.aire, september, *rest)
    page = browser_of(everybody, "kadia").post(url, flood())
    assert page.status_code in {400, 413}
    assert "Rien n’a été enregistré" in text_of(page)
    assert nothing_written()


@pytest.mark.parametrize("name", ["sign_in", "code_redeem"])
def test_a_flood_at_the_door(db: None, name: str) -> None:
    page = browser().post(reverse(name), flood())
    assert page.status_code in {400, 413}
    assert "La demande est arrivée abîmée" in text_of(page)


BODIES = {
    "too heavy": (b"c.CC_HA=7&x=" + b"9" * (of_the_house.DATA_UPLOAD_MAX_MEMORY_SIZE + 1), FORM),
    "not text": (b"c.CC_HA=\xff\xfe%ff&version=0&operation=\xe9", FORM),
    "no boundary": (b"c.CC_HA=7", "multipart/form-data"),
    "cut": (
        b'--x\r\nContent-Disposition: form-data; name="c.CC_HA"\r\n\r\n7',
        "multipart/form-data; boundary=x",
    ),
    "json": (b'{"c.CC_HA": 7, "version": 0}', "application/json"),
    "empty": (b"", FORM),
    "odd encoding": (b"c.CC_HA=7&version=0", f"{FORM}; charset=utf-7000"),
}


@pytest.mark.parametrize("what", BODIES)
def test_a_body_that_cannot_be_read(everybody: Cast, september: Period, what: str) -> None:
    body, kind = BODIES[what]
    url = address("report_section", everybody.territory.aire, september, "curatif")
    page = browser_of(everybody, "kadia").generic("POST", url, body, content_type=kind)
    assert 400 <= page.status_code < 500
    assert re.search("arrivée? abîmée?|trop lourd : 2 Mo au plus", text_of(page))
    assert nothing_written()


def test_a_month_that_has_not_begun(everybody: Cast, september: Period) -> None:
    november, aire = make_period("2025-11"), everybody.territory.aire
    kadia = everybody.client_of("kadia")
    body = {"c.CC_HA": "7", "version": "0", "operation": str(uuid4())}
    page = kadia.post(address("report_section", aire, november, "curatif"), body)
    assert page.status_code == 409
    assert "Ce mois commence le 1er novembre 2025 : il n’est pas encore ouvert." in text_of(page)
    assert 'value="7"' in page.content.decode()
    assert nothing_written()


@pytest.mark.parametrize("name", ["report_validate", "report_return", "report_reopen", "report_visa"])
def test_the_act_of_a_month_that_was_never_opened(everybody: Cast, september: Period, name: str) -> None:
    who = "awa" if name == "report_visa" else "salif"
    url = reverse(name, args=[everybody.territory.aire.code, "2031-01"])
    assert everybody.client_of(who).post(url, {"version": "0"}).status_code == 404
    assert nothing_written()


# ---- Addresses ----
PAGES = (
    *("home", "report_list", "report_go", "catalogue_show", "completeness", "document_list", "report_batch"),
    *("job_list", "notice_list", "place_search", "asaco_list", "people_list", "territory_show"),
    *("unplaced_list", "glossary_show", "figures_start"),
)
OF_A_PLACE = (
    ("report_ask", "host"),
    ("commune_show", "host"),
    *((f"figures_{kind}", kind) for kind in ("region", "cercle", "district", "aire")),
    ("figures_commune", "host"),
)
PARAMETERS = ("page", "q", "aire", "mois", "section", "etat", "district", "commune", "trimestre", "tri")
MORE = ("periode", "mandat", "region", "annee", "next")
ODD = ("\0", "-1", "9" * 40, "٣", "\ud800", "' OR 1=1 --", "<b>", "%", "a" * 3000, "../../etc/passwd")


@pytest.mark.parametrize("odd", ODD)
def test_odd_questions_never_break_a_page(everybody: Cast, september: Period, odd: str) -> None:
    urls = [reverse(name) for name in PAGES]
    urls += [reverse(name, args=[getattr(everybody.territory, place).code]) for name, place in OF_A_PLACE]
    query = "&".join(f"{name}={_quoted(odd)}" for name in PARAMETERS + MORE)
    client = everybody.client_of("nana")
    found = {url: client.get(f"{url}?{query}").status_code for url in urls}
    assert set(found.values()) <= ({400} if odd == "\0" else {200, 302, 404}), found
    salif = everybody.client_of("salif").get(f"{reverse('review_queue')}?{query}")
    assert salif.status_code == (400 if odd == "\0" else 200)


def _quoted(text: str) -> str:
    return "".join(f"%{octet:02X}" for octet in text.encode(errors="surrogatepass"))


@pytest.mark.parametrize("odd", [odd for odd in ODD if odd != "../../etc/passwd"])
def test_odd_addresses_are_not_found(everybody: Cast, september: Period, odd: str) -> None:
    nana, part = everybody.client_of("nana"), _quoted(odd)
    for path in (
        f"/rapports/{part}/2025-09/",
        f"/rapports/{everybody.territory.aire.code}/{part}/",
        f"/rapports/{everybody.territory.aire.code}/2025-09/{part}/",
        *(f"/{kind}/{part}/" for kind in ("regions", "cercles", "districts", "communes", "cscom", "asaco")),
        *(f"/{kind}/{part}/chiffres/" for kind in ("regions", "communes", "aires")),
        *(f"/{kind}/{part}/" for kind in ("documents", "personnes", "travaux", "fichiers", "avis")),
        f"/communes/{part}/rapport-trimestriel/",
        f"/{part}",
    ):
        for answer in (nana.get(path), nana.post(path)):
            assert answer.status_code in ({400} if odd == "\0" else {404, 405}), path


def test_a_cookie_nobody_was_given(everybody: Cast) -> None:
    client = everybody.client_of("kadia")
    client.cookies[of_the_house.SESSION_COOKIE_NAME] = "abcdefgh\0"
    page = client.get("/")
    assert page.status_code == 400
    assert "La demande est arrivée abîmée" in text_of(page)


# ---- A breakdown ----
def test_a_breakdown_says_so_in_french_with_a_number(everybody: Cast, settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.trip.broken_urls"
    client = everybody.client_of("kadia")
    client.raise_request_exception = False
    page = client.get("/panne/")
    words = text_of(page)
    assert page.status_code == 500
    assert "Une panne de notre côté" in words
    assert "Ce que vous avez déjà enregistré est gardé." in words
    assert page.headers["X-Request-ID"] in words
    assert re.fullmatch(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", page.headers["X-Request-ID"])
    assert "secret" not in page.content.decode()
    assert "RuntimeError" not in page.content.decode()
    assert str(Path(of_the_house.BASE_DIR)) not in page.content.decode()
