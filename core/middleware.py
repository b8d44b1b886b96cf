"""What every request passes through: headers of the answer, addresses nobody could have meant."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"


class HeadersMiddleware:
    """No device permission, and no shared cache for a page that belongs to one reader."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", _POLICY)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class AddressMiddleware:
    """A NUL byte is in nobody's address, question or cookie, and PostgreSQL takes none: 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = (request.path_info, request.META.get("QUERY_STRING", "").replace("%00", "\0"))
        if any("\0" in text for text in (*asked, *request.COOKIES.values())):
            raise BadRequest("NUL")
        return self.get_response(request)
