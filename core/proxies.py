"""The true address of who asks, whatever headers they forged."""

from collections.abc import Callable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

Network = IPv4Network | IPv6Network

_FORWARDED = "HTTP_X_FORWARDED_FOR"
_SCHEME = "HTTP_X_FORWARDED_PROTO"  # believed from a known proxy, taken away from anybody else's request
# Once REMOTE_ADDR is true, nothing else may tell an address: libraries would read it.
_REMOVED = (
    _FORWARDED,
    "X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_CLIENT_IP",
    "HTTP_X_REAL_IP",
    "HTTP_X_FORWARDED",
    "HTTP_X_CLUSTER_CLIENT_IP",
    "HTTP_FORWARDED_FOR",
    "HTTP_FORWARDED",
    "HTTP_VIA",
    "HTTP_CF_CONNECTING_IP",
    "HTTP_X_CLIENT_IP",
    "HTTP_TRUE_CLIENT_IP",
    "HTTP_FASTLY_CLIENT_IP",
    "HTTP_X_APPENGINE_USER_IP",
)


def networks(written: Sequence[str]) -> tuple[Network, ...]:
    """« 10.0.0.4 », « 172.28.0.0/24 » as networks."""
    try:
        return tuple(ip_network(one, strict=False) for one in written)
    except ValueError as error:
        raise ImproperlyConfigured(f"TRUSTED_PROXIES\u00a0: {error}") from None


def known(address: str, proxies: Sequence[Network]) -> bool:
    """Is this the address of one of our proxies?"""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return any((mapped or parsed) in network for network in proxies)


def true_address(peer: str, forwarded: str, proxies: Sequence[Network]) -> str:
    """Who asks: read from the right, the first address that is not a proxy of ours.

    Each proxy adds on the right the address it sees; what stands further left was written by who asks.
    """
    found = peer
    for hop in reversed([one.strip() for one in forwarded.split(",")]):
        if not known(found, proxies):
            break
        try:
            found = str(ip_address(hop))
        except ValueError:  # not an address: the last one that was seen stands
            break
    return found


class ProxyMiddleware:
    """``REMOTE_ADDR`` becomes the reader's own address, and no other header tells one any more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.proxies = networks(settings.TRUSTED_PROXIES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        peer = meta.get("REMOTE_ADDR", "")
        if known(peer, self.proxies):
            meta["REMOTE_ADDR"] = true_address(peer, meta.get(_FORWARDED, ""), self.proxies)
        else:
            meta.pop(_SCHEME, None)
        for name in _REMOVED:
            meta.pop(name, None)
        return self.get_response(request)
