"""Every request learns what its person may do, today; an ended mandate ends the session at once."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import User
from core.access import Scope
from core.problems import asked_api
from mandates.policy import ANONYMOUS
from mandates.scopes import scope_of_user
from mandates.tokens import RefusedToken, read

SCHEME = "bearer "
ENDED = "Votre mandat est terminé."


class ScopeMiddleware:
    """Sets ``request.scope``. Somebody signed in whose last mandate has ended is signed out, and told why.

    Under the API's addresses a token may stand for the session; ``refused`` says why it does not.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.scope = ANONYMOUS  # type: ignore[attr-defined]
        if asked_api(request):
            _for_the_api(request)
            return self.get_response(request)
        if isinstance(user := request.user, User):
            scope = scope_of_user(user)
            if not scope.holdings:
                logout(request)
                messages.warning(request, "Votre mandat est terminé : votre session a été fermée.")
                return redirect("sign_in")
            _carry(request, user, scope)
        return self.get_response(request)


def _for_the_api(request: Any) -> None:
    """A token goes before a session; nothing is redirected, the endpoint answers 401."""
    if shown := request.headers.get("Authorization", ""):
        if not shown.casefold().startswith(SCHEME):
            request.refused = "Seul « Authorization\u00a0: Bearer … » est compris ici."
            return
        try:
            found = read(shown[len(SCHEME) :].strip())
        except RefusedToken as refused:
            request.refused = str(refused)
            return
        request.token = found.token
        _carry(request, found.user, found.scope)
    elif isinstance(user := request.user, User):
        scope = scope_of_user(user)
        if not scope.holdings:
            request.refused = ENDED
            return
        _carry(request, user, scope)


def _carry(request: Any, user: User, scope: Scope) -> None:
    request.user = user
    request.scope = scope
    user.scope = scope  # type: ignore[attr-defined]  # the admin asks it some seventy times a page
