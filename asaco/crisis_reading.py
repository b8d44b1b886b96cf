"""How an act against an organ stands on a day: it holds, is lifted, over, undone by an appeal, annulled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from asaco.models import Appeal, Crisis, CrisisDissent, CrisisKind, Outcome
from core.formats import day


@dataclass(frozen=True, slots=True)
class CrisisOn:
    """One act, what stands under it. Dissents, appeals in the order they came."""

    crisis: Crisis
    day: date
    dissents: tuple[CrisisDissent, ...]
    appeals: tuple[Appeal, ...]
    lifted_by: Crisis | None

    @property
    def undone(self) -> Appeal | None:
        """The appeal that annulled the act."""
        won = (one for one in self.appeals if one.outcome == Outcome.ANNULLED and not one.annulled_on)
        return next(won, None)

    @property
    def pending(self) -> bool:
        """Does an appeal wait for its outcome?"""
        return any(not one.outcome and not one.annulled_on for one in self.appeals)

    @property
    def open(self) -> bool:
        """Does it hold that day?"""
        crisis = self.crisis
        over = crisis.last_day is not None and crisis.last_day < self.day
        return not (crisis.annulled or over or self.lifted_by or self.undone or self.lifting)

    @property
    def lifting(self) -> bool:
        return self.crisis.kind == CrisisKind.LIFTING

    @property
    def state(self) -> tuple[str, str]:
        """The silhouette, the words."""
        crisis = self.crisis
        if crisis.annulled_on:
            return "nil", f"annulé le {day(crisis.annulled_on)}, écrit par erreur"
        if self.undone and self.undone.outcome_on:
            return "nil", f"annulé par le recours, le {day(self.undone.outcome_on)}"
        if self.lifted_by:
            return "ok", f"levé le {day(self.lifted_by.acted_on)}"
        if crisis.last_day and crisis.last_day < self.day:
            return "ok", f"fini le {day(crisis.last_day)}"
        if self.lifting:
            return "ok", "organe remis en place"
        return "far", "en cours, recours attendu" if self.pending else "en cours"

    @property
    def asks_transition(self) -> bool:
        """A dissolution that holds, and no transitional organ said."""
        return self.open and self.crisis.kind == CrisisKind.DISSOLUTION and not self.crisis.transitional_id


def crises_on(rows: Iterable[Crisis], on: date) -> list[CrisisOn]:
    """These acts, in their order; ``rows``: with ``UNDER`` fetched."""
    return [
        CrisisOn(
            row, on, tuple(row.dissents.all()), tuple(row.appeals.all()),
            next((one for one in row.liftings.all() if not one.annulled_on and one.acted_on <= on), None),
        )
        for row in rows
    ]  # fmt: skip


# What a list or a page reads besides: three queries, whatever the number of acts.
UNDER = (
    Prefetch("dissents", CrisisDissent.objects.select_related("person")),
    Prefetch("appeals", Appeal.objects.select_related("person", "annulled_by", "outcome_by")),
    Prefetch("liftings", Crisis.objects.order_by("acted_on", "pk")),
)
