"""The organs of an ASACO as its statutes want them: how often, for how long, until when, who lacks."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from core.access import PlaceKind
from mandates.models import Organ
from mandates.organs.reading import OrganOn, months_words, organs_on, sessions_words

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Statute:
    """One organ today."""

    on: OrganOn

    @property
    def over(self) -> bool:
        """A transitional organ whose last day is past."""
        return not self.on.organ.stands_on(self.on.day)

    @property
    def sessions(self) -> str:
        """« 4 réunions par an »."""
        return sessions_words(self.on.organ)

    @property
    def months(self) -> str:
        """« 3 ans »."""
        return months_words(self.on.organ)

    @property
    def ends(self) -> tuple[date, date] | None:
        """The first and the last of the days on which a mandate in force ends; None: none has an end."""
        days = sorted(line.hold.last_day for line in self.on.lines if line.hold and line.hold.last_day)
        return (days[0], days[-1]) if days else None

    @property
    def expired_on(self) -> date | None:
        """The day from which mandates at their term were not filled again."""
        return min((line.since for line in self.on.lines if line.state.kind == "far"), default=None)


def statutes_of(aire_id: int, today: date) -> list[Statute]:
    """The organs in place; those of a transition that ended lately, and nothing followed. Three queries."""
    there = Q(closed_on=None) | Q(closed_on__gt=today) | Q(transitional=True, closed_on__gt=today - YEAR)
    organs = Organ.objects.at(PlaceKind.AIRE, aire_id).filter(there, opened_on__lte=today)
    rows = list(organs.select_related("kind", "aire").order_by("kind__rank", "name", "pk"))
    lasting = max((one.opened_on for one in rows if not one.transitional), default=date.min)
    kept = [one for one in rows if one.stands_on(today) or lasting < one.opened_on]
    return [Statute(on) for on in organs_on(kept, today)]
