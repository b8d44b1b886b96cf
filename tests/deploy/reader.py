"""A browser of a few lines, that comes in by the proxy over TLS."""

import html
import http.client
import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from tests.deploy.site import NAME


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes = field(repr=False)

    @property
    def text(self) -> str:
        return html.unescape(self.body.decode())

    def hidden(self, name: str) -> str:
        """The value of a hidden field of the page."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        assert found, self.text[:2000]
        return found[1]


class Reader:
    """Keeps cookies as a browser does; speaks to nobody whose certificate it does not know."""

    def __init__(self, port: int, certificate: Path) -> None:
        self.port = port
        self.context = ssl.create_default_context(cafile=str(certificate))
        self.cookies: dict[str, str] = {}
        self.flags: dict[str, list[str]] = {}

    def ask(
        self, path: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One GET, or one POST when there is a form."""
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        connection = http.client.HTTPConnection(NAME)
        connection.sock = self.context.wrap_socket(plain, server_hostname=NAME)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{NAME}"}
        try:
            body = urlencode(form) if form is not None else None
            connection.request("GET" if form is None else "POST", path, body, sent | dict(headers or {}))
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.flags[line.partition("=")[0]] = [part.strip().lower() for part in line.split(";")[1:]]
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.coded_value
        return answer

    def sign_in(self, username: str, password: str, headers: Mapping[str, str] | None = None) -> Answer:
        token = self.ask("/connexion/").hidden("csrfmiddlewaretoken")
        form = {"username": username, "password": password, "csrfmiddlewaretoken": token}
        return self.ask("/connexion/", form, headers)
