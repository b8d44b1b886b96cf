"""Acts against organs of the access world, budgets, with texts that their readers alone may meet."""

from datetime import date
from typing import Any

from accounts.models import Person
from asaco.models import Appeal, Asaco, Budget, Crisis, CrisisDissent
from core.access import Action, Role
from files.store import store
from mandates.models import Organ


def crisis_of(organ: Organ, name: str, person: Person, day: int = 2) -> Appeal:
    """The organ was dissolved; a party differs, another appeals."""
    signed: dict[str, Any] = {
        "person": person, "mandate_id": 1, "role": Role.MAIRE, "place_name": "Banamba",
        "recorded_on": date(2026, 3, 30),
    }  # fmt: skip
    there = Organ.objects.located().get(pk=organ.pk)
    assert there.aire
    scan = store(
        f"%PDF-1.7 CANARI arrêté {name}.".encode(), name=f"arrete-{name}.pdf", mime="application/pdf",
        action=Action.ORGAN_SEE, place_kind=there.place_kind, where=there.where(), created_by=None,
        touched=True,
    )  # fmt: skip
    crisis = Crisis.objects.create(
        aire=there.aire, organ=organ, kind="dissolution", acted_on=date(2026, 3, day), author="maire",
        author_words=f"CANARI auteur {name}.", legal_basis=f"CANARI base {name}.",
        reasons=f"CANARI raison {name}.", scan=scan, **signed,
    )  # fmt: skip
    CrisisDissent.objects.create(crisis=crisis, text=f"CANARI avis sur la crise {name}.", **signed)
    return Appeal.objects.create(
        crisis=crisis, filed_on=date(2026, 3, 20), whose=f"CANARI requérant {name}.",
        before=f"CANARI tribunal {name}.", grounds=f"CANARI demande {name}.", **signed,
    )  # fmt: skip


def budget_of(asaco: Asaco, name: str) -> None:
    """What the ASACO adopted for the year, in words that the readers of its accounts alone may meet."""
    Budget.objects.create(
        asaco=asaco, year=2026, adopted_on=date(2026, 1, 20), organ_words=f"CANARI budget {name}.",
        acts_in=1_000_000, version=1,
    )  # fmt: skip
