"""From the sheets to the tables of this app, one function a sheet."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from communes.districts import Csref, district_of
from communes.layout import LEVELS
from communes.models import Cercle, Coefficient, Commune, District, Place, Population, Region, Village
from communes.sheets import Row
from communes.upsert import Counts, upsert

REASON = "chargement des fichiers de référence"


def load_regions(rows: Sequence[Row]) -> Counts:
    wanted = {row["code"]: {"code": row["code"], "name": row["nom"], **_source(row)} for row in rows}
    return upsert(Region, wanted, _known(Region), REASON)


def load_cercles(rows: Sequence[Row]) -> Counts:
    regions = ids(Region)
    wanted = {
        row["code"]: {
            "code": row["code"],
            "name": row["nom"],
            "region_id": reference(row, "region", regions),
            "growth_rate": row["croissance"],
            **_source(row),
        }
        for row in rows
    }
    return upsert(Cercle, wanted, _known(Cercle), REASON)


def load_districts(rows: Sequence[Row]) -> Counts:
    regions, cercles = ids(Region), ids(Cercle)
    for row in rows:
        reference(row, "cercle", cercles)
    wanted = {
        row["code"]: {
            "code": row["code"],
            "name": row["nom"],
            "region_id": reference(row, "region", regions),
            "csref_name": row["csref"],
            **_position(row),
            **_source(row),
        }
        for row in rows
    }
    return upsert(District, wanted, _known(District), REASON)


def load_communes(rows: Sequence[Row], district_rows: Sequence[Row], moved: Collection[str] = ()) -> Counts:
    """Without a district in the file: the nearest CSRéf of the cercle, unless an officer set one.

    Communes ``moved`` since, by their code, stay in the cercle and the district they are in.
    """
    cercles = {c.code: c for c in Cercle.objects.select_related("region")}
    districts, known = ids(District), _known(Commune)
    csrefs = [Csref(r["code"], r["cercle"], r["region"], r["lat"], r["lon"]) for r in district_rows]
    wanted = {}
    for row in rows:
        cercle_id = reference(row, "cercle", {code: c.pk for code, c in cercles.items()})
        if row["code"] in moved:
            cercle_id, district_id = known[row["code"]].cercle_id, known[row["code"]].district_id
            estimated = False
        elif row["district"]:
            district_id, estimated = reference(row, "district", districts), False
        elif (now := known.get(row["code"])) and not now.district_estimated:
            district_id, estimated = now.district_id, False
        else:
            cercle = cercles[row["cercle"]]
            code = district_of(cercle.code, cercle.region.code, (row["lat"], row["lon"]), csrefs)
            if code is None:
                raise row.refused(
                    "district", "aucun CSRéf dans le cercle ni dans la région\u00a0: donner le district."
                )
            district_id, estimated = districts[code], True
        wanted[row["code"]] = {
            "code": row["code"],
            "name": row["nom"],
            "cercle_id": cercle_id,
            "district_id": district_id,
            "district_estimated": estimated,
            "area_km2": row["superficie_km2"],
            **_position(row),
            **_source(row),
        }
    return upsert(Commune, wanted, known, REASON)


def load_villages(rows: Sequence[Row]) -> Counts:
    communes = ids(Commune)
    wanted = {
        row["code"]: {
            "code": row["code"],
            "name": row["nom"],
            "other_name": row["autre_nom"] or "",
            "commune_id": reference(row, "commune", communes),
            **_position(row),
            **_source(row),
        }
        for row in rows
    }
    return upsert(Village, wanted, _known(Village), REASON)


def load_populations(rows: Sequence[Row]) -> Counts:
    """A figure entered by hand (not an estimation) is never replaced by an estimation."""
    places = {level: ids(model) for level, model in _BY_LEVEL.items()}
    known = {
        (level, getattr(p, f"{level}_id"), p.year): p
        for p in Population.objects.all()
        for level in LEVELS
        if getattr(p, f"{level}_id")
    }
    wanted, kept = {}, 0
    for row in rows:
        level = row["niveau"]
        key = (level, reference(row, "code", places[level]), row["annee"])
        if row["estimation"] and key in known and not known[key].estimated:
            kept += 1
            continue
        wanted[key] = {
            f"{level}_id": key[1],
            "year": row["annee"],
            "total": row["habitants"],
            "estimated": row["estimation"],
            "source": row["source"],
        }
    return upsert(Population, wanted, known, REASON) + Counts(unchanged=kept)


def load_coefficients(rows: Sequence[Row]) -> Counts:
    """A coefficient set by the DRS (not an estimation) is never replaced by an estimation."""
    regions = ids(Region)
    known = {(c.key, c.region_id, c.from_year): c for c in Coefficient.objects.all()}
    wanted, kept = {}, 0
    for row in rows:
        region_id = reference(row, "region", regions) if row["region"] else None
        key = (row["cle"], region_id, row["a_partir_de"])
        if row["estimation"] and key in known and not known[key].estimated:
            kept += 1
            continue
        wanted[key] = {
            "key": row["cle"],
            "label": row["groupe"],
            "share": row["part"],
            "region_id": region_id,
            "from_year": row["a_partir_de"],
            "estimated": row["estimation"],
            "source": row["source"],
        }
    return upsert(Coefficient, wanted, known, REASON) + Counts(unchanged=kept)


_BY_LEVEL: dict[str, type[Place]] = {
    "region": Region,
    "cercle": Cercle,
    "commune": Commune,
    "village": Village,
}


# ---- Words shared with the floor above ----
def ids(model: type[Place]) -> dict[str, int]:
    """Code → primary key, for every row of a table of places."""
    return dict(model._default_manager.values_list("code", "pk"))


def reference(row: Row, column: str, known: Mapping[str, int]) -> int:
    """The row another file gave; refused, with the line, when no such code exists."""
    code = row[column]
    if code not in known:
        raise row.refused(column, f"le code «\u00a0{code}\u00a0» n’existe pas.")
    return known[code]


def _known(model: type[Any]) -> dict[str, Any]:
    return {row.code: row for row in model._default_manager.all()}


def _source(row: Row) -> dict[str, str]:
    return {"source": row["source"] or ""}


def _position(row: Row) -> dict[str, float | None]:
    return {"latitude": row["lat"], "longitude": row["lon"]}
