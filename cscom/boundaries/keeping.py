"""All that a change of boundaries touches, as it stands: kept to be put back, printed to be compared."""

import json
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import ProtectedError

from communes.models import Commune, District
from communes.upsert import upsert
from core.workflow import Refusal
from cscom.boundaries.plans import Touched
from cscom.models import Aire, AirePast, AirePopulation, CommuneShare, VillageAire

Kept = dict[str, Any]
_SHARE = ("aire_id", "commune_id", "share", "starts_on", "ends_on")
_LINK = (
    "village_id", "aire_id", "starts_on", "ends_on", "distance_km", "nearest_km", "source", "estimated",
)  # fmt: skip
_PEOPLE = ("aire_id", "year", "total", "source", "estimated")
_PAST = ("aire_id", "ends_on", "host_commune_id", "cercle_id", "district_id", "population")
REASON = "annulation d’un changement de découpage"


def snapshot(touched: Touched, year: int) -> Kept:
    """Every row about what is touched, as JSON; populations from ``year`` on."""
    aires = Aire.objects.filter(pk__in=touched.aires).order_by("pk")
    communes = Commune.objects.filter(pk__in=touched.communes).order_by("pk")
    people = AirePopulation.objects.filter(aire__in=touched.aires, year__gte=year)
    return {
        "touched": [list(touched.aires), list(touched.villages), list(touched.communes)],
        "aires": [
            list(row) for row in aires.values_list("pk", "host_commune_id", "district_id", "closed_on")
        ],
        "communes": [
            list(row)
            for row in communes.values_list(
                "pk", "cercle_id", "district_id", "district_estimated", "closed_on"
            )
        ],
        "shares": _rows(CommuneShare.objects.filter(aire__in=touched.aires), _SHARE),
        "links": _rows(VillageAire.objects.filter(village__in=touched.villages), _LINK),
        # Who else lives in the aires: a village that came or went meanwhile is seen.
        "held": _rows(
            VillageAire.objects.filter(aire__in=touched.aires, ends_on=None), ("aire_id", "village_id")
        ),
        "people": _rows(people, _PEOPLE),
        "pasts": _rows(AirePast.objects.filter(aire__in=touched.aires), _PAST),
    }


def _rows(rows: Any, columns: tuple[str, ...]) -> list[list[Any]]:
    found = [[_plain(value) for value in row] for row in rows.values_list(*columns)]
    return sorted(found, key=json.dumps)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def mark_of(kept: Kept) -> str:
    """The print of a snapshot: two that are equal tell the same."""
    text = json.dumps(kept, sort_keys=True, default=_plain, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def as_json(kept: Kept) -> Kept:
    """A snapshot whose days are text, as a row keeps it."""
    told: Kept = json.loads(json.dumps(kept, default=_plain))
    return told


def put_back(kept: Kept, year: int, made: Iterable[int]) -> None:
    """Everything as the snapshot has it; the districts ``made`` meanwhile disappear. Raises Refusal."""
    aires, villages, _ = kept["touched"]
    for pk, host, district, _ in kept["aires"]:
        _save(Aire.objects.get(pk=pk), host_commune_id=host, district_id=district)
    for pk, cercle, district, estimated, _ in kept["communes"]:
        commune = Commune.objects.get(pk=pk)
        _save(commune, cercle_id=cercle, district_id=district, district_estimated=estimated)
    CommuneShare.objects.filter(aire__in=aires).delete()
    CommuneShare.objects.bulk_create(_made(CommuneShare, _SHARE, kept["shares"]))
    VillageAire.objects.filter(village__in=villages).delete()
    VillageAire.objects.bulk_create(_made(VillageAire, _LINK, kept["links"]))
    AirePast.objects.filter(aire__in=aires).delete()
    AirePast.objects.bulk_create(_made(AirePast, _PAST, kept["pasts"]))
    _put_people_back(aires, kept["people"], year)
    try:
        District.objects.filter(pk__in=list(made)).delete()
    except ProtectedError as error:
        raise Refusal(
            "Ce district a depuis des mandats ou d’autres communes\u00a0: il ne peut plus être annulé."
        ) from error


def _save(place: Any, **values: Any) -> None:
    if any(getattr(place, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(place, name, value)
        place._change_reason = REASON  # noqa: SLF001
        place.save()


def _made(model: Any, columns: tuple[str, ...], rows: list[list[Any]]) -> list[Any]:
    return [
        model(**{
            name: date.fromisoformat(value) if name.endswith("_on") and value else value
            for name, value in zip(columns, row, strict=True)
        })
        for row in rows
    ]  # fmt: skip


def _put_people_back(aires: list[int], rows: list[list[Any]], year: int) -> None:
    """Rows changed are changed back, rows made since disappear; each leaves its history."""
    wanted = {(row[0], row[1]): dict(zip(_PEOPLE, row, strict=True)) for row in rows}
    now = {(p.aire_id, p.year): p for p in AirePopulation.objects.filter(aire__in=aires, year__gte=year)}
    upsert(AirePopulation, wanted, now, REASON)
    for key, row in now.items():
        if key not in wanted:
            row.delete()
