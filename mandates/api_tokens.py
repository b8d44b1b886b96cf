"""Tokens by program: sign in for one, list one's own, make another, revoke."""

from typing import Any, cast

from django.conf import settings
from django.contrib.auth import authenticate
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from accounts.forms import NOT_TOGETHER
from accounts.models import User
from core.access import Action, requires
from core.api import api_acting, api_writing, scope_in
from core.api_bodies import Body, Text, WholeNumber, body_of
from core.api_lists import asked
from core.api_schema import ACTING, READING, answers
from core.limits import Refused, allow, by_address
from core.problems import NO_STORE
from mandates.middleware import ENDED
from mandates.models import ApiToken
from mandates.scopes import scope_of_user
from mandates.tokens import in_force, issue, own, revoke

TAGS = ["Accès"]
YEAR = 365


class SignInIn(Body):
    """Who, with which password, for what."""

    nom = Text(max_length=60, help_text="Numéro de téléphone ou nom d’utilisateur.")
    mot_de_passe = Text(max_length=200, trim_whitespace=False)
    libelle = Text(max_length=60, help_text="Ce qui s’en sert\u00a0: « Tableur du CSRéf ».")


class TokenIn(Body):
    """A new token of one's own."""

    libelle = Text(max_length=60, help_text="Ce qui s’en sert\u00a0: « Tableur du CSRéf ».")
    jours = WholeNumber(
        min_value=1,
        max_value=YEAR,
        required=False,
        help_text="Durée de vie\u00a0; d’ordinaire un an, le plus long.",
    )


class TokenOut(serializers.Serializer[ApiToken]):
    """A token, without its secret."""

    id = serializers.IntegerField(source="pk")
    libelle = serializers.CharField(source="name")
    debut = serializers.CharField(source="hint", help_text="Ses premiers caractères.")
    remis_le = serializers.DateTimeField(source="issued_at")
    servi_le = serializers.DateField(source="last_used_on", allow_null=True)
    valable_jusqu_au = serializers.DateTimeField(source="expires_at")
    celui_ci = serializers.SerializerMethodField(help_text="C’est celui de cette demande.")

    def get_celui_ci(self, token: ApiToken) -> bool:
        """Is it the one that asks?"""
        return token.pk == self.context.get("asking")


class NewTokenOut(TokenOut):
    """A token that was just made."""

    jeton = serializers.CharField(help_text="Le secret\u00a0: il n’est montré que cette fois.")


class TokensOut(serializers.Serializer[Any]):
    """One's own tokens in force."""

    resultats = TokenOut(many=True)


@extend_schema(
    operation_id="connexion",
    tags=TAGS,
    auth=[],
    summary="Un nom, un mot de passe, un jeton",
    description="Les essais sont comptés comme ceux de la page de connexion. Le jeton vaut pour les mandats "
    "du jour, un an au plus\u00a0; un nouveau mot de passe y met fin.",
    request=SignInIn,
    responses=answers(NewTokenOut, ACTING),
)
@api_acting
@requires(Action.ANYONE)
def api_sign_in(request: ApiRequest) -> Response:
    """The same door as the page, the same sentence for a wrong name or a wrong password."""
    sent = body_of(request, SignInIn)
    http = request._request  # noqa: SLF001 - Django's request, which django-axes counts
    counted = allow("sign_in", by_address(http), *settings.RATE_LIMITS["sign_in"])
    if isinstance(counted, Refused):
        raise exceptions.Throttled(counted.retry_after)
    user = authenticate(http, username=sent["nom"], password=sent["mot_de_passe"])
    if not isinstance(user, User):
        raise exceptions.AuthenticationFailed(NOT_TOGETHER)
    scope = scope_of_user(user)
    if not scope.holdings:
        raise exceptions.PermissionDenied(ENDED)
    return _shown(*issue(user, sent["libelle"], scope))


@extend_schema(
    methods=["GET"],
    operation_id="jetons",
    tags=TAGS,
    summary="Mes jetons en cours",
    responses=answers(TokensOut, READING),
)
@extend_schema(
    methods=["POST"],
    operation_id="jeton_nouveau",
    tags=TAGS,
    summary="Un jeton de plus",
    description="Fait par un jeton, il n’a que les mandats de celui-ci et finit au plus tard avec lui.",
    request=TokenIn,
    responses=answers(NewTokenOut, ACTING),
)
@api_writing
@requires(Action.SELF)
def api_token_list(request: ApiRequest) -> Response:
    """One's own tokens; a new one."""
    token, user = cast(ApiToken | None, request.auth), cast(User, request.user)
    if request.method == "POST":
        sent = body_of(request, TokenIn)
        return _shown(*issue(user, sent["libelle"], scope_in(request), sent.get("jours"), token))
    asked(request)
    return _listed(user, token)


@extend_schema(
    operation_id="jeton_revoquer",
    tags=TAGS,
    summary="Révoquer un de mes jetons",
    description="Ceux qu’il a faits finissent avec lui.",
    request=None,
    responses=answers(TokensOut, ACTING),
)
@api_acting
@requires(Action.SELF)
def api_token_revoke(request: ApiRequest, pk: int) -> Response:
    """End a token of one's own; somebody else's does not exist. What is left."""
    token = own(cast(User, request.user), pk)
    revoke(token)
    return _listed(token.user, None)


def _listed(user: User, asking: ApiToken | None) -> Response:
    context = {"asking": asking.pk if asking else None}
    body = TokensOut({"resultats": list(in_force(user))}, context=context)
    return Response(body.data, headers=NO_STORE)


def _shown(secret: str, token: ApiToken) -> Response:
    """The only answer that holds the secret."""
    body = TokenOut(token, context={"asking": None}).data | {"jeton": secret}
    return Response(body, headers=NO_STORE)
