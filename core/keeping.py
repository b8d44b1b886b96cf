"""A form that came too late is handed back with all it held: nothing typed is lost."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from core.access import View
from core.formats import counted

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


def keeping(view: View) -> View:
    """For a view whose form is long to type: who was signed out meanwhile gets the figures back (401)."""

    @wraps(view)
    def kept(request: Any, *args: Any, **parts: Any) -> HttpResponseBase:
        if request.method == "POST" and not request.scope.signed_in and _fields(request):
            return hand_back(request, why="session")
        return view(request, *args, **parts)

    kept.keeps = True  # type: ignore[attr-defined]
    return kept  # type: ignore[return-value]


def keeps(request: HttpRequest) -> bool:
    """May the body of this refused request be shown again? Only a form of ours, sent from our own pages."""
    match = request.resolver_match
    view = match.func if match else None
    return request.method == "POST" and getattr(view, "keeps", False) and _from_our_pages(request)


def hand_back(request: HttpRequest, *, why: str) -> HttpResponse:
    """The page that holds what was typed, with a fresh token; ``why``: session or csrf."""
    status = 401 if why == "session" else 403
    return render(request, "core/kept.html", {"why": why, "fields": _fields(request)}, status=status)


def saved_words(saved: int, *, refused: bool) -> str:
    """What a table saved in place says of its rows; "" when only refusals are to be told."""
    if saved:
        return f"{counted(saved, 'ligne enregistrée', 'lignes enregistrées')}."
    return "" if refused else "Rien n’avait changé\u00a0: rien n’est enregistré."


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, values in request.POST.lists() if name != TOKEN for value in values]


def _from_our_pages(request: HttpRequest) -> bool:
    """The browser itself says where the form came from; without its word, nothing is handed back."""
    ours = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site") == "same-origin" or request.headers.get("Origin") == ours
