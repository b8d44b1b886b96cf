"""Requests through the whole application, in this process: every middleware, no network."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest
from django.middleware.csrf import get_token

from accounts.models import User

application = get_wsgi_application()
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back: ``body`` as it travels."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Visitor:
    """A browser signed in as ``user`` (None: nobody), its cookies."""

    user: User | None = None
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def __post_init__(self) -> None:
        if self.user:
            self.cookies[settings.SESSION_COOKIE_NAME] = session_of(self.user)
        bare = HttpRequest()
        self.token = get_token(bare)
        self.cookies[settings.CSRF_COOKIE_NAME] = bare.META["CSRF_COOKIE"]

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def get(self, path: str) -> Answered:
        """Read a page; raises AssertionError when it is not there."""
        answer = self._ask("GET", path)
        assert answer.status == 200, (path, answer.status)
        return answer

    def post(self, path: str, fields: dict[str, Any]) -> Answered:
        """Send a form with its token."""
        return self._ask("POST", path, urlencode({**fields, "csrfmiddlewaretoken": self.token}).encode())

    def post_json(self, path: str, body: str) -> Answered:
        """Send JSON with the token in a header, as a script does."""
        return self._ask("POST", path, body.encode(), "application/json")

    def _ask(self, method: str, path: str, body: bytes = b"", kind: str = FORM) -> Answered:
        where, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": where,
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_ACCEPT_ENCODING": "gzip, br",
            "HTTP_COOKIE": self.cookie,
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_X_CSRFTOKEN": self.token,
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
        }
        told: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
            told["status"], told["headers"] = int(status.split(maxsplit=1)[0]), dict(headers)
            return lambda _data: None

        answer: Any = application(environ, start)
        try:
            content = b"".join(answer)
        finally:
            answer.close()
        return Answered(told["status"], told["headers"], content)


def session_of(user: User) -> str:
    """The key of a new session, as the sign-in page would have made it."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "accounts.backends.PhoneOrUsernameBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)
