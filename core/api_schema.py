"""How the API tells itself: the security of an endpoint, its answers, its errors, in the schema."""

from functools import cache
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from core.problems import MEDIA_TYPE, TITLES

READING = (400, 401, 403, 404, 405, 406, 422, 429)
ACTING = (*READING, 409, 413, 415)
OPEN = (400, 405, 406, 422, 429)  # of what a visitor may read

JSON = "application/json"


class FaultOut(serializers.Serializer[Any]):
    """One thing to correct."""

    path = serializers.CharField(
        help_text="Pointeur JSON dans le corps (/valeurs/CPN1), ou nom d’un paramètre de l’adresse."
    )
    message = serializers.CharField()


class ProblemOut(serializers.Serializer[Any]):
    """An error (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="Une phrase en français, à montrer telle quelle.")
    errors = FaultOut(many=True, required=False)  # type: ignore[assignment]  # DRF's metaclass takes it away


class HouseScheme(OpenApiAuthenticationExtension):
    """A token, or the session of a browser."""

    target_class = "core.api_entry.HouseAuthentication"
    name = ["jeton", "session"]

    def get_security_requirement(self, auto_schema: Any) -> Any:  # noqa: ARG002 - the library's question
        """One or the other."""
        return [{name: []} for name in self.name]

    def get_security_definition(self, auto_schema: Any) -> Any:  # noqa: ARG002 - the library's question
        """Both ways in, in the order of ``name``."""
        return [
            {"type": "http", "scheme": "bearer", "description": "Un jeton, pris sur la page de ce nom."},
            {
                "type": "apiKey", "in": "cookie", "name": "sessionid",
                "description": "La session du navigateur\u202f; écrire demande aussi l’en-tête X-CSRFToken.",
            },
        ]  # fmt: skip


def problems(*statuses: int) -> dict[int | tuple[int, str], Any]:
    """What may go wrong, for ``responses`` of ``extend_schema``."""
    return {
        (status, MEDIA_TYPE): OpenApiResponse(ProblemOut, description=TITLES[status]) for status in statuses
    }


def answers(
    made: Any, statuses: tuple[int, ...] = READING, said: str = ""
) -> dict[int | tuple[int, str], Any]:
    """A good answer (200) with what may go wrong beside it: ``responses=answers(CommuneOut)``."""
    return {200: OpenApiResponse(made, description=said), **problems(*statuses)}


@cache
def schema() -> dict[str, Any]:
    """The whole description, made once by each process (OpenAPI 3.1)."""
    return dict(SchemaGenerator().get_schema(request=None, public=True))
