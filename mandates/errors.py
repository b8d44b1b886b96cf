"""« Pas votre rôle »: the page of somebody who may read but not act, with who may."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.access import Action
from core.problems import asked_api, plain
from mandates.rights import who_may


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403. ``core.access.requires`` says which action was missing."""
    if asked_api(request):
        return plain(403)
    said = exception.args[0] if isinstance(exception, PermissionDenied) and exception.args else None
    others = who_may(said) if isinstance(said, Action) else ""
    return render(request, "403.html", {"why": "", "who_may": others}, status=403)
