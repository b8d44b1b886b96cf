"""JSON as the API takes it: bounded, real Unicode, nothing said twice."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

DEEPEST = 20  # levels of what is sent; nothing of ours is deeper than four


class TooBig(APIException):
    """413."""

    status_code = 413
    default_detail = "Le corps de la demande est trop volumineux."


class JsonParser(BaseParser):
    """JSON as the API takes it: bounded in size and depth, real Unicode, no NaN, no NUL, keys once."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,  # noqa: ARG002 - DRF's signature
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> Any:
        """What was sent. Raises ParseError (400), TooBig (413)."""
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(most + 1)
        if len(body) > most:
            raise TooBig
        try:
            read = json.loads(
                body.decode(), parse_constant=_no_constant, parse_float=_no_float, object_pairs_hook=_once
            )
        except RecursionError as error:
            raise ParseError("Le JSON est trop profond.") from error
        except UnicodeDecodeError as error:
            raise ParseError("Le corps de la demande n’est pas de l’UTF-8.") from error
        except ValueError as error:
            raise ParseError(_why(error)) from error
        _check(read, 0)
        return read


def _no_constant(name: str) -> Any:
    raise ParseError(f"«\u00a0{name}\u00a0» n’est pas un nombre.")


def _no_float(text: str) -> float:
    value = float(text)
    if value in {float("inf"), float("-inf")}:
        raise ParseError("Un nombre est trop grand.")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ParseError("Une clé est donnée deux fois dans le même objet.")
    return made


def _why(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"Le corps de la demande n’est pas du JSON (ligne {error.lineno}, colonne {error.colno})."
    return "Un nombre est trop long."


def _check(value: Any, depth: int) -> None:
    """No text that a database or a page could not hold, nothing too deep. Raises ParseError."""
    if depth > DEEPEST:
        raise ParseError("Le JSON est trop profond.")
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise ParseError("Un texte contient un caractère qui n’existe pas (NUL ou demi-caractère).")
    elif isinstance(value, dict):
        for key, inner in value.items():
            _check(key, depth + 1)
            _check(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth + 1)
