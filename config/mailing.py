"""By which server e-mails leave: one address, or its parts; without any, nobody is offered an e-mail."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.environment import number, secret, text

# Scheme → usual port, TLS from the first word, TLS once connected.
SCHEMES = {"smtp": (25, False, False), "smtps": (465, True, False), "smtp+tls": (587, False, True)}
NO_SITE = "SITE_URL manque\u00a0: un e-mail doit mener au site. Donnez son adresse entière, https://jekabaara.example"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where to hand e-mails over; ``host`` "": nowhere."""

    sender: str
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    ssl: bool = False
    tls: bool = False


def site_url() -> str:
    """The address that e-mails lead to, without its last slash; "" when nobody said it."""
    site = text("SITE_URL").rstrip("/")
    if site and (urlsplit(site).scheme not in {"http", "https"} or not urlsplit(site).hostname):
        raise ImproperlyConfigured(f"SITE_URL est une adresse entière, https://…\u202f; reçu\u00a0: {site}")
    return site


def mail_server(site: str) -> MailServer:
    """EMAIL_URL (« smtp+tls://who:password@host:587 »), else EMAIL_HOST and its parts; else none."""
    sender = text("EMAIL_FROM", f"jekabaara@{urlsplit(site).hostname or 'localhost'}")
    url, host = secret("EMAIL_URL"), text("EMAIL_HOST")
    if not url and not host:
        return MailServer(sender)
    if not site:
        raise ImproperlyConfigured(NO_SITE)
    if url:
        return _of_url(url, sender)
    usual, ssl, tls = _security(text("EMAIL_SECURITY", "smtp+tls"), "EMAIL_SECURITY")
    port = number("EMAIL_PORT", usual)
    return MailServer(sender, host, port, text("EMAIL_USER"), secret("EMAIL_PASSWORD"), ssl, tls)


def _of_url(url: str, sender: str) -> MailServer:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:  # it may hold a password: it is not repeated
        raise ImproperlyConfigured("EMAIL_URL ne se lit pas.") from None
    usual, ssl, tls = _security(parts.scheme, "EMAIL_URL")
    if not host:
        raise ImproperlyConfigured("EMAIL_URL ne nomme pas de serveur.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(sender, host, port or usual, user, password, ssl, tls)


def _security(scheme: str, name: str) -> tuple[int, bool, bool]:
    if scheme not in SCHEMES:
        raise ImproperlyConfigured(f"{name}\u00a0: attendu {', '.join(SCHEMES)}.")
    return SCHEMES[scheme]
