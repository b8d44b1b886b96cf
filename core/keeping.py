"""A form that came too late is handed back with all it held: nothing typed is lost."""

from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from core.access import View
from core.formats import counted

K = TypeVar("K")
F = TypeVar("F")
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


@dataclass
class Kept(Generic[K, F]):
    """Of a table saved in place: how many rows were saved; the forms of those that were not, by their row."""

    saved: int = 0
    refused: dict[K, F] = field(default_factory=dict)
    whole: str = ""  # why nothing at all was saved

    @property
    def wrong(self) -> bool:
        """Must something be typed again?"""
        return bool(self.refused or self.whole)

    @property
    def words(self) -> str:
        """What is said of the rows; "" when only refusals are to be told."""
        if self.saved:
            return f"{counted(self.saved, 'ligne enregistrée', 'lignes enregistrées')}."
        return "" if self.wrong else "Rien n’avait changé\u00a0: rien n’est enregistré."


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


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, values in request.POST.lists() if name != TOKEN for value in values]


def _from_our_pages(request: HttpRequest) -> bool:
    """The browser itself says where the form came from; without its word, nothing is handed back."""
    ours = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site") == "same-origin" or request.headers.get("Origin") == ours
