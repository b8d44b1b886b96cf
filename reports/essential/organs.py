"""Which organs the essential sheet speaks of, which of them its reader reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, ExpressionWrapper, Q

from communes.models import Commune
from concertation.models import organs_met
from concertation.record import Record, records_over
from concertation.restituting import Restituted, restitutions_of
from core.access import Action, Scope
from core.months import Month
from mandates.models import Organ, OrganQuerySet
from mandates.models.mandate import standing_in
from mandates.organs.reading import OrganOn, organs_on
from reports.partners import Partner


@dataclass(frozen=True, slots=True)
class Kept:
    """Organs of a commune, of the aires whose accounts it reads; ``here``: how many, read or not.

    ``seated``: those whose seats are read; ``met``: whose meetings; ``followed``: whose decisions.
    """

    here: int
    seated: Sequence[Organ]
    met: Sequence[Organ]
    followed: Sequence[Organ]

    @property
    def hidden(self) -> bool:
        """Is any of them left out of any line?"""
        return min(len(self.seated), len(self.met), len(self.followed)) < self.here


@dataclass(frozen=True, slots=True)
class Lived:
    """What these organs did over some months, over the same a year before; their seats at the end."""

    met: Sequence[tuple[Organ, Record]]
    met_before: Record
    followed: Record
    followed_before: Record
    told_back: Restituted
    seats: Sequence[OrganOn]
    day: date  # of the seats

    @property
    def meetings(self) -> Record:
        return _sum(record for _, record in self.met)


def kept_on_paper(commune: Commune, partners: Sequence[Partner]) -> Kept:
    """Every one of them: the paper belongs to the commune. One query."""
    organs = list(_here(commune, partners))
    return Kept(len(organs), organs, organs, organs)


def kept_for(scope: Scope, commune: Commune, partners: Sequence[Partner]) -> Kept:
    """Those that this reader reads. One query."""
    return kept_among(scope, _here(commune, partners))


def kept_among(scope: Scope, among: OrganQuerySet) -> Kept:
    """Of some organs, those that this reader reads. One query."""
    organs = list(
        among.annotate(
            seats_read=_flag(Q(pk__in=Organ.objects.visible_to(scope).values("pk"))),
            meetings_read=_flag(Q(pk__in=organs_met(scope).values("pk"))),
            decisions_read=_flag(
                Q(pk__in=Organ.objects.filter(standing_in(scope.reach(Action.FOLLOWUP_SEE))).values("pk"))
            ),
        )
    )
    names = ("seats_read", "meetings_read", "decisions_read")
    return Kept(len(organs), *([organ for organ in organs if getattr(organ, name)] for name in names))


def lived(kept: Kept, months: Sequence[Month], today: date) -> Lived:
    """What they did over consecutive ``months``. Six queries, none when no organ is read."""
    every = list({organ.pk: organ for organ in (*kept.met, *kept.followed)}.values())
    first, last = months[0].first_day, months[-1].last_day
    year_before = (months[0] - 12).first_day, (months[-1] - 12).last_day
    now, before = records_over(every, [(first, last), year_before], today)
    met, followed = ({organ.pk for organ in organs} for organs in (kept.met, kept.followed))
    day = min(last, today)
    return Lived(
        met=[(organ, record) for organ, record in now if organ.pk in met],
        met_before=_sum(record for organ, record in before if organ.pk in met),
        followed=_sum(record for organ, record in now if organ.pk in followed),
        followed_before=_sum(record for organ, record in before if organ.pk in followed),
        told_back=restitutions_of(met, first, last),
        seats=organs_on([organ for organ in kept.seated if organ.stands_on(day)], day),
        day=day,
    )


def _here(commune: Commune, partners: Sequence[Partner]) -> OrganQuerySet:
    near = [partner.aire.pk for partner in partners if partner.readable]
    found: OrganQuerySet = Organ.objects.filter(Q(commune=commune) | Q(aire__in=near))
    return found.select_related("kind").order_by("kind__rank", "pk")


def _flag(said: Q) -> ExpressionWrapper[Q]:
    return ExpressionWrapper(said, output_field=BooleanField())


def _sum(records: Iterable[Record]) -> Record:
    return sum(records, Record())
