"""The kinds of organs, from their sheets to the database: only those that lack, all of them or none."""

from pathlib import Path
from typing import Any

from django.db import transaction

from communes.sheets import Column, Sheet, one_of, read_sheet, text, whole, yes_no
from core.access import PlaceKind, Role
from mandates.models import Counting, Group, Incompatible, KindSeat, OrganKind, Quorum, QuorumBase
from mandates.models.kinds import Keeper

FOLDER = Path(__file__).parent / "catalogue"
KINDS = Sheet(
    "organes.csv",
    (
        Column("code", text(30)),
        Column("ordre", whole(1, 999)),
        Column("nom", text(100)),
        Column("niveau", one_of(*PlaceKind.values)),
        Column("reunions_par_an", whole(1, 52), optional=True),
        Column("quorum", one_of(*Quorum.values)),
        Column("quorum_nombre", whole(1, 500), optional=True),
        Column("quorum_base", one_of(*QuorumBase.values)),
        Column("mandat_mois", whole(1, 120), optional=True),
        Column("tenu_par", one_of(*Keeper.values)),
        Column("transitoire", yes_no),
        Column("source", text(200)),
        Column("a_confirmer", yes_no),
    ),
    ("code",),
)
SEATS = Sheet(
    "sieges.csv",
    (
        Column("organe", text(30)),
        Column("ordre", whole(1, 999)),
        Column("fonction", text(100)),
        Column("represente", one_of(*Group.values)),
        Column("preside", yes_no),
        Column("compte_par", one_of(*Counting.values)),
        Column("nombre", whole(1, 60)),
        Column("de_droit", one_of(*(role for role in Role.values if role != Role.ANONYME)), optional=True),
    ),
    ("organe", "ordre"),
)
INCOMPATIBLE = Sheet(
    "incompatibles.csv",
    (
        Column("organe", text(30)),
        Column("autre", text(30)),
        Column("source", text(200)),
        Column("a_confirmer", yes_no),
    ),
    ("organe", "autre"),
)
FIELDS = {
    "code": "code", "ordre": "rank", "nom": "name", "niveau": "level", "reunions_par_an": "sessions_a_year",
    "quorum": "quorum", "quorum_nombre": "quorum_number", "quorum_base": "quorum_base",
    "mandat_mois": "mandate_months", "tenu_par": "keeper", "transitoire": "transitional",
    "source": "source", "a_confirmer": "estimated",
}  # fmt: skip
LINE = {
    "ordre": "rank", "fonction": "function", "represente": "group", "preside": "chair",
    "compte_par": "counting", "nombre": "number",
}  # fmt: skip


@transaction.atomic
def load_organs(folder: Path = FOLDER) -> int:
    """Write the kinds that lack, each with its composition. How many. Raises BadSheet.

    A kind that stands is left as it is: it may have been corrected since.
    """
    kinds, seats = read_sheet(folder, KINDS), read_sheet(folder, SEATS)
    codes = {row["code"] for row in kinds}
    for row in seats:
        if row["organe"] not in codes:
            raise row.refused("organe", "ce type d’organe n’est pas dans organes.csv.")
    known = set(OrganKind.objects.values_list("code", flat=True))
    made = {}
    for row in kinds:
        if row["code"] not in known:
            made[row["code"]] = OrganKind.objects.create(**{FIELDS[name]: row[name] for name in FIELDS})
    KindSeat.objects.bulk_create(
        KindSeat(kind=made[row["organe"]], role=row["de_droit"] or "", **_line(row))
        for row in seats
        if row["organe"] in made
    )
    _incompatible(folder)
    return len(made)


def _incompatible(folder: Path) -> None:
    """The pairs that lack, in either order; a folder without this sheet says nothing of them."""
    if not (folder / INCOMPATIBLE.name).exists():
        return
    kinds = dict(OrganKind.objects.values_list("code", "pk"))
    known = {frozenset(pair) for pair in Incompatible.objects.values_list("kind", "other")}
    for row in read_sheet(folder, INCOMPATIBLE):
        for name in ("organe", "autre"):
            if row[name] not in kinds:
                raise row.refused(name, "ce type d’organe n’existe pas.")
        one, other = kinds[row["organe"]], kinds[row["autre"]]
        if frozenset({one, other}) not in known:
            Incompatible.objects.create(
                kind_id=one, other_id=other, source=row["source"], estimated=row["a_confirmer"]
            )


def _line(row: Any) -> dict[str, Any]:
    return {LINE[name]: row[name] for name in LINE}
