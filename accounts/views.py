"""Coming in, going out, changing one's password."""

import logging
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.forms import NOT_TOGETHER, PasswordChangeForm, SignInForm
from accounts.models import User
from core.access import Action, Request, requires
from core.http import acting, writing
from core.problems import asked_api, plain
from core.throttle import limited

log = logging.getLogger("jekabaara.accounts")
CHANGED = "Votre mot de passe est changé. Vos autres appareils sont déconnectés, vos jetons révoqués."


def _next_page(request: HttpRequest) -> str:
    """Where the reader was going: only a page of this site, else the home page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else resolve_url(settings.LOGIN_REDIRECT_URL)


@limited("sign_in", "POST")
@writing
@requires(Action.ANYONE)
def sign_in(request: Request) -> HttpResponse:
    """The door. The same sentence for a wrong name and for a wrong password."""
    next_page = _next_page(request)
    if request.scope.signed_in:
        return redirect(next_page)
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        user = authenticate(request, username=data["username"], password=data["password"])
        if user is not None:
            login(request, user)
            if data["own_device"]:
                request.session.set_expiry(settings.OWN_DEVICE_AGE)
            return redirect(next_page)
        log.warning("sign_in_refused")
        form.add_error(None, NOT_TOGETHER)
    return render(request, "accounts/sign_in.html", {"form": form, "next_page": next_page})


@acting
@requires(Action.ANYONE)
def sign_out(request: Request) -> HttpResponse:
    """Ends the session. The browser forgets its cached pages and keeps what was not sent yet."""
    logout(request)
    messages.success(request, "Vous êtes déconnecté.")
    response = redirect("sign_in")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@limited("password_change", "POST")
@writing
@requires(Action.SELF)
def password_change(request: Request) -> HttpResponse:
    """A new password for oneself; the other sessions of the account end."""
    user = request.user
    form = PasswordChangeForm(request.POST or None)
    if request.method == "POST" and isinstance(user, User) and form.is_valid():
        known = authenticate(request, username=user.username, password=form.cleaned_data["old_password"])
        if known is None:
            form.add_error("old_password", "Ce n’est pas votre mot de passe actuel.")
        elif form.accepts(user):
            user.set_password(form.cleaned_data["new_password"])
            user.save(update_fields=["password"])
            update_session_auth_hash(request, user)
            messages.success(request, CHANGED)
            return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/password_change.html", {"form": form})


def locked_out(request: HttpRequest, _response: HttpResponse | None, _credentials: Any) -> HttpResponse:
    """Too many wrong tries: how long to wait, and who can help (django-axes calls it)."""
    log.warning("locked_out")
    wait = settings.AXES_COOLOFF_TIME
    minutes = int(wait.total_seconds()) // 60
    response = (
        plain(429, f"Trop d’essais\u00a0: réessayez dans {minutes}\u00a0minutes, ou demandez un code.")
        if asked_api(request)
        else render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
    )
    response.headers["Retry-After"] = str(int(wait.total_seconds()))
    return response
