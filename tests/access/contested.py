"""Acts against organs of the access world, with texts that their readers alone may meet."""

from datetime import date
from typing import Any

from accounts.models import Person
from asaco.models import Appeal, Crisis, CrisisDissent
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
