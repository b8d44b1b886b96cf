"""Many more rows of what an ASACO lives: acts against its organs, opinions, appeals, budgets."""

from datetime import date
from typing import Any

from asaco.models import Appeal, Asaco, Budget, Crisis, CrisisDissent
from core.access import Role
from mandates.models import Organ
from tests.access.contested import crisis_of
from tests.access.world import World

MANY = 6


def crowd_asaco(world: World) -> None:
    """Six acts more, in many organs, six budgets; under the act that every probe opens, opinions, appeals."""
    one, fanta = world.organs["aire1"], world.cast.person_of("fanta")
    there = world.crises["aire1"].crisis
    for n in range(1, MANY + 1):
        organ = Organ.objects.create(
            kind=one.kind, aire=one.aire, name=f"Dissous {n}", opened_on=date(2019, 1, n), quorum="moitie",
            source="essai",
        )  # fmt: skip
        more = crisis_of(organ, f"Foule {n}", fanta, day=n).crisis
        signed: dict[str, Any] = {
            "person": world.presidents["aire1"], "mandate_id": 1, "role": Role.PRESIDENT,
            "place_name": "Foule", "recorded_on": date(2026, 3, 30),
        }  # fmt: skip
        CrisisDissent.objects.create(crisis=there, text=f"Foule {n}", **signed)
        Appeal.objects.create(
            crisis=there, filed_on=date(2026, 3, 20), whose=f"Foule {n}", before="Foule", **signed
        )
        Budget.objects.create(
            asaco=Asaco.objects.get(aire=one.aire), year=2010 + n, adopted_on=date(2010 + n, 1, 20),
            organ_words="Foule", acts_in=n, version=1,
        )  # fmt: skip
        if n % 2:
            continue
        Crisis.objects.create(
            aire=more.aire, organ=organ, kind="levee", lifts=more, acted_on=date(2026, 3, 20),
            author="prefet", author_words="Foule", legal_basis="Foule", **signed,
        )  # fmt: skip
