"""A reader at a screen: opens pages, fills the forms that stand on them, presses the buttons they can see."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

Attributes = list[tuple[str, str | None]]


@dataclass
class Form:
    """A form of a page: where it goes, what its fields hold."""

    action: str = ""
    method: str = "get"
    fields: dict[str, str] = field(default_factory=dict)


@dataclass
class Button:
    """Something to press, and the form it sends."""

    form: Form
    name: str
    value: str
    action: str
    disabled: bool
    label: str = ""


class Forms(HTMLParser):
    """The forms and the buttons of one page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.by_id: dict[str, Form] = {}
        self.buttons: list[Button] = []
        self._form: Form | None = None
        self._button: Button | None = None
        self._select = ""
        self._option: str | None = None
        self._area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        found = {key: value or "" for key, value in attrs}
        if tag == "form":
            self._form = Form(found.get("action", ""), found.get("method", "get").lower())
            self.by_id[found.get("id", "")] = self._form
        elif tag == "button":
            self._press(found)
        elif self._form is not None:
            self._fill(self._form, tag, found)

    def _press(self, found: Mapping[str, str]) -> None:
        form = self.by_id.get(found["form"]) if "form" in found else self._form
        if form is not None:
            self._button = Button(
                form,
                found.get("name", ""),
                found.get("value", ""),
                found.get("formaction", form.action),
                "disabled" in found,
            )
            self.buttons.append(self._button)

    def _fill(self, form: Form, tag: str, found: Mapping[str, str]) -> None:
        name = found.get("name", "")
        if tag == "input" and name and found.get("type") not in {"checkbox", "radio"}:
            form.fields[name] = found.get("value", "")
        elif tag == "select":
            self._select = name
            form.fields[name] = ""
        elif tag == "option" and "selected" in found:
            self._option = found.get("value")
            if self._option is not None:
                form.fields[self._select] = self._option
            else:
                self._option = ""
        elif tag == "textarea":
            self._area = name
            form.fields[name] = ""

    def handle_data(self, data: str) -> None:
        if self._button:
            self._button.label += data
        if self._form is not None and self._option == "":
            self._form.fields[self._select] = data.strip()
        if self._form is not None and self._area:
            self._form.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "button":
            self._button = None
        elif tag == "form":
            self._form = None
        elif tag == "option":
            self._option = None
        elif tag == "textarea":
            self._area = ""


def plain(text: str) -> str:
    """Spaces of every width made one."""
    return re.sub(r"\s+", " ", text).strip()


class Browser:
    """One person's browser; the tokens of the forms are asked for, as in life."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.page = ""
        self.url = ""
        self.seen: list[str] = []  # every page, to look for what should not be there

    def open(self, url: str) -> str:
        """The page, of which 200 is expected; its words."""
        return self._shown(self.client.get(url, follow=True), url)

    def status(self, url: str) -> int:
        """What the server answers, without following."""
        answer = self.client.get(url)
        self.seen.append(answer.getvalue().decode(errors="replace"))
        return answer.status_code

    def press(self, label: str, typed: Mapping[str, str] | None = None) -> str:
        """Fill the form around the button, which is there and can be pressed; the words of what follows."""
        button = next((b for b in self.forms().buttons if plain(b.label) == label), None)
        assert button is not None, f"no button « {label} » at {self.url}"
        assert not button.disabled, f"« {label} » cannot be pressed at {self.url}"
        unknown = set(typed or {}) - set(button.form.fields)
        assert not unknown, f"fields that are not on the page: {sorted(unknown)}"
        body = button.form.fields | dict(typed or {})
        if button.name:
            body[button.name] = button.value
        send = self.client.post if button.form.method == "post" else self.client.get
        url = html.unescape(button.action) or self.url
        return self._shown(send(url, body, follow=True), url)

    def forms(self) -> Forms:
        """The forms of the page as it stands."""
        return Forms(self.page)

    def words(self) -> str:
        """The page without its tags."""
        return plain(html.unescape(re.sub(r"<[^>]+>", " ", self.page)))

    def row(self, label: str) -> str:
        """The first line of a table whose head says so, tags kept."""
        rows = re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", self.page, re.DOTALL)
        return str(next(row for row in rows if label in html.unescape(row)))

    def _shown(self, answer: Any, url: str) -> str:
        assert answer.status_code == 200, (answer.status_code, url, plain(answer.content.decode()[:4000]))
        chain = getattr(answer, "redirect_chain", [])
        self.url = chain[-1][0] if chain else url
        self.page = answer.content.decode()
        self.seen.append(self.page)
        return self.words()
