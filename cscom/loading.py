"""A folder of reference files loaded whole, or not at all."""

from collections.abc import Callable, Sequence
from pathlib import Path

from django.db import transaction

from communes import layout, loading
from communes.borders import load_borders
from communes.models import Commune, Region
from communes.sheets import Row, read_sheet
from communes.upsert import Counts, upsert
from cscom.models import Aire, Cscom
from cscom.past import communes_moved

STEPS = 2 * len(layout.SHEETS)


def load_folder(folder: Path, tell: Callable[[str], None], *, dry_run: bool = False) -> dict[str, Counts]:
    """Load the nine sheets of ``folder`` in one transaction; file name → what it did.

    ``tell`` is called ``STEPS`` times with what begins. With ``dry_run`` all is done, counted and undone.
    Raises BadSheet: nothing was written.
    """
    sheets: dict[str, Sequence[Row]] = {}
    for sheet in layout.SHEETS:
        tell(f"lecture de {sheet.name}")
        sheets[sheet.name] = read_sheet(folder, sheet)
    districts = sheets[layout.DISTRICTS.name]
    loaders: dict[str, Callable[[Sequence[Row]], Counts]] = {
        layout.REGIONS.name: loading.load_regions,
        layout.CERCLES.name: loading.load_cercles,
        layout.DISTRICTS.name: loading.load_districts,
        layout.COMMUNES.name: lambda rows: loading.load_communes(rows, districts, communes_moved()),
        layout.BORDERS.name: load_borders,
        layout.VILLAGES.name: loading.load_villages,
        layout.CSCOM.name: load_cscom,
        layout.POPULATIONS.name: loading.load_populations,
        layout.COEFFICIENTS.name: loading.load_coefficients,
    }
    counts = {}
    with transaction.atomic():
        for name, load in loaders.items():
            tell(f"chargement de {name}")
            counts[name] = load(sheets[name])
        if dry_run:
            transaction.set_rollback(True)
    return counts


def load_cscom(rows: Sequence[Row]) -> Counts:
    """A CSCOM whose commune is known opens its aire, under the same code; the others wait « à situer ».

    A CSCOM that an officer placed stays where they placed it when the file still does not know its commune.
    An aire that moved since stays in the commune and the district it is in.
    """
    communes = {c.code: c for c in Commune.objects.all()}
    commune_ids, regions = {code: c.pk for code, c in communes.items()}, loading.ids(Region)
    for row in rows:
        loading.reference(row, "region", regions)
    moved = {aire.code: aire for aire in Aire.objects.filter(pasts__isnull=False)}
    wanted = {
        row["code"]: {
            "code": row["code"],
            "name": row["nom"],
            "host_commune_id": loading.reference(row, "commune", commune_ids),
            "district_id": communes[row["commune"]].district_id,
            "source": row["source"] or "",
        }
        for row in rows
        if row["commune"]
    }
    for code in moved.keys() & wanted.keys():
        wanted[code]["host_commune_id"] = moved[code].host_commune_id
        wanted[code]["district_id"] = moved[code].district_id
    upsert(Aire, wanted, {a.code: a for a in Aire.objects.all()}, loading.REASON)
    aires = loading.ids(Aire)
    known = {c.code: c for c in Cscom.objects.all()}
    return upsert(Cscom, {row["code"]: _cscom(row, aires, known) for row in rows}, known, loading.REASON)


def _cscom(row: Row, aires: dict[str, int], known: dict[str, Cscom]) -> dict[str, object]:
    placed = known.get(row["code"])
    return {
        "code": row["code"],
        "name": row["nom"],
        "aire_id": aires[row["code"]] if row["commune"] else placed and placed.aire_id,
        "latitude": row["lat"],
        "longitude": row["lon"],
        "source": row["source"] or "",
    }
