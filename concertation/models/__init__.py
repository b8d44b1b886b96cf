"""Meetings, their agendas, who attended, what they decide, how it is told to villages."""

from concertation.models.agenda import Correction, Decision, Item
from concertation.models.interest import Interest
from concertation.models.meeting import (
    Meeting,
    MeetingQuerySet,
    Presence,
    commune_of,
    organs_kept,
    organs_met,
)
from concertation.models.restitution import Restitution
from concertation.models.voting import Ballot, Dissent

__all__ = [
    "Ballot",
    "Correction",
    "Decision",
    "Dissent",
    "Interest",
    "Item",
    "Meeting",
    "MeetingQuerySet",
    "Presence",
    "Restitution",
    "commune_of",
    "organs_kept",
    "organs_met",
]
