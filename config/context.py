"""What every page knows: the menu of its reader, who they are, whether this is a demonstration."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from config.menu import ENTER, foot, menu
from mandates.policy import ANONYMOUS
from notices.reading import unread_count


def page(request: HttpRequest) -> dict[str, Any]:
    """The context that ``templates/base.html`` expects. One query; two for who validates reports."""
    scope = getattr(request, "scope", ANONYMOUS)
    holding = scope.holdings[0] if scope.holdings else None
    return {
        "signed_in": scope.signed_in,
        "person_id": scope.person_id if scope.signed_in else None,
        "types_figures": any(scope.may(action) for action in ENTER),  # their browser keeps the forms
        "person_line": f"{scope.person_name}, {holding.role.label} · {holding.place_name}" if holding else "",
        "menu": menu(scope, request.path) if scope.signed_in else [],
        "footer_links": foot(scope),
        "unread_notices": unread_count(scope.person_id),
        "demo": settings.DEMO,
        "crumbs": [],
    }
