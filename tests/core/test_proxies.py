"""The true address of who asks: forged headers fool neither the throttle nor the redirections."""

import pytest
from axes.helpers import get_client_ip_address
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from core.proxies import ProxyMiddleware, networks, true_address
from tests.cast import Cast

PROXY, READER, FORGED = "172.28.91.2", "196.200.0.7", "41.73.0.1"
DOOR = "/connexion/"


@pytest.fixture(autouse=True)
def _behind_a_proxy(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["172.28.91.0/24", "10.0.0.4"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        (READER, "", READER),
        (READER, FORGED, READER),  # straight to the application, with a lie
        (PROXY, READER, READER),
        (PROXY, f"{FORGED}, {READER}", READER),  # the lie stands on the left
        (PROXY, f"{FORGED}, {READER}, 10.0.0.4", READER),  # two proxies
        (PROXY, f"{FORGED},{PROXY},{READER}", READER),  # the lie names our own proxy
        (PROXY, "", PROXY),
        (PROXY, "unknown", PROXY),
        (PROXY, f"{READER}, <script>", PROXY),
        ("::ffff:172.28.91.2", "2001:db8::7", "2001:db8::7"),
        ("", FORGED, ""),  # a socket
    ],
)
def test_who_asks(peer: str, forwarded: str, found: str) -> None:
    assert true_address(peer, forwarded, networks(["172.28.91.0/24", "10.0.0.4"])) == found


def seen(**headers: str) -> HttpRequest:
    """The request as the rest of the site gets it."""
    got: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        got.append(request)
        return HttpResponse()

    request = RequestFactory().get("/")
    request.META |= headers
    ProxyMiddleware(view)(request)
    return got[0]


@pytest.mark.parametrize(
    "header",
    ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_CLIENT_IP", "HTTP_FORWARDED", "HTTP_CF_CONNECTING_IP"],
)
def test_axes_counts_the_true_address(header: str) -> None:
    straight = seen(REMOTE_ADDR=READER, **{header: FORGED})
    assert get_client_ip_address(straight) == READER
    assert header not in straight.META
    through = seen(REMOTE_ADDR=PROXY, **{"HTTP_X_FORWARDED_FOR": READER} | {"HTTP_X_REAL_IP": FORGED})
    assert get_client_ip_address(through) == READER


def test_the_scheme_is_the_proxy_s_to_say(settings: Settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert seen(REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_PROTO="https").is_secure()
    assert not seen(REMOTE_ADDR=READER, HTTP_X_FORWARDED_PROTO="https").is_secure()


def test_six_wrong_tries_under_six_forged_addresses(everybody: Cast, client: Client) -> None:
    """Through our proxy, each time with another lie: the sixth shuts the door all the same."""
    answers = [
        client.post(
            DOOR,
            {"username": "kadia", "password": "faux mot"},
            REMOTE_ADDR=PROXY,
            HTTP_X_FORWARDED_FOR=f"41.73.0.{number}, {READER}",
            HTTP_X_REAL_IP=f"41.73.1.{number}",
        ).status_code
        for number in range(6)
    ]
    assert answers == [200, 200, 200, 200, 200, 429]


def test_a_neighbour_behind_the_same_proxy_comes_in(everybody: Cast, client: Client) -> None:
    for _ in range(6):
        client.post(
            DOOR,
            {"username": "kadia", "password": "faux mot"},
            REMOTE_ADDR=PROXY,
            HTTP_X_FORWARDED_FOR=READER,
        )
    elsewhere = client.post(
        DOOR,
        {"username": "kadia", "password": "faux mot"},
        REMOTE_ADDR=PROXY,
        HTTP_X_FORWARDED_FOR="196.200.0.8",
    )
    assert elsewhere.status_code == 200


def test_a_network_that_is_none_stops_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES"):
        networks(["caddy"])
