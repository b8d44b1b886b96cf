"""The words of the API: an endpoint that reads, an endpoint that writes.

An endpoint is a function under ``requires``, as a page is: ``@api_reading`` over ``@requires(action, …)``. It
takes a DRF request (``request.scope`` as everywhere) and answers a DRF ``Response``. Order of answers:
401, then 404, then 403, as for pages.
"""

from typing import Any, cast

from rest_framework.decorators import api_view, permission_classes
from rest_framework.request import Request as ApiRequest

from core.access import Action, Scope, View
from core.api_entry import Anyone, SignedIn
from core.http import held


def api_reading(view: View) -> View:
    """GET and HEAD, with the database held to reading."""
    return _endpoint(view, "GET", "HEAD")


def api_acting(view: View) -> View:
    """POST: something is written, or an act is done."""
    return _endpoint(view, "POST")


def api_writing(view: View) -> View:
    """GET and HEAD show a list (and cannot write), POST adds to it."""
    return _endpoint(view, "GET", "HEAD", "POST")


def scope_in(request: ApiRequest) -> Scope:
    """What the person behind this request may do."""
    return cast(Scope, request.scope)  # type: ignore[attr-defined]


def _endpoint(view: View, *methods: str) -> View:
    permitted = permission_classes([Anyone if view.access == Action.ANYONE else SignedIn])(held(view))
    made: Any = api_view(methods)(permitted)
    made.access = view.access
    made.cls.http_method_names = [method.lower() for method in methods]  # OPTIONS is 405, and not allowed
    return cast(View, made)
