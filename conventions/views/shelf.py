"""Which conventions there are: the reader’s, those of two parties; one begins, is followed by another."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from conventions.beginning import begin, follow, why_not_begin, why_not_follow
from conventions.enums import CamKind
from conventions.forms import FollowForm
from conventions.loaders import cam_at, pair_at
from conventions.models import Cam
from conventions.pairs import Pair
from conventions.queue import TURNS, mine
from conventions.shelf import Asked, editions, pairs, rows_of
from conventions.views.frame import address, cam_context, pair_crumbs
from conventions.views.listing import waiting
from conventions.words import state_of, term_of, title_of
from core.access import Action, Request, requires
from core.http import reading, writing
from core.workflow import Refusal

PAGE = 40


@reading
@requires(Action.CAM_SEE)
def cam_list(request: Request) -> HttpResponse:
    """The reader's aires with their communes; first the conventions that wait for their act."""
    scope, today, asked = request.scope, timezone.localdate(), Asked.read(request.GET)
    page = Paginator(pairs(scope, asked, today), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": rows_of(list(page), scope, today),
        "asked": asked,
        "waiting": waiting(mine(scope)) if scope.reach(*TURNS) else [],
    }
    return render(request, "conventions/cam_list.html", context)


@writing
@requires(Action.CAM_SEE, pair_at)
def cam_pair(request: Request, pair: Pair) -> HttpResponse:
    """The conventions of an aire with a commune, edition after edition; the first begins here."""
    if request.method != "POST":
        return _pair(request, pair)
    if not request.scope.may(Action.CAM_WRITE, pair.where()):
        raise PermissionDenied(Action.CAM_WRITE)
    try:
        cam = begin(pair, request.scope)
    except Refusal as refusal:
        return _pair(request, pair, refused=str(refusal))
    messages.success(
        request, "Projet commencé avec les engagements types\u00a0: corrigez-les, puis déposez-le."
    )
    return redirect(address("cam_lines", cam))


def _pair(request: Request, pair: Pair, *, refused: str = "") -> HttpResponse:
    scope, today = request.scope, timezone.localdate()
    cams = editions(scope, pair.aire.pk, pair.commune)
    writes = scope.may(Action.CAM_WRITE, pair.where())
    context = {
        "crumbs": pair_crumbs(pair),
        "pair": pair,
        "rows": [(cam, title_of(cam), state_of(cam, today), term_of(cam, today)) for cam in cams],
        "begins": writes and not why_not_begin(pair),
        "refused": refused,
    }
    return render(request, "conventions/cam_pair.html", context, status=422 if refused else 200)


@writing
@requires(Action.CAM_WRITE, cam_at)
def cam_follow(request: Request, cam: Cam) -> HttpResponse:
    """A convention in force changes by an avenant, or begins again by a renewal."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            made = follow(cam, CamKind(data["kind"]), request.scope, reason=data["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Projet commencé, avec tous les engagements de l’édition d’avant.")
            return redirect(address("cam_lines", made))
    context = cam_context(cam, request.scope, ("Avenant, renouvellement", "")) | {
        "form": form,
        "shut": why_not_follow(cam, CamKind.RENEWAL),
    }
    return render(request, "conventions/cam_follow.html", context, status=422 if form.errors else 200)
