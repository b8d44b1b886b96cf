"""The description of the API: as OpenAPI for programs, as a page for people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from core.access import Action, Request, requires
from core.api import api_reading
from core.api_lists import asked
from core.api_schema import JSON, OPEN, answers, schema
from core.http import reading

REF = "#/components/schemas/"
WORDS = {
    "string": "texte", "integer": "entier", "number": "nombre", "boolean": "oui ou non",
    "array": "liste", "object": "objet", "null": "rien",
}  # fmt: skip
FORMATS = {"date": "date", "date-time": "date et heure", "uuid": "UUID", "binary": "fichier"}


@dataclass(frozen=True, slots=True)
class Line:
    """A parameter, or a field of a body: ``depth`` says how deep it stands."""

    name: str
    type: str
    text: str
    required: bool
    depth: int = 0

    @property
    def marks(self) -> str:
        """One sign a level."""
        return "·" * self.depth


@dataclass(frozen=True, slots=True)
class Told:
    """One endpoint, as the page tells it."""

    key: str
    method: str
    path: str
    summary: str
    text: str
    parameters: tuple[Line, ...]
    sent: tuple[Line, ...]
    answered: tuple[Line, ...]
    troubles: str


@extend_schema(
    operation_id="schema",
    tags=["Accès"],
    summary="La description de l’API (OpenAPI 3.1)",
    auth=[],
    responses=answers({"type": "object", "additionalProperties": True}, OPEN),
)
@api_reading
@requires(Action.ANYONE)
def api_schema(request: ApiRequest) -> Response:
    """What every address takes and answers; it holds no data."""
    asked(request)
    return Response(schema())


@reading
@requires(Action.ANYONE)
def api_documentation(request: Request) -> HttpResponse:
    """The same, to read: every endpoint by subject."""
    made = schema()
    groups: dict[str, list[Told]] = {}
    for told, tag in _told(made):
        groups.setdefault(tag, []).append(told)
    context = {"title": made["info"]["title"], "info": made["info"], "groups": sorted(groups.items())}
    return render(request, "core/api_documentation.html", context)


def _told(made: Mapping[str, Any]) -> Iterator[tuple[Told, str]]:
    """Every endpoint with its subject."""
    for path, methods in made["paths"].items():
        for method, one in methods.items():
            yield _endpoint(made, path, method, one), one["tags"][0]


def _endpoint(made: Mapping[str, Any], path: str, method: str, one: Mapping[str, Any]) -> Told:
    parameters = tuple(
        Line(p["name"], _type(made, p["schema"]), p.get("description", ""), bool(p.get("required")))
        for p in one.get("parameters", [])
    )
    sent = one.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema")
    good: Mapping[str, Any] = next(
        (said for code, said in one["responses"].items() if code.startswith("2")), {}
    )
    answered = good.get("content", {}).get(JSON, {}).get("schema")
    troubles = ", ".join(sorted(code for code in one["responses"] if not code.startswith("2")))
    return Told(
        one["operationId"], method.upper(), path, one.get("summary", ""), one.get("description", ""),
        parameters, tuple(_fields(made, sent)), tuple(_fields(made, answered)), troubles,
    )  # fmt: skip


def _fields(made: Mapping[str, Any], asked_for: Mapping[str, Any] | None, depth: int = 0) -> Iterator[Line]:
    """The fields of a body, those of an inner object below it."""
    whole = _resolved(made, asked_for or {})
    if whole.get("type") == "array":
        whole = _resolved(made, whole["items"])
    needed = whole.get("required", [])
    for name, field in whole.get("properties", {}).items():
        text = field.get("description") or ""
        yield Line(name, _type(made, field), text, name in needed, depth)
        yield from _fields(made, field, depth + 1)


def _resolved(made: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference, alone or among alternatives, leads to."""
    for several in ("allOf", "oneOf", "anyOf"):
        if several in part:
            part = next((one for one in part[several] if one.get("type") != "null"), {})
    if "$ref" in part:
        found: Mapping[str, Any] = made["components"]["schemas"][part["$ref"].removeprefix(REF)]
        return found
    return part


def _type(made: Mapping[str, Any], part: Mapping[str, Any]) -> str:
    """« texte », « liste d’entiers », « 1 à 200 »."""
    found = _resolved(made, part)
    kinds: str | list[str] = found.get("type", "object")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    words = [WORDS[kind] for kind in kinds]
    said = FORMATS.get(found.get("format", ""), "") or " ou ".join(words)
    if found.get("format") and "null" in kinds:
        said += " ou rien"
    if "array" in kinds:
        said += f"\u00a0: {_type(made, found.get('items', {}))}"
    if choices := found.get("enum"):
        said = " · ".join("rien" if choice is None else str(choice) for choice in choices)
    if "maximum" in found and "minimum" in found and "default" in found:
        said += f", de {found['minimum']} à {found['maximum']}, {found['default']} d’ordinaire"
    return said
