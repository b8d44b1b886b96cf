"""No address takes a form without its token, nor a file, nor something too heavy."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver

from conventions.joined import JOINS as CAM_JOINS
from core.uploads import NO_FILE
from files.models import StoredFile
from planning.joined import JOINS
from tests.access.asking import API, Askers, questions
from tests.access.engines import here
from tests.access.expected import ROUTES
from tests.access.raw import answer_to
from tests.house.test_routes import routes

PAGES = [name for name in ROUTES if not name.startswith(API)]
TOKEN = "a" * 32
TAKES_FILES = frozenset(
    {
        "sheet_list", "report_paper", "report_paper_validate", "followup_show", "plan_paper",
        "plan_execution_line", "plan_sheet", "plan_attachments", *(f"plan_{act}" for act in JOINS),
        "hold_attach", "asaco_members", "asaco_contributions", "crisis_add", "crisis_lift",
        "asaco_budget", "cam_scores", "cam_score_line", "cam_money", "cam_sheet",
        "cam_paper", *(f"cam_{act}" for act in CAM_JOINS),
        "meeting_item_add", "meeting_item", "meeting_minutes", "meeting_approve_paper",
        "meeting_attendance_sheet", "meeting_restitution_add", "meeting_restitution_correct",
    }
)  # fmt: skip
# How heavy: tests/monitoring/test_sheet_hostile.py, tests/monitoring/test_paper.py, tests/followup/


def strict(askers: Askers, player: str, *, token: bool) -> Client:
    """A browser that checks tokens, as in life; with ``token``, the cookie of a page of ours."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies.update(askers.browser(player).cookies)
    if token:
        client.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
    return client


def posted(askers: Askers, player: str) -> Iterator[tuple[str, str]]:
    """Every route that takes a POST, at a place of each class of answer."""
    for name in ROUTES:
        if ROUTES[name].way != "r":
            for asked, _ in questions(player, name):
                if asked.method == "POST":
                    yield name, askers.address(asked, player)


@pytest.mark.parametrize("player", here(["anonyme", "kadia", "salif", "nana", "yaya"]))
def test_no_form_without_its_token(askers: Askers, player: str) -> None:
    answers = {}
    for name, url in posted(askers, player):
        body = {"content_type": "application/json"} if name.startswith(API) else {}
        answer = answer_to(strict(askers, player, token=False), "POST", url, **body)
        answers[f"{name} {url}"] = answer.status_code
    assert len(answers) > 15
    # Whoever shows no session to the API has nothing that another site could use: 401, or their own fault.
    wrong = {what: status for what, status in answers.items() if status != 403}
    if player == "anonyme":
        wrong = {what: status for what, status in wrong.items() if not what.startswith(API)}
    assert wrong == {}


def test_no_form_of_the_administration_without_its_token(askers: Askers) -> None:
    answers = {
        address: answer_to(strict(askers, "yaya", token=False), "POST", f"/{address}").status_code
        for address, _ in routes(get_resolver().url_patterns)
        if address.startswith("administration/") and address.endswith(("/add/", "logout/"))
    }
    assert len(answers) > 10
    assert set(answers.values()) == {403}


def with_a_file() -> dict[str, Any]:
    return {
        "csrfmiddlewaretoken": TOKEN,
        "fichier": SimpleUploadedFile("rapport.csv", b"canari;1", content_type="text/csv"),
    }


@pytest.mark.parametrize("player", ["anonyme", "kadia", "yaya"])
def test_no_page_takes_a_file(askers: Askers, player: str) -> None:
    before = StoredFile.objects.count()
    wrong = {}
    for name in (one for one in PAGES if one not in TAKES_FILES):
        url = next(askers.address(asked, player) for asked, _ in questions(player, name))
        answer = answer_to(strict(askers, player, token=True), "POST", url, with_a_file())
        if answer.status_code != 415 or NO_FILE not in answer.content.decode():
            wrong[name] = answer.status_code
    assert wrong == {}
    assert StoredFile.objects.count() == before


def test_nor_does_the_administration(askers: Askers) -> None:
    client = strict(askers, "yaya", token=True)
    answer = answer_to(client, "POST", "/administration/communes/coefficient/add/", with_a_file())
    assert answer.status_code == 415


def test_nor_does_the_api(askers: Askers) -> None:
    wrong = {}
    for name in (one for one in ROUTES if one.startswith(API)):
        url = next(askers.address(asked, "nana") for asked, _ in questions("nana", name))
        client = askers.program("nana")
        client.handler.enforce_csrf_checks = True
        client.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
        answer = answer_to(client, "POST", url, with_a_file())
        if answer.status_code != 415 or NO_FILE not in answer.content.decode():
            wrong[name] = answer.status_code
    assert wrong == {}


def test_nothing_heavier_than_a_form(askers: Askers) -> None:
    """Refused by what is announced, before a byte of it is read."""
    heavy = {"CONTENT_LENGTH": str(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}
    wrong = {}
    for name in (one for one in ROUTES if one not in TAKES_FILES):
        url = next(askers.address(asked, "nana") for asked, _ in questions("nana", name))
        answer = answer_to(askers.browser("nana"), "POST", url, **heavy)
        if answer.status_code != 413 or "trop lourd" not in answer.content.decode():
            wrong[name] = answer.status_code
    assert wrong == {}
