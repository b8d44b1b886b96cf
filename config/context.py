"""What every page knows: the menu of its reader, who they are, whether this is a demonstration."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from mandates.policy import ANONYMOUS


def page(request: HttpRequest) -> dict[str, Any]:
    """The context that ``templates/base.html`` expects."""
    scope = getattr(request, "scope", ANONYMOUS)
    holding = scope.holdings[0] if scope.holdings else None
    return {
        "signed_in": scope.signed_in,
        "person_line": f"{scope.person_name}, {holding.role.label} · {holding.place_name}" if holding else "",
        "menu": [],
        "footer_links": [],
        "unread_notices": 0,
        "demo": settings.DEMO,
        "crumbs": [],
    }
