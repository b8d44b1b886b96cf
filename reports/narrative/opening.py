"""When the texts of a quarterly report may be written: from its last month until the calendar issues it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from communes.models import Commune
from core.access import Action, Scope
from core.formats import HARD, NARROW, day
from core.months import Month, Quarter
from core.workflow import Refusal
from mandates.policy import actor_of
from reports.due import issued_from
from reports.voices import REASON_LONGEST, Reopening

AGAIN = timedelta(days=10)  # for how long a reopening stands
NOT_YOURS = (
    "Votre fonction n’établit pas les rapports de cette commune\u00a0: elle ne rouvre pas leurs textes."
)


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which one writes. ``closes``: the first day on which one does not; None: not known yet.

    ``again``: the last reopening, if any.
    """

    quarter: Quarter
    closes: date | None
    again: Reopening | None = None

    @property
    def opens(self) -> date:
        return self.quarter.months[-1].first_day

    def shut(self, today: date) -> str:
        """Why nothing is written today, in French; "" when one writes."""
        if today < self.opens:
            return (
                f"Le {self.quarter.words} n’en est pas à son dernier mois{HARD}: "
                f"les parties écrivent à partir du {day(self.opens)}."
            )
        if self.closes is None and self.quarter < Quarter.last_closed(today):
            return (
                f"Le {self.quarter.words} n’a pas de mois ouvert ici{HARD}: il n’a pas de rapport à écrire."
            )
        if self.closes is None or today < self.closes or (self.again and today <= self.again.until):
            return ""
        return (
            f"Les textes du {self.quarter.words} sont clos depuis le {day(self.closes)}{HARD}: le calendrier "
            f"a établi les rapports. Qui les établit peut rouvrir les textes, avec un motif."
        )

    def until_words(self, today: date) -> str:
        """« avant le 20 octobre 2026 », « jusqu’au 3 décembre 2026 au soir », of a window that is open."""
        if self.closes is None:
            return "avant que le rapport soit établi"
        if today < self.closes:
            return f"avant le {day(self.closes)}"
        return f"jusqu’au {day(self.again.until)} au soir" if self.again else ""


def window_of(commune: Commune, quarter: Quarter) -> Window:
    """When one writes in the report of ``commune``. One query."""
    again = Reopening.objects.filter(commune=commune, quarter=quarter.code).order_by("-until").first()
    return Window(quarter, issued_from(quarter), again)


def open_now(today: date) -> Window | None:
    """The quarter whose texts are awaited, reopenings apart: the one just over, else the one about to end."""
    for quarter in (Quarter.last_closed(today), Month.of(today).quarter):
        if today < quarter.months[-1].first_day:
            continue
        window = Window(quarter, issued_from(quarter))
        if window.closes and not window.shut(today):
            return window
    return None


def reopen(commune: Commune, quarter: Quarter, reason: str, scope: Scope) -> Reopening:
    """Open the texts again for ten days, with the reason. Raises Refusal.

    Nothing that was issued changes: a paper made afterwards says what was added since.
    """
    today, reason = timezone.localdate(), " ".join(reason.split())
    holding = actor_of(scope, Action.DOCUMENT_ISSUE, commune.where()).holding
    if holding is None or scope.person_id is None:
        raise Refusal(NOT_YOURS)
    if not reason:
        raise Refusal("Écrivez pourquoi les textes sont rouverts.")
    if len(reason) > REASON_LONGEST:
        raise Refusal(f"Trop long{HARD}: {REASON_LONGEST} caractères au plus.")
    window = window_of(commune, quarter)
    if not window.shut(today):
        raise Refusal(f"Les textes sont déjà ouverts{NARROW}; rien ne change.")
    if today < window.opens or window.closes is None:
        raise Refusal(window.shut(today))
    try:
        with transaction.atomic():
            return Reopening.objects.create(
                commune=commune, quarter=quarter.code, reason=reason, until=today + AGAIN,
                person_id=scope.person_id, mandate_id=holding.mandate_id, role=holding.role,
                place_name=holding.place_name,
            )  # fmt: skip
    except IntegrityError as error:  # two at the same instant
        raise Refusal(f"Les textes viennent d’être rouverts{NARROW}; rien ne change.") from error
