"""The pages of trouble, in French: 403, 404, 500 with a reference number, CSRF."""

import logging
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from core.keeping import hand_back, keeps

log = logging.getLogger("jekabaara.errors")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: too many fields, a broken body."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: in reach, but not one's act."""
    return render(request, "403.html", {"why": ""}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: does not exist, or not for this reader; the two read the same."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: with a number one can give by telephone."""
    reference = secrets.token_hex(3).upper()
    log.error("server_error reference=%s path=%s", reference, request.path)
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "", **_: Any) -> HttpResponse:
    """The form's token is missing or old: nothing was done, and the page says how to go on."""
    if keeps(request):
        return hand_back(request, why="csrf")
    return render(request, "403.html", {"why": "csrf"}, status=403)
