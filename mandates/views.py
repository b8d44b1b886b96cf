"""Who may do what, who holds which mandate, codes for those who have no password."""

import logging
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.names import account_of
from core.access import Action, Request, requires
from core.http import reading, writing
from core.throttle import limited
from core.workflow import Refusal
from mandates.codes import issue_code, use_code, why_refused
from mandates.cumul.declared import declared
from mandates.cumul.functions import held_by
from mandates.forms import CodeForm
from mandates.models import Mandate
from mandates.people import Reached, people_within, person_for_code, person_within
from mandates.rights import beyond, rights_under

log = logging.getLogger("jekabaara.mandates")
PAGE = 25


@reading
@requires(Action.SELF)
def my_rights(request: Request) -> HttpResponse:
    """What I may do, where, until when; who may do the rest."""
    held = Mandate.objects.in_force().with_places().filter(person=request.scope.person_id)
    mandates = held.select_related("delegated_from__person")
    [mine] = held_by([cast(User, request.user).person], timezone.localdate())
    context = {
        "rights": [rights_under(m) for m in mandates],
        "beyond": beyond(request.scope),
        "held": mine,
        "declared": declared([mine.person.pk], request.scope)[mine.person.pk],
    }
    return render(request, "mandates/my_rights.html", context)


@reading
@requires(Action.MANDATE_SEE)
def people_list(request: Request) -> HttpResponse:
    """The people of one's reach, by name."""
    search = request.GET.get("q", "").replace("\0", "").strip()[:60]
    page = Paginator(people_within(request.scope, search), PAGE).get_page(request.GET.get("page"))
    return render(request, "mandates/people_list.html", {"page": page, "search": search})


@reading
@requires(Action.MANDATE_SEE, person_within)
def person_show(request: Request, reached: Reached) -> HttpResponse:
    """One person's mandates within reach, the functions they hold there today."""
    may_issue = request.scope.may(Action.CODE_ISSUE, reached.where()) and not _refusal(request, reached)
    places = request.scope.reach(Action.MANDATE_SEE)
    [held] = held_by([reached.person], timezone.localdate(), places)
    said = declared([reached.person.pk], request.scope)[reached.person.pk]
    context = _about(reached) | {"may_issue": may_issue, "held": held, "declared": said}
    return render(request, "mandates/person_show.html", context)


@writing
@requires(Action.CODE_ISSUE, person_for_code)
def code_issue(request: Request, reached: Reached) -> HttpResponse:
    """Prepare a code; the answer shows it once, and no cache keeps it."""
    context = _about(reached) | {"refusal": _refusal(request, reached), "code": "", "expires_at": None}
    status = 200
    if request.method == "POST" and context["refusal"]:
        status = 409
    elif request.method == "POST":
        user = account_of(reached.person)
        code, context["expires_at"] = issue_code(user, request.scope, reached.where())
        context |= {"code": f"{code[:4]} {code[4:]}", "username": user.username}
    response = render(request, "mandates/code_issue.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


@limited("code_redeem", "POST")
@writing
@requires(Action.ANYONE)
def code_redeem(request: Request) -> HttpResponse:
    """A code becomes a password, and its owner is signed in."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        user = authenticate(request, username=data["username"], code=data["code"])
        if user is None:
            log.warning("code_refused")
            form.add_error("code", why_refused(data["username"], data["code"]))
        elif form.accepts(user):
            try:
                use_code(user, data["new_password"])
            except Refusal as refusal:
                form.add_error("code", str(refusal))
            else:
                login(request, user)
                messages.success(request, "Votre mot de passe est enregistré. Vous êtes connecté.")
                return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "mandates/code_redeem.html", {"form": form})


@reading
@requires(Action.REFERENCE_ADMIN)
def administration_enter(_request: Request) -> HttpResponse:
    """The admin's own sign-in page is never shown: one comes in by the one door, with the one throttle."""
    return redirect("admin:index")


def _about(reached: Reached) -> dict[str, Any]:
    crumbs = [("Personnes", reverse("people_list")), (str(reached.person), "")]
    return {"person": reached.person, "mandates": reached.mandates, "crumbs": crumbs}


def _refusal(request: Request, reached: Reached) -> str:
    """Why no code can be prepared for this person now, or ""."""
    if reached.person.pk == request.scope.person_id:
        return "Pour vous-même, changez votre mot de passe."
    if not Mandate.objects.in_force().filter(person=reached.person).exists():
        return f"{reached.person} n’a pas de mandat en cours : un code n’ouvrirait rien."
    user = getattr(reached.person, "user", None)
    return f"Le compte de {reached.person} est fermé." if user and not user.is_active else ""
