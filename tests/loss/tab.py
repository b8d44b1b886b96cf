"""A browser tab without a browser: cookies, forms, redirections left to whoever asks."""

import http.client
from collections.abc import Mapping
from http.cookies import SimpleCookie
from urllib.parse import urlencode

TOKEN = "b" * 32  # the cookie and the field of a form agree on it


class Tab:
    """A browser tab of this machine, with its own cookies."""

    def __init__(self, port: int, session: str) -> None:
        self.port = port
        self.cookies = {"sessionid": session, "csrftoken": TOKEN}

    def ask(self, path: str, body: Mapping[str, str] | None = None) -> tuple[int, str, str]:
        """Status, address of a redirection, page. Raises OSError or HTTPException when the server dies."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            content = urlencode(body) if body is not None else None
            connection.request("POST" if body is not None else "GET", path, content, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.coded_value
        return answer.status, answer.headers.get("Location", ""), page
