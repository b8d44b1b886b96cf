"""The nine CSV files of a territory's reference, column by column (``docs/territoire.md``)."""

from pathlib import Path

from communes.outlines import points_of
from communes.sheets import Column, Sheet, decimal, one_of, real, text, whole, yes_no

SHIPPED = Path(__file__).resolve().parent / "reference" / "koulikoro"

LEVELS = ("region", "cercle", "commune", "village")

_CODE = text(20)
_NAME = text(100)
_SOURCE = Column("source", text(200), optional=True)
_COMPULSORY_SOURCE = Column("source", text(200))
_LATITUDE = Column("lat", real(-90, 90), optional=True)
_LONGITUDE = Column("lon", real(-180, 180), optional=True)

REGIONS = Sheet("regions.csv", (Column("code", _CODE), Column("nom", _NAME), _SOURCE), ("code",))
CERCLES = Sheet(
    "cercles.csv",
    (
        Column("code", _CODE),
        Column("nom", _NAME),
        Column("region", _CODE),
        Column("croissance", decimal("-0.2", "0.2")),
        _SOURCE,
    ),
    ("code",),
)
DISTRICTS = Sheet(
    "districts.csv",
    (
        Column("code", _CODE),
        Column("nom", _NAME),
        Column("region", _CODE),
        Column("cercle", _CODE),
        Column("csref", _NAME),
        _LATITUDE,
        _LONGITUDE,
        _SOURCE,
    ),
    ("code",),
)
COMMUNES = Sheet(
    "communes.csv",
    (
        Column("code", _CODE),
        Column("nom", _NAME),
        Column("cercle", _CODE),
        Column("district", _CODE, optional=True),
        _LATITUDE,
        _LONGITUDE,
        Column("superficie_km2", real(0, 2_000_000), optional=True),
        _SOURCE,
    ),
    ("code",),
)
VILLAGES = Sheet(
    "localites.csv",
    (
        Column("code", _CODE),
        Column("nom", _NAME),
        Column("autre_nom", _NAME, optional=True),
        Column("commune", _CODE),
        _LATITUDE,
        _LONGITUDE,
        _SOURCE,
    ),
    ("code",),
)
CSCOM = Sheet(
    "cscom.csv",
    (
        Column("code", _CODE),
        Column("nom", _NAME),
        Column("nom_source", _NAME, optional=True),
        Column("region", _CODE),
        Column("commune", _CODE, optional=True),
        _LATITUDE,
        _LONGITUDE,
        _SOURCE,
    ),
    ("code",),
)
POPULATIONS = Sheet(
    "populations.csv",
    (
        Column("niveau", one_of(*LEVELS)),
        Column("code", _CODE),
        Column("annee", whole(1900, 2100)),
        Column("habitants", whole(0, 100_000_000)),
        Column("estimation", yes_no),
        _COMPULSORY_SOURCE,
    ),
    ("niveau", "code", "annee"),
)
COEFFICIENTS = Sheet(
    "coefficients.csv",
    (
        Column("cle", text(10)),
        Column("groupe", _NAME),
        Column("part", decimal("0.00001", "1")),
        Column("region", _CODE, optional=True),
        Column("a_partir_de", whole(1900, 2100)),
        Column("estimation", yes_no),
        _COMPULSORY_SOURCE,
    ),
    ("cle", "region", "a_partir_de"),
)


def trace(raw: str) -> str:
    """A line on the grid of outlines, kept as it is written."""
    points_of(raw)
    return raw


BORDERS = Sheet(
    "limites.csv",
    (
        Column("gauche", _CODE, optional=True),
        Column("droite", _CODE, optional=True),
        Column("trace", trace),
        _SOURCE,
    ),
    ("trace",),
    optional=True,
)
SHEETS = (REGIONS, CERCLES, DISTRICTS, COMMUNES, BORDERS, VILLAGES, CSCOM, POPULATIONS, COEFFICIENTS)
