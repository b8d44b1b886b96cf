"""Meetings, their agendas, who attended, what they decide."""

from concertation.models.agenda import Correction, Decision, Item
from concertation.models.meeting import (
    Meeting,
    MeetingQuerySet,
    Presence,
    commune_of,
    organs_kept,
    organs_met,
)

__all__ = [
    "Correction",
    "Decision",
    "Item",
    "Meeting",
    "MeetingQuerySet",
    "Presence",
    "commune_of",
    "organs_kept",
    "organs_met",
]
