"""Tokens of the API: issued and revoked by their owner, kept hashed, cut with the mandates they stand for.

They end with the password that stood when they were issued, with the token that made them, after a year.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import User
from core.access import Scope
from core.workflow import Refusal
from mandates.models import ApiToken
from mandates.policy import scope_of
from mandates.scopes import holdings_of

PREFIX = "jk_"
MOST = 10  # tokens in force of one person
HIGHEST = 2**63  # numbers of rows end before
KEPT = timedelta(days=90)  # a dead token is told in no list, but stays a while for whoever investigates
UNKNOWN = "Ce jeton n’existe pas, a été révoqué ou n’est plus valable."
CUT = "Les mandats de ce jeton sont terminés : il ne donne plus rien."


class RefusedToken(Exception):
    """What was shown is no token, or no more one; the message is a French sentence."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A token that was shown and is good: whose, under which scope."""

    token: ApiToken
    user: User
    scope: Scope


def in_force(user: User) -> QuerySet[ApiToken]:
    """The tokens of ``user`` that still open something, newest first."""
    return ApiToken.objects.filter(
        user=user, mark=_mark(user), revoked_at=None, expires_at__gt=timezone.now()
    )


def own(user: User, pk: int) -> ApiToken:
    """A token of ``user``, ended or not. Raises 404 for another's, for a number that no row could have."""
    if pk >= HIGHEST:
        raise Http404
    return get_object_or_404(ApiToken, user=user, pk=pk)


def issue(
    user: User, name: str, scope: Scope, days: int | None = None, made_by: ApiToken | None = None
) -> tuple[str, ApiToken]:
    """A new token, to be shown once, for the mandates of ``scope``. Raises Refusal when there are too many.

    A mandate given later is not in it: who wants it asks for a new token. ``made_by``: the token that asked
    for this one, which ends with it at the latest.
    """
    ends = timezone.now() + min(timedelta(days=days or 36_500), settings.TOKEN_LIFETIME)
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if in_force(user).count() >= MOST:
            raise Refusal(f"Vous avez déjà {MOST} jetons : révoquez-en un.")
        token = ApiToken.objects.create(
            user=user,
            name=name,
            hashed=_digest(secret),
            hint=secret[:7],
            mark=_mark(user),
            made_by=made_by,
            expires_at=min(ends, made_by.expires_at) if made_by else ends,
        )
        token.mandates.set([held.mandate_id for held in scope.holdings])
    return secret, token


def revoke(token: ApiToken) -> None:
    """End a token now, with all that it made."""
    ended = {token.pk}
    while made := set(ApiToken.objects.filter(made_by__in=ended).values_list("pk", flat=True)) - ended:
        ended |= made
    ApiToken.objects.filter(pk__in=ended, revoked_at=None).update(revoked_at=timezone.now())


def forget_dead_tokens() -> int:
    """Delete the tokens that ended long ago; how many (the sweep calls it)."""
    before = timezone.now() - KEPT
    return ApiToken.objects.filter(Q(revoked_at__lt=before) | Q(expires_at__lt=before)).delete()[0]


def read(secret: str) -> Shown:
    """Whose token this is, today: two queries (a third on its first use of the day). Raises RefusedToken."""
    token = (
        ApiToken.objects.filter(hashed=_digest(secret), revoked_at=None, expires_at__gt=timezone.now())
        .select_related("user__person")
        .first()
    )
    if token is None or not token.user.is_active or token.mark != _mark(token.user):
        raise RefusedToken(UNKNOWN)
    person = token.user.person
    scope = scope_of(person.pk, str(person), holdings_of(person.pk, token=token.pk))
    if not scope.holdings:
        raise RefusedToken(CUT)
    today = timezone.localdate()
    if token.last_used_on != today:
        stale = Q(last_used_on=None) | ~Q(last_used_on=today)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_on=today)
    return Shown(token, token.user, scope)


def _digest(secret: str) -> str:
    """A random secret of 256 bits needs no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _mark(user: User) -> str:
    """What changes with the password, and tells nothing of it."""
    return hashlib.sha256(f"jeton {user.pk} {user.password}".encode()).hexdigest()
