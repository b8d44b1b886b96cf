"""Errors of the API, as problem+json (RFC 9457): a French sentence, and where it belongs in the body.

``errors`` holds ``{"path": "/valeurs/CPN1", "message": "…"}``: a JSON pointer into what was sent, or the name
of a parameter of the address.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core.workflow import Refusal, Stale

MEDIA_TYPE = "application/problem+json"
PREFIX = "/api/"
TITLES: Mapping[int, str] = {
    400: "Demande illisible",
    401: "Non identifié",
    403: "Pas votre rôle",
    404: "Introuvable",
    405: "Méthode non permise",
    406: "Format non disponible",
    409: "Conflit",
    413: "Trop volumineux",
    415: "Format non reconnu",
    422: "À corriger",
    429: "Trop de demandes",
    500: "Erreur du serveur",
    503: "Momentanément indisponible",
}
SENTENCES: Mapping[int, str] = {
    401: "Donnez un jeton (Authorization\u00a0: Bearer …) ou ouvrez une session.",
    403: "Cet acte n’est pas de votre ressort.",
    404: "Rien à cette adresse, ou rien que vous puissiez voir.",
    406: "L’API répond en JSON.",
    415: "Envoyez du JSON (Content-Type\u00a0: application/json).",
}
NO_STORE = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to correct: a JSON pointer into the body (or the name of a parameter), a sentence."""

    path: str
    message: str


class Invalid(exceptions.APIException):
    """422: what was sent is readable, and wrong in places. Nothing of it was kept."""

    status_code = 422

    def __init__(self, faults: Sequence[Fault], detail: str = "") -> None:
        super().__init__(detail or "Rien n’a été enregistré\u00a0: corrigez ce qui suit.")
        self.faults = tuple(faults)


def problem(
    status: int, detail: str, faults: Sequence[Fault] = (), more: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The body of an error. ``more``: what else this problem tells (the two sides of a conflict)."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES.get(status) or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if faults:
        body["errors"] = [{"path": fault.path, "message": fault.message} for fault in faults]
    return body | dict(more or {})


def answer(
    status: int, detail: str, faults: Sequence[Fault] = (), more: Mapping[str, Any] | None = None
) -> Response:
    """An error, from inside a view of the API."""
    return Response(problem(status, detail, faults, more), status, headers=NO_STORE, content_type=MEDIA_TYPE)


def plain(status: int, detail: str = "") -> JsonResponse:
    """An error under the API's addresses that no view of it has seen (unknown address, 500)."""
    said = detail or SENTENCES.get(status, "")
    return JsonResponse(
        problem(status, said), status=status, content_type=MEDIA_TYPE, headers=NO_STORE,
        json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip


def asked_api(request: HttpRequest) -> bool:
    """Was this address the API's?"""
    return request.path_info.startswith(PREFIX)


def handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """What DRF calls for every exception of an API view; None: a fault of ours, answered 500."""
    if isinstance(error, Stale | Refusal):
        return answer(409, str(error))
    if isinstance(error, RequestDataTooBig):
        return answer(413, "Le corps de la demande est trop volumineux.")
    base = exception_handler(error, context)
    if base is None:
        return None
    status = base.status_code
    faults = error.faults if isinstance(error, Invalid) else ()
    made = answer(status, _sentence(error, status), faults)
    for name in ("WWW-Authenticate", "Retry-After", "Allow"):
        if name in base.headers:
            made.headers[name] = base.headers[name]
    return made


def _sentence(error: Exception, status: int) -> str:
    if isinstance(error, Http404 | PermissionDenied):
        return SENTENCES[status]
    if isinstance(error, exceptions.MethodNotAllowed):
        return "Cette adresse ne prend pas cette méthode."
    if isinstance(
        error, exceptions.NotAuthenticated | exceptions.NotAcceptable | exceptions.UnsupportedMediaType
    ):
        return SENTENCES[status]
    if isinstance(error, exceptions.Throttled):
        wait = math.ceil(getattr(error, "wait", None) or 1)
        return f"Trop de demandes\u00a0: réessayez dans {wait}\u00a0s."
    return str(getattr(error, "detail", "")) or SENTENCES.get(status, "")
