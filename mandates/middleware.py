"""Every request learns what its person may do, today; an ended mandate ends the session at once."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import User
from mandates.policy import ANONYMOUS
from mandates.scopes import scope_of_user


class ScopeMiddleware:
    """Sets ``request.scope``. Somebody signed in whose last mandate has ended is signed out, and told why."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.scope = ANONYMOUS  # type: ignore[attr-defined]
        user = request.user
        if isinstance(user, User):
            scope = scope_of_user(user)
            if not scope.holdings:
                logout(request)
                messages.warning(request, "Votre mandat est terminé : votre session a été fermée.")
                return redirect("sign_in")
            request.scope = scope  # type: ignore[attr-defined]
            user.scope = scope  # type: ignore[attr-defined]  # the admin asks it some seventy times a page
        return self.get_response(request)
