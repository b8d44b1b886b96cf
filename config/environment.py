"""What the environment says: words, numbers, lists, secrets kept in files."""

import os
from pathlib import Path
from urllib.parse import quote

from django.core.exceptions import ImproperlyConfigured

YES, NO = {"1", "true", "oui"}, {"", "0", "false", "non"}


def text(name: str, default: str = "") -> str:
    """The variable, or ``default`` when it is absent or empty."""
    return os.environ.get(name, "").strip() or default


def secret(name: str) -> str:
    """The variable, or what the file named by ``NAME_FILE`` holds, less its last line end; else ""."""
    told, path = os.environ.get(name, ""), text(f"{name}_FILE")
    if told and path:
        raise ImproperlyConfigured(
            f"{name} et {name}_FILE sont données toutes les deux\u00a0: gardez-en une."
        )
    if not path:
        return told
    try:
        found = Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"{name}_FILE\u00a0: le fichier {path} ne se lit pas ({type(error).__name__})."
        ) from None
    if not found.strip():
        raise ImproperlyConfigured(f"{name}_FILE\u00a0: le fichier {path} est vide.")
    return found


def flag(name: str) -> bool:
    """Yes (1, true, oui) or no (0, false, non, nothing); a misspelt word stops the start."""
    word = text(name).casefold()
    if word not in YES | NO:
        raise ImproperlyConfigured(f"{name} vaut 1 ou 0\u202f; reçu\u00a0: {word}")
    return word in YES


def number(name: str, default: int) -> int:
    """A whole number, zero or more."""
    word = text(name, str(default))
    if not (word.isascii() and word.isdecimal()):
        raise ImproperlyConfigured(f"{name} est un nombre entier\u202f; reçu\u00a0: {word}")
    return int(word)


def names(name: str, default: str = "") -> list[str]:
    """A list, between commas or spaces."""
    return text(name, default).replace(",", " ").split()


def database_url(default: str) -> str:
    """DATABASE_URL, else a PostgreSQL described in parts (DATABASE_HOST…), else ``default``."""
    url, host = secret("DATABASE_URL"), text("DATABASE_HOST")
    if url or not host:
        return url or default
    user, base = text("DATABASE_USER", "jekabaara"), text("DATABASE_NAME", "jekabaara")
    where = f"{_host(host)}:{number('DATABASE_PORT', 5432)}"
    return f"postgresql://{_login(user, secret('DATABASE_PASSWORD'))}{where}/{quote(base, safe='')}"


def redis_url() -> str:
    """REDIS_URL, else a Redis described in parts (REDIS_HOST…); "" for the broker made of files."""
    url, host = secret("REDIS_URL"), text("REDIS_HOST")
    if url or not host:
        return url
    where = f"{_host(host)}:{number('REDIS_PORT', 6379)}/{number('REDIS_DB', 0)}"
    return f"redis://{_login('', secret('REDIS_PASSWORD'))}{where}"


def _host(host: str) -> str:
    """A name or an address; a folder (PostgreSQL's socket) is written as dj-database-url reads it."""
    return quote(host, safe=":[]")


def _login(user: str, password: str) -> str:
    """« user:password@ », each as an address writes it; "" for nobody."""
    known = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
    return f"{known}@" if known else ""
