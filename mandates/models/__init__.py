"""Mandates, codes, tokens; the organs, their seats, who holds them."""

from mandates.models.holding import Act, Ending, SeatHold
from mandates.models.kinds import (
    Counting,
    Frame,
    Group,
    Incompatible,
    KindSeat,
    OrganKind,
    Quorum,
    QuorumBase,
)
from mandates.models.mandate import (
    PLACE_OF_ROLE,
    PLACES,
    ApiToken,
    Mandate,
    MandateQuerySet,
    OneTimeCode,
)
from mandates.models.organ import Organ, OrganQuerySet, Seat

__all__ = [
    "PLACES",
    "PLACE_OF_ROLE",
    "Act",
    "ApiToken",
    "Counting",
    "Ending",
    "Frame",
    "Group",
    "Incompatible",
    "KindSeat",
    "Mandate",
    "MandateQuerySet",
    "OneTimeCode",
    "Organ",
    "OrganKind",
    "OrganQuerySet",
    "Quorum",
    "QuorumBase",
    "Seat",
    "SeatHold",
]
