"""Lists of the API: parameters read to the letter, pages, places named by a filter."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from core.months import Month
from core.problems import Fault, Invalid

USUAL, MOST = 50, 200
LAST_PAGE = 100_000
MONTH_PATTERN = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"
WRONG = "L’adresse est à corriger."
UNKNOWN = "Aucun de ce code, ou aucun que vous puissiez voir."
_LOST_PLUS = re.compile(r" (?=[0-9]{2}:[0-9]{2}$)")
_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)

Form = type[serializers.Serializer[Any]]
M = TypeVar("M", bound=Model)


class NothingIn(serializers.Serializer[Any]):
    """An address without parameters."""


class PageIn(serializers.Serializer[Any]):
    """Which page of a list."""

    page = serializers.IntegerField(
        min_value=1,
        max_value=LAST_PAGE,
        default=1,
        help_text="Au-delà de la dernière\u00a0: une page sans rien.",
    )
    taille = serializers.IntegerField(
        min_value=1, max_value=MOST, default=USUAL, help_text="Nombre de résultats par page."
    )


class MonthField(serializers.RegexField):
    """« 2026-09 » as a Month."""

    def __init__(self, **more: Any) -> None:
        super().__init__(MONTH_PATTERN, **more)
        self.error_messages["invalid"] = "Ce n’est pas un mois (exemple\u00a0: 2026-09)."

    def to_internal_value(self, data: Any) -> Any:
        """Checked later by the pattern: what does not fit it stays a text."""
        text = super().to_internal_value(data)
        self.run_validators(text)
        return Month.parse(text)

    def run_validators(self, value: Any) -> None:
        """The pattern is of the text, not of the month made of it."""
        if isinstance(value, str):
            super().run_validators(value)


@extend_schema_field({"type": "string", "format": "date-time"})
class MomentField(serializers.DateTimeField):
    """A moment with its offset; a « + » that the address turned into a space is read as meant."""

    def to_internal_value(self, value: Any) -> datetime:
        """As DRF reads it, once the sign is back."""
        return super().to_internal_value(_LOST_PLUS.sub("+", value) if isinstance(value, str) else value)

    def enforce_timezone(self, value: datetime) -> datetime:
        """Within the centuries that every database holds, at no offset: PostgreSQL refuses « +23:11 »."""
        aware = timezone.make_aware(value) if timezone.is_naive(value) else value
        return min(max(aware, _EARLIEST), _LATEST).astimezone(UTC)


def asked(request: ApiRequest, form: Form = NothingIn) -> dict[str, Any]:
    """The parameters of the address, read by ``form``. Raises Invalid (422) for any other, or a wrong one."""
    fields = form().fields
    given: dict[str, Any] = {}
    faults = []
    for name, values in request.query_params.lists():
        if name not in fields:
            faults.append(Fault(name[:60], _unknown(fields)))
        elif isinstance(fields[name], serializers.ListField):
            given[name] = values
        elif len(values) > 1:
            faults.append(Fault(name, "Ce paramètre est donné deux fois."))
        else:
            given[name] = values[0]
    bound = form(data=given)
    if not bound.is_valid():
        faults += [Fault(name, sentence) for name, said in bound.errors.items() for sentence in flat(said)]
    if faults:
        raise Invalid(faults, WRONG)
    return dict(bound.validated_data)


def _unknown(fields: Iterable[str]) -> str:
    known = ", ".join(fields)
    if not known:
        return "Cette adresse ne prend pas de paramètre."
    return f"Ce paramètre n’existe pas ici. Ceux de cette adresse\u00a0: {known}."


def flat(said: Any) -> list[str]:
    """The sentences of an error of DRF, whatever its shape, each once."""
    if isinstance(said, dict):
        said = list(said.values())
    if not isinstance(said, list):
        return [str(said)]
    return list(dict.fromkeys(sentence for one in said for sentence in flat(one)))


def wrong(parameter: str, message: str) -> Invalid:
    """422 about one parameter of the address."""
    return Invalid([Fault(parameter, message)], WRONG)


def named(rows: "QuerySet[M]", parameter: str, code: str) -> M:
    """The row of ``rows`` (those within reach) that a filter names (one query). Raises Invalid (422).

    Out of reach reads as unknown.
    """
    found = rows.filter(code=code).first()
    if found is None:
        raise wrong(parameter, UNKNOWN)
    return found


def paged(item: Form) -> serializers.Serializer[Any]:
    """What ``page`` answers, for the description of an endpoint."""
    return inline_serializer(
        f"{item.__name__.removesuffix('Out')}PageOut",
        {
            "total": serializers.IntegerField(help_text="Nombre de résultats, toutes pages comprises."),
            "page": serializers.IntegerField(),
            "taille": serializers.IntegerField(),
            "suivant": serializers.CharField(allow_null=True, help_text="Adresse de la page suivante."),
            "precedent": serializers.CharField(allow_null=True),
            "resultats": item(many=True),
        },
    )


def page(
    request: ApiRequest,
    rows: "QuerySet[Any] | Sequence[Any]",
    chosen: dict[str, Any],
    render: Callable[[list[Any]], Iterable[Any]],
) -> Response:
    """One page of ``rows``, in their order; ``chosen``: what ``asked`` gave; ``render`` makes the JSON."""
    number, size = chosen["page"], chosen["taille"]
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    first = (number - 1) * size
    last_page = max(1, -(-total // size))
    shown = list(rows[first : first + size]) if first < total else []
    body = {
        "total": total,
        "page": number,
        "taille": size,
        "suivant": _address(request, number + 1) if number < last_page else None,
        "precedent": _address(request, min(number - 1, last_page)) if number > 1 else None,
        "resultats": list(render(shown)),
    }
    return Response(body)


def _address(request: ApiRequest, number: int) -> str:
    """The same question, another page: a path, for the program knows the site better than we do."""
    kept = [(k, v) for k, values in request.query_params.lists() for v in values if k != "page"]
    return f"{request.path}?{urlencode([*kept, ('page', number)])}"
