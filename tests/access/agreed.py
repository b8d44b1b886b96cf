"""The conventions of the world of access: each aire with each commune it touches, in force, then a draft."""

from datetime import date
from uuid import UUID

from communes.models import Commune
from conventions.models import Cam, Commitment, Due, Review, Score
from core.models import ActLog
from cscom.models import Aire
from tests.cast import Cast

CAM_LINE = UUID(int=27)  # of every draft
LINE = UUID(int=31)  # of every one in force, of which a party spoke
DAY = date(2026, 1, 5)


def agreed(aire: Aire, commune: Commune, name: str, players: Cast) -> int:
    """One in force, its renewal being written, with texts only their readers may meet.

    The number of the act that said the opinion of the CSRéf.
    """
    first = Cam.objects.create(
        aire=aire, commune=commune, state="vigueur", preamble=f"CANARI préambule {name}.", advised_on=DAY,
        deliberated_on=DAY, deliberation=f"CANARI délibération {name}.",
        commune_signer=players.person_of("julie"), commune_signed_on=DAY,
        asaco_signer=players.person_of("yaya"), asaco_signed_on=DAY, vised_on=DAY, starts_on=DAY,
        ends_on=date(2031, 1, 4),
    )  # fmt: skip
    draft = Cam.objects.create(
        aire=aire, commune=commune, edition=2, kind="renouvellement", follows=first,
        preamble=f"CANARI projet de préambule {name}.",
    )  # fmt: skip
    for cam, words in ((first, "promet"), (draft, "propose")):
        Commitment.objects.create(
            cam=cam, key=CAM_LINE, rank=1, party="commune", text=f"CANARI {words} {name}."
        )
    add_line(first, LINE, 2, name)
    Review.objects.create(cam=first, year=2026, version=1, words=f"CANARI revue {name}.")
    log = ActLog.objects.create(
        kind="cam", object_id=str(first.pk), act="avis", from_state="deposee", to_state="avisee", version=1,
        person_name="Le CSRéf", mandate_id=1, comment=f"CANARI avis de convention {name}.",
        details={"kind": "favorable"},
    )  # fmt: skip
    return log.pk


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
