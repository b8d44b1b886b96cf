"""« Mes jetons »: what lets a program work in one's name, listed, made, revoked."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import User
from core.access import Action, Request, requires
from core.http import writing
from core.workflow import Refusal
from mandates.forms import TokenForm
from mandates.tokens import MOST, in_force, issue, own, revoke

CRUMBS = [("Mes droits", "my_rights"), ("Mes jetons", "token_list")]


@writing
@requires(Action.SELF)
def token_list(request: Request) -> HttpResponse:
    """The tokens in force; a new one is shown in the answer, once, and no cache keeps it."""
    user = cast(User, request.user)
    form = TokenForm(request.POST or None)
    secret, status = "", 200
    if request.method == "POST" and form.is_valid():
        try:
            secret, _ = issue(user, form.cleaned_data["name"], request.scope, form.cleaned_data["days"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        status = 422
    context = {
        "crumbs": _crumbs("Mes jetons"),
        "form": form,
        "tokens": list(in_force(user)),
        "secret": secret,
        "most": MOST,
    }
    response = render(request, "mandates/token_list.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


@writing
@requires(Action.SELF)
def token_revoke(request: Request, pk: int) -> HttpResponse:
    """Asked once more before it ends; somebody else's does not exist."""
    token = own(cast(User, request.user), pk)
    if request.method == "POST":
        revoke(token)
        named = f"«\u00a0{token.name}\u00a0»"
        messages.success(request, f"Le jeton {named} est révoqué\u00a0: il n’ouvre plus rien.")
        return redirect("token_list")
    context = {"crumbs": _crumbs("Révoquer"), "token": token, "made": token.made.filter(revoked_at=None)}
    return render(request, "mandates/token_revoke.html", context)


def _crumbs(here: str) -> list[tuple[str, str]]:
    above = [(label, reverse(name)) for label, name in CRUMBS if label != here]
    return [*above, (here, "")]
