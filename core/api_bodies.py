"""The body of a request to the API, read to the letter: known keys, each of its own type.

JSON has types: « "3" », 3.0, true are no 3. What is wrong is told by JSON pointers, all of it at once.
"""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django.forms import Form
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest

from core.problems import Fault, Invalid

KEY = "Idempotency-Key"
UNKNOWN = "Cette clé n’existe pas ici."
NO_KEY = (
    "Donnez un UUID, le même à chaque nouvelle tentative d’un même envoi\u00a0: "
    "il ne sera enregistré qu’une fois."
)
HIGHEST_VERSION = 2**31 - 1
OF_THE_WHOLE = frozenset({"non_field_errors", "__all__"})


class Body(serializers.Serializer[Any]):
    """An object whose keys are all known."""

    def to_internal_value(self, data: Any) -> Any:
        """What DRF reads, unless a key is not one of ours."""
        if isinstance(data, Mapping) and (unknown := [key for key in data if key not in self.fields]):
            raise serializers.ValidationError({key: [UNKNOWN] for key in unknown[:20]})
        return super().to_internal_value(data)


class BodyScheme(OpenApiSerializerExtension):
    """The description says that other keys are refused."""

    target_class = Body
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> Any:
        """What the library says of any serializer, closed."""
        made = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)  # noqa: SLF001
        return made | {"additionalProperties": False}


class WholeNumber(serializers.IntegerField):
    """An integer of JSON."""

    def to_internal_value(self, data: Any) -> int:
        """Nothing else is taken for one."""
        if type(data) is not int:
            self.fail("invalid")
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """A text of JSON."""

    def to_internal_value(self, data: Any) -> str:
        """Nothing else is taken for one."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class VersionIn(Body):
    """An act is done on the version its author has read."""

    version = WholeNumber(min_value=0, max_value=HIGHEST_VERSION, help_text="Celle que vous avez lue.")


def body_of(request: ApiRequest, shape: type[Body]) -> dict[str, Any]:
    """What was sent, read by ``shape``. Raises Invalid (422), ParseError (400)."""
    bound = shape(data=request.data)
    if not bound.is_valid():
        raise Invalid(list(faults_of(bound.errors)))
    return dict(bound.validated_data)


def key_of(request: ApiRequest) -> uuid.UUID:
    """The number of this sending. Raises Invalid (422)."""
    shown = request.headers.get(KEY, "").strip()
    try:
        made = uuid.UUID(shown)
    except ValueError as error:
        raise Invalid([Fault(KEY, NO_KEY)]) from error
    if str(made) != shown.lower():
        raise Invalid([Fault(KEY, NO_KEY)])
    return made


KEY_ASKED = OpenApiParameter(
    KEY,
    {"type": "string", "format": "uuid"},
    OpenApiParameter.HEADER,
    required=True,
    description=NO_KEY,
)


def pointer(*parts: object) -> str:
    """A JSON pointer (RFC 6901): ``pointer("valeurs", "CPN1")`` is « /valeurs/CPN1 »."""
    return "".join(f"/{str(part)[:60].replace('~', '~0').replace('/', '~1')}" for part in parts)


def faults_of(errors: Any, at: tuple[object, ...] = ()) -> Iterator[Fault]:
    """The errors of a serializer, each at its place in the body."""
    if isinstance(errors, Mapping):
        for key, inner in errors.items():
            yield from faults_of(inner, at if key in OF_THE_WHOLE else (*at, key))
    elif isinstance(errors, list):
        for place, inner in enumerate(errors):
            # A list holds either sentences, or one mapping of errors for each item.
            yield from faults_of(inner, (*at, place) if isinstance(inner, Mapping) else at)
    else:
        yield Fault(pointer(*at), str(errors))


def faults_in(form: Form, names: Mapping[str, str]) -> list[Fault]:
    """The errors of a form of the pages; ``names``: its field → the key of the body."""
    return [
        Fault(pointer(names.get(field, field)) if field not in OF_THE_WHOLE else "", str(sentence))
        for field, sentences in form.errors.items()
        for sentence in sentences
    ]
