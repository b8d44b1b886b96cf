"""What the pages of conventions share: the path down to one, its address, what its writers may do."""

from typing import Any

from django.urls import reverse

from conventions.lines import LOCKED
from conventions.models import Cam
from conventions.pairs import Pair
from conventions.words import title_of
from core.access import Action, Request, Scope


def pair_crumbs(pair: Pair, *rest: tuple[str, str]) -> list[tuple[str, str]]:
    """Conventions › the aire and its commune › …"""
    own = reverse("cam_pair", args=[pair.aire.code, pair.commune.code]) if rest else ""
    return [("Conventions", reverse("cam_list")), (f"{pair.aire.name}, {pair.commune.name}", own), *rest]


def cam_crumbs(cam: Cam, *rest: tuple[str, str]) -> list[tuple[str, str]]:
    """Conventions › the pair › the edition › page; the last has no link."""
    here = (f"Édition {cam.edition}", cam.get_absolute_url() if rest else "")
    return pair_crumbs(Pair(cam.aire, cam.commune), here, *rest)


def address(name: str, cam: Cam, *more: Any) -> str:
    """A page of this convention."""
    return reverse(name, args=[cam.aire.code, cam.commune.code, cam.edition, *more])


def cam_context(cam: Cam, scope: Scope, *rest: tuple[str, str]) -> dict[str, Any]:
    """What every page of one convention knows; ``shut``: why nothing is written now, "" when it may be."""
    return {
        "crumbs": cam_crumbs(cam, *rest),
        "cam": cam,
        "title": title_of(cam),
        "back_url": cam.get_absolute_url(),
        "writes": scope.may(Action.CAM_WRITE, cam.where()),
        "shut": "" if cam.writable else LOCKED,
    }


def posted_version(request: Request) -> int:
    """The version that a button was pressed at; -1, that nothing has, for any other text."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
