"""What a template may not hold."""

import re

import pytest

from tests.house.files import all_files, named, on_paper, read, templates, vendored

# Screen pages are served without 'unsafe-inline': these would be dead, or a hole.
INLINE = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "a script written in the page": r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)",
    "an event attribute": r"<[^>]*\son[a-z]+\s*=",
    "a scripting attribute": r"<[^>]*\shx-on\b",
    "a script address": r"javascript:",
}
TYPOGRAPHY = {
    "a typewriter apostrophe": r"\w'\w",
    "an ordinary space before a sign": r"\w [;:?!»%](?!\w)",
    "an ordinary space after «": r"« ",
}
# Colours live in the tokens; paper has its own, for printers; drawings read no style sheet.
COLOUR_FILES = {"static/css/tokens.css", "static/css/print.css", "core/svg.py"}
COLOURS = {
    ".css": r":[^;{}]*#[0-9a-fA-F]{3,8}\b",
    ".html": r"\b(?:fill|stroke|stop-color|color|content)=[\"']#[0-9a-fA-F]{3,8}\b",
    ".js": r"[\"'`]#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?[\"'`]",
    ".py": r"[\"']#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?[\"']",
}

# Comments are for developers; tags hold code, and French only between quotes.
COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}|<!--.*?-->", re.DOTALL)
CODE = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)


def findings(patterns: dict[str, str], text: str) -> list[str]:
    """What a text holds that it should not, with its words."""
    return [f"{why}: {hit[0]!r}" for why, pattern in patterns.items() for hit in re.finditer(pattern, text)]


def page(text: str) -> str:
    """A template as the browser will get it, each piece of code reduced to one neutral letter."""
    return CODE.sub("x", COMMENT.sub("", text))


def typography(text: str) -> list[str]:
    """Faults of French typography: apostrophes everywhere, spaces outside of code."""
    apostrophe = {"a typewriter apostrophe": TYPOGRAPHY["a typewriter apostrophe"]}
    spaces = {why: pattern for why, pattern in TYPOGRAPHY.items() if why not in apostrophe}
    return findings(apostrophe, COMMENT.sub("", text)) + findings(spaces, page(text))


def colours(name: str, text: str) -> list[str]:
    """Colours written by their number where a token should stand."""
    suffix = "." + name.rpartition(".")[2]
    if name in COLOUR_FILES or suffix not in COLOURS:
        return []
    return findings({"a raw colour": COLOURS[suffix]}, text)


def faulty(found: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: faults for name, faults in found.items() if faults}


def test_no_style_or_script_in_a_page() -> None:
    screens = [path for path in templates() if not on_paper(path)]
    assert faulty({named(path): findings(INLINE, page(read(path))) for path in screens}) == {}


def test_no_script_on_paper() -> None:
    scripts = {why: pattern for why, pattern in INLINE.items() if "style" not in why}
    papers = [path for path in templates() if on_paper(path)]
    assert faulty({named(path): findings(scripts, page(read(path))) for path in papers}) == {}


def test_french_typography() -> None:
    assert faulty({named(path): typography(read(path)) for path in templates()}) == {}


def test_colours_come_from_the_tokens() -> None:
    found = {
        named(path): colours(named(path), read(path))
        for path in all_files()
        if not vendored(path) and not on_paper(path) and not named(path).startswith("tests/")
    }
    assert faulty(found) == {}


@pytest.mark.parametrize(
    "html",
    [
        '<p class="a" style="color: red">',
        "<style>p {}</style>",
        "<script>go()</script>",
        '<button onclick="go()">',
        '<button hx-on:click="go()">',
        '<a href="javascript:go()">',
    ],
)
def test_the_inline_rule_sees(html: str) -> None:
    assert len(findings(INLINE, page(html))) == 1


@pytest.mark.parametrize(
    "html",
    [
        "{# style= #}<script src='x.js' defer></script>",
        '<script id="d" type="application/json">{}</script>',
        "<p>Le style = la personne</p>",
        '<link rel="stylesheet" href="x.css">',
    ],
)
def test_the_inline_rule_lets_pass(html: str) -> None:
    assert findings(INLINE, page(html)) == []


@pytest.mark.parametrize("text", ["l'aire", "Pourquoi ?", "Nom : x", "« x", "{{ part }} %", '{% a "l\'x" %}'])
def test_the_typography_rule_sees(text: str) -> None:
    assert len(typography(text)) == 1


@pytest.mark.parametrize(
    "text",
    ["l’aire", "Pourquoi\u202f?", "{{ x|date:'d M' }}", "{# l'aire #}", '<a href="/x?y=z">', "10 :not"],
)
def test_the_typography_rule_lets_pass(text: str) -> None:
    assert typography(text) == []


def test_the_colour_rule_sees() -> None:
    assert len(colours("static/css/screen.css", "a { color: #fff; border: 1px solid #00AA11 }")) == 2
    assert colours("static/css/tokens.css", "a { color: #fff }") == []
    assert colours("static/css/screen.css", "#face { color: var(--accent) }") == []
    assert len(colours("core/charts.py", "ACCENT = '#1a7f37'")) == 1
