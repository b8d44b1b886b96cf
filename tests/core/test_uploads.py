"""A page that takes files says so, and how heavy they may be together."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from pytest_django.fixtures import Settings

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as of_the_site
from core.access import Action, Request, requires
from core.http import writing
from core.uploads import accepts_files

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@accepts_files(1000)
@writing
@requires(Action.ANYONE)
def take(request: Request) -> HttpResponse:
    """Takes files, together at most a thousand bytes."""
    return HttpResponse(
        " ".join(f"{one.name}:{one.size}" for _, files in request.FILES.lists() for one in files)
    )


urlpatterns = [path("prendre/", take), *of_the_site]


def sent_to_taker(*sizes: int) -> Any:
    files = {f"f{i}": SimpleUploadedFile(f"f{i}.csv", b"x" * size) for i, size in enumerate(sizes)}
    return Client(raise_request_exception=False).post("/prendre/", files)


def test_a_page_that_takes_files_says_how_heavy(db: None, settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.core.test_uploads"
    assert sent_to_taker(1000).content.decode() == "f0.csv:1000"
    assert sent_to_taker(400, 600).content.decode() == "f0.csv:400 f1.csv:600"
    for sizes in ((1001,), (400, 601)):
        answer = sent_to_taker(*sizes)
        assert answer.status_code == 413
        assert "trop lourd" in answer.content.decode()
