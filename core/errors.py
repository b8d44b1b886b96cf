"""The pages of trouble, in French: 400, 403, 404, 500 with a reference number, CSRF."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from core.keeping import hand_back, keeps
from core.problems import asked_api, plain
from core.trace import request_number
from core.uploads import Unwanted


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: too many fields, a broken body; 413: too heavy; 415: a file where none is taken."""
    refused = exception if isinstance(exception, Unwanted) else None
    status = refused.status if refused else 400
    if asked_api(request):
        return plain(status, refused.sentence if refused else "La demande est illisible.")
    return render(request, "400.html", {"sentence": refused.sentence if refused else ""}, status=status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: in reach, but not one's act."""
    return render(request, "403.html", {"why": ""}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: does not exist, or not for this reader; the two read the same."""
    if asked_api(request):
        return plain(404)
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: with the number of the request, to be given by telephone; the log knows it."""
    reference = request_number()
    if asked_api(request):
        return plain(500, f"Le serveur n’a pas pu répondre. Référence\u00a0: {reference}.")
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "", **_: Any) -> HttpResponse:
    """The form's token is missing or old: nothing was done, and the page says how to go on."""
    if keeps(request):
        return hand_back(request, why="csrf")
    return render(request, "403.html", {"why": "csrf"}, status=403)
