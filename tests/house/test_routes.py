"""Every address says which action it needs."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from core.access import Action, requires

# Addresses whose views are not ours. Django's administration asks its own question: `is_staff`, by mandate.
NOT_OURS = ("administration/",)
# What machines ask, under the names that they know.
PROBES = ("healthz", "readyz")


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address below a list of patterns, with its full text."""
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        else:
            yield address, pattern


def undeclared(patterns: list[URLPattern | URLResolver]) -> list[str]:
    """Addresses whose view declares no action."""
    return [
        address
        for address, pattern in routes(patterns)
        if not address.startswith(NOT_OURS)
        and not isinstance(getattr(pattern.callback, "access", None), Action)
    ]


def page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_every_route_declares_its_action() -> None:
    assert undeclared(get_resolver().url_patterns) == []


def test_addresses_are_ours_in_french() -> None:
    """No accent, no capital, a slash at the end, unless a file is served under its own name."""
    odd = [
        address
        for address, pattern in routes(get_resolver().url_patterns)
        if not address.startswith(NOT_OURS) and address not in PROBES and not is_plain(address)
    ]
    assert odd == []


def is_plain(address: str) -> bool:
    ends_well = address == "" or address.endswith("/") or "." in address.rpartition("/")[2]
    fixed = "".join(part for part in address.replace(">", "<").split("<")[::2])
    return ends_well and fixed.isascii() and fixed == fixed.lower()


def test_the_rule_sees() -> None:
    open_page = requires(Action.ANYONE)(page)
    patterns: list[URLPattern | URLResolver] = [path("ouvert/", open_page), path("oublié/", page)]
    assert undeclared(patterns) == ["oublié/"]
    assert [is_plain(one) for one in ("", "a/<int:Pk>/", "sw.js", "a", "É/")] == [
        True,
        True,
        True,
        False,
        False,
    ]
