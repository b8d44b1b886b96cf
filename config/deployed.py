"""What a deployed site must be told: without it, or against it, nothing starts."""

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.environment import flag, secret

SHORTEST_KEY = 32
DEBUG_OVER_HTTPS = (
    "DEBUG et HTTPS ne vont pas ensemble\u00a0: les pages d’erreur montreraient le dedans du site à ses "
    "lecteurs. Retirez DEBUG."
)
NO_KEY = (
    "SECRET_KEY manque. Avec PostgreSQL, chaque programme du site doit recevoir la même clé\u00a0: "
    "donnez-en une, longue et tirée au sort, et gardez-la à part des sauvegardes."
)
SHORT_KEY = f"SECRET_KEY est trop courte\u00a0: il faut au moins {SHORTEST_KEY} caractères tirés au sort."


def secret_key(var: Path, *, deployed: bool) -> str:
    """The key of the environment; on one's own machine, else, one made once and kept beside the data."""
    if key := secret("SECRET_KEY"):
        if deployed and len(key) < SHORTEST_KEY:
            raise ImproperlyConfigured(SHORT_KEY)
        return key
    if deployed:
        raise ImproperlyConfigured(NO_KEY)
    kept = var / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text()


def debug(*, https: bool) -> bool:
    """DEBUG, refused where readers come from outside."""
    if flag("DEBUG") and https:
        raise ImproperlyConfigured(DEBUG_OVER_HTTPS)
    return flag("DEBUG")
