"""Who asks the API, how often: the person of the token or of the session, before anything is looked for."""

from typing import Any

from django.conf import settings
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request as ApiRequest
from rest_framework.throttling import BaseThrottle

from core.limits import Refused, allow, by_person


class HouseAuthentication(BaseAuthentication):
    """The person whom the scope's middleware found, by token or by session (then with the CSRF token)."""

    def authenticate(self, request: ApiRequest) -> tuple[Any, Any] | None:
        """The user and nothing, or None for a visitor. Raises when the token is not, or no more, one."""
        http: Any = request._request  # noqa: SLF001 - DRF keeps Django's request there
        if refused := getattr(http, "refused", ""):
            raise AuthenticationFailed(refused)
        if not http.scope.signed_in:
            return None
        token = getattr(http, "token", None)
        if token is None:
            SessionAuthentication().enforce_csrf(request)
        return http.user, token

    def authenticate_header(self, request: ApiRequest) -> str:  # noqa: ARG002 - DRF's question
        """What a 401 asks for."""
        return 'Bearer realm="Jekabaara"'


class SignedIn(BasePermission):
    """401 before anything is looked for."""

    def has_permission(self, request: ApiRequest, view: Any) -> bool:  # noqa: ARG002 - DRF's question
        """Is there somebody?"""
        return bool(request.scope.signed_in)  # type: ignore[attr-defined]


class Anyone(BasePermission):
    """For the few endpoints a visitor may ask."""


class Often(BaseThrottle):
    """How often one may ask: a person wherever they are, a visitor by address (``settings.API_RATES``).

    The count is written before the view, which may then be held to reading.
    """

    refused: Refused | None = None

    def allow_request(self, request: ApiRequest, view: Any) -> bool:  # noqa: ARG002 - DRF's question
        """Count this question."""
        bucket = "api" if request.scope.signed_in else "api_visitor"  # type: ignore[attr-defined]
        answer = allow(bucket, by_person(request), *settings.API_RATES[bucket])
        self.refused = answer if isinstance(answer, Refused) else None
        return self.refused is None

    def wait(self) -> float | None:
        """Seconds, for the header Retry-After."""
        return float(self.refused.retry_after) if self.refused else None
