"""A line of a timeline, the kinds that a reader may ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models

from communes.models import Commune
from core.access import PlaceKind, Scope
from cscom.models import Aire


class EventKind(models.TextChoices):
    """What a line is about; the value stands in addresses."""

    MEETINGS = "reunions", "réunions"
    PROMISES = "engagements", "décisions et engagements"
    REPORTS = "rapports", "rapports mensuels"
    PLANS = "plans", "plans"
    CONVENTIONS = "conventions", "conventions (CAM)"
    CRISES = "crises", "crises des ASACO"
    MONITORAGE = "monitorage", "monitorage"
    PAPERS = "documents", "documents"
    BOUNDARIES = "decoupage", "découpage"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened one day; ``url`` "" when it has no page of its own."""

    day: date
    kind: EventKind
    what: str
    who: str = ""
    url: str = ""
    order: int = 0  # among those of one day

    @property
    def rank(self) -> tuple[date, str, int]:
        """The newest first, once reversed; never two ways of one day."""
        return self.day, self.kind.value, self.order


@dataclass(frozen=True, slots=True)
class Asking:
    """Whose timeline, of which year, for which reader; ``aires``: the aire, those touching the commune."""

    scope: Scope
    place: Commune | Aire
    aires: Sequence[int]
    year: int

    @property
    def kind(self) -> PlaceKind:
        return PlaceKind.COMMUNE if isinstance(self.place, Commune) else PlaceKind.AIRE

    @property
    def commune(self) -> int:
        """The commune; 0 for an aire: what is the commune's alone is not the aire's."""
        return self.place.pk if isinstance(self.place, Commune) else 0
