"""Where the places of the fictitious country stand: a chequerboard of communes, a CSCOM for each aire."""

import random
from collections.abc import Sequence
from itertools import groupby
from math import ceil, sqrt

from communes.models import Border, Commune
from communes.outlines import Point, trace_of
from cscom.models import Aire, Cscom

DICE = random.Random(20261128)
SIDE = 200  # of a commune, in thousandths of a degree: about 22 km
BENDS = 8  # of a border, about as many as the public outlines have
WEST, SOUTH = -9_000, 11_000


def lay(communes: Sequence[Commune]) -> None:
    """The borders of the communes of one région, each line shared by its two neighbours."""
    columns = ceil(sqrt(len(communes)))
    cells = {(i % columns, i // columns): commune for i, commune in enumerate(communes)}
    borders = []
    for (x, y), commune in cells.items():
        corner = (WEST + x * SIDE, SOUTH + y * SIDE)
        east, north = (corner[0] + SIDE, corner[1]), (corner[0], corner[1] + SIDE)
        borders.append(Border(left=commune, right=cells.get((x, y - 1)), trace=_line(corner, east)))
        borders.append(Border(left=cells.get((x - 1, y)), right=commune, trace=_line(corner, north)))
        if (x + 1, y) not in cells:
            borders.append(Border(left=commune, trace=_line(east, (east[0], north[1]))))
        if (x, y + 1) not in cells:
            borders.append(Border(left=commune, trace=_line((east[0], north[1]), north)))
    Border.objects.bulk_create(borders)


def place(communes: Sequence[Commune], aires: Sequence[Aire]) -> None:
    """A CSCOM for each aire, somewhere in its host commune, numbered as ``lay`` lays them."""
    columns = ceil(sqrt(len(communes)))
    at = {commune.pk: (i % columns, i // columns) for i, commune in enumerate(communes)}
    Cscom.objects.bulk_create(
        Cscom(
            code=aire.code,
            name=aire.name,
            aire=aire,
            longitude=(WEST + (at[aire.host_commune_id][0] + DICE.random()) * SIDE) / 1000,
            latitude=(SOUTH + (at[aire.host_commune_id][1] + DICE.random()) * SIDE) / 1000,
        )
        for aire in aires
        if aire.host_commune_id in at
    )


def _line(start: Point, end: Point) -> str:
    """From corner to corner, wavering on the way."""
    points = [start]
    for i in range(1, BENDS):
        x, y = (a + (b - a) * i // BENDS + DICE.randint(-8, 8) for a, b in zip(start, end, strict=True))
        points.append((x, y))
    points.append(end)
    return trace_of([point for point, _ in groupby(points)])
