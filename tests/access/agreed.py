"""Conventions of the access world, in force, with texts that their readers alone may meet."""

from datetime import date
from uuid import UUID

from accounts.models import Person
from communes.models import Commune
from conventions.models import Cam, Commitment, Due, Review, Score
from cscom.models import Aire

LINE = UUID(int=31)  # of every convention
SIGNED = date(2025, 12, 8)


def cam_of(aire: Aire, commune: Commune, name: str, signers: tuple[Person, Person]) -> Cam:
    """In force for 2026, with a commitment that a party spoke of, a review that is prepared."""
    mayor, president = signers
    cam = Cam.objects.create(
        aire=aire, commune=commune, state="vigueur", months=24, advised_on=SIGNED, deliberated_on=SIGNED,
        deliberation="12", commune_signer=mayor, commune_signed_on=SIGNED, asaco_signer=president,
        asaco_signed_on=SIGNED, vised_on=SIGNED, starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31),
    )  # fmt: skip
    add_line(cam, LINE, 1, name)
    Review.objects.create(cam=cam, year=2026, version=1, words=f"CANARI revue {name}.")
    return cam


def add_line(cam: Cam, key: UUID, rank: int, name: str) -> None:
    """A commitment of the State, due each January, of which the commune spoke."""
    line = Commitment.objects.create(
        cam=cam, key=key, rank=rank, party="etat", text=f"CANARI engagement {name}.", due_month=1
    )
    Due.objects.bulk_create(
        Due(
            commitment=line, year=year, due_on=date(year, 1, 31), called=1, reason=f"CANARI motif cam {name}."
        )
        for year in (2026, 2027)
    )
    one = Due.objects.get(commitment=line, year=2026)
    Score.objects.create(due=one, party="commune", mark="partiel", words=f"CANARI parole {name}.", version=1)
