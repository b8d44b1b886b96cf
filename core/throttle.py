"""Views that one may not ask without end: beyond the limit, a French page that says how long to wait."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from core.access import View
from core.keeping import TOKEN
from core.limits import Refused, allow, by_person

log = logging.getLogger("jekabaara.limits")
SECRETS = frozenset({TOKEN, "password", "old_password", "new_password", "again", "code"})


def limited(bucket: str, *methods: str) -> Callable[[View], View]:
    """``@limited("place_search", "GET")``, the outermost decorator: ``settings.RATE_LIMITS`` says how often.

    A signed-in person is counted wherever they are, anybody else by address. It stands outside ``@reading``,
    because it writes.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def counted(request: Any, *args: Any, **parts: Any) -> HttpResponseBase:
            if request.method in methods:
                answer = allow(bucket, by_person(request), *settings.RATE_LIMITS[bucket])
                if isinstance(answer, Refused):
                    log.warning("limit_reached bucket=%s", bucket)
                    return too_many(request, answer.retry_after)
            return view(request, *args, **parts)

        counted.limited = bucket  # type: ignore[attr-defined]
        return counted  # type: ignore[return-value]

    return wrap


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: nothing was done; what was typed stands in the page, passwords apart, to be sent again later."""
    typed = [
        (name, str(value)) for name, values in request.POST.lists() for value in values if name not in SECRETS
    ]
    context = {"minutes": max(1, -(-seconds // 60)), "seconds": seconds, "fields": typed}
    response = render(request, "429.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response
