"""Mandates that end are told: 180 days before, 90 days before, on the day; to who keeps, to who holds."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from core.access import Action
from core.formats import counted, day
from mandates.models import Organ, SeatHold
from mandates.organs.lines import SOON, STAGES
from mandates.receivers import Roll
from notices.models import NoticeKind
from notices.send import Fact, tell_all

ONE_DAY = timedelta(days=1)


@dataclass(slots=True)
class Term:
    """What ends on one day in one organ: the seats, or the organ itself."""

    organ_id: int
    ends_on: date
    stage: int
    seats: int = 0
    people: set[int] = field(default_factory=set)
    whole: bool = False


def tell_terms(today: date | None = None) -> int:
    """Tell what ends within 180 days, or ended by its term and was not filled. How many notices are new."""
    today = today or timezone.localdate()
    terms = [*_seats_ending(today), *_organs_ending(today)]
    if not terms:
        return 0
    organs = Organ.objects.located().in_bulk({term.organ_id for term in terms})
    roll = Roll()
    return tell_all(fact for term in terms for fact in _facts(term, organs[term.organ_id], roll))


def stage_of(ends_on: date, today: date) -> int | None:
    """180, 90 or 0: the last moment that has come; None: it is far."""
    left = (ends_on - today).days
    return min((stage for stage in STAGES if left <= stage), default=None)


def _seats_ending(today: date) -> Iterator[Term]:
    """By organ, day: the seats of organs in place that their term empties, and nobody is known to fill."""
    follows = SeatHold.objects.true().filter(seat=OuterRef("seat"), starts_on__gte=OuterRef("ends_on"))
    ending = SeatHold.objects.filter(ending="", ends_on__lte=today + timedelta(days=SOON))
    ending = ending.filter(seat__organ__in=Organ.objects.open_on(today).values("pk"))
    ending = ending.exclude(seat__closed_on__lte=today).filter(~Exists(follows))
    grouped: dict[tuple[int, date], Term] = {}
    for organ, ends_on, person in ending.values_list("seat__organ", "ends_on", "person").order_by("pk"):
        stage = stage_of(ends_on, today) if ends_on else None
        if ends_on is None or stage is None:
            continue
        term = grouped.setdefault((organ, ends_on), Term(organ, ends_on, stage))
        term.seats += 1
        term.people.add(person)
    return iter(grouped.values())


def _organs_ending(today: date) -> Iterator[Term]:
    """Organs that have a last day, the transitional ones first of all."""
    rows = Organ.objects.filter(closed_on__lte=today + timedelta(days=SOON), closed_on__gt=F("opened_on"))
    # Long past, it is history: only what ended lately is news.
    rows = rows.filter(closed_on__gt=today - timedelta(days=SOON), transitional=True)
    for pk, closed_on in rows.values_list("pk", "closed_on").order_by("pk"):
        stage = stage_of(closed_on, today) if closed_on else None
        if closed_on is not None and stage is not None:
            yield Term(pk, closed_on, stage, whole=True)


def _facts(term: Term, organ: Organ, roll: Roll) -> Iterator[Fact]:
    url = organ.get_absolute_url()
    key = f"{'organe' if term.whole else 'sieges'}:{term.organ_id}:{term.ends_on.isoformat()}:{term.stage}"
    keepers = frozenset(roll.people(Action.ORGAN_EDIT, organ.kept_where()))
    yield Fact(NoticeKind.TERM, key, f"{organ}\u00a0: {_words(term)}.", url, keepers)
    mine = f"{organ}\u00a0: votre mandat {_when(term)}."
    yield Fact(NoticeKind.TERM, f"{key}:moi", mine, url, frozenset(term.people) - keepers)


def _words(term: Term) -> str:
    if term.whole:
        return f"cet organe transitoire {_when(term)}"
    if term.stage == 0:
        return (
            f"{counted(term.seats, 'mandat échu', 'mandats échus')} depuis le {day(term.ends_on)}, à pourvoir"
        )
    verb = counted(term.seats, "mandat finit", "mandats finissent")
    return f"{verb} dans moins de {term.stage} jours, dernier jour le {day(term.ends_on - ONE_DAY)}"


def _when(term: Term) -> str:
    last = day(term.ends_on - ONE_DAY)
    return f"a pris fin le {last}" if term.stage == 0 else f"finit le {last}"
