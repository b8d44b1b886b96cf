"""What the organs of a commune, of its near aires, did over a quarter: meetings, decisions, what is late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from communes.models import Commune
from concertation.enums import SETTLED, Openness
from concertation.models import Decision
from concertation.record import Record, records_of
from core.access import Role
from core.formats import HARD, NARROW, counted, join_and
from core.months import Quarter
from followup.models import OPEN, Followup
from mandates.models import Mandate, Organ
from reports.partners import Partner

NAMED = 12  # late decisions told one by one
NAMED_ORGANS = 4  # in a sentence; beyond, they are counted
SOMEBODY = "responsable désigné en réunion"


@dataclass(frozen=True, slots=True)
class LateDecision:
    """A decision past its day. ``owner``: a function, never a name; ``days``: how late."""

    line: Followup
    organ: Organ
    owner: str
    days: int


@dataclass(frozen=True, slots=True)
class Governed:
    """Each organ with what it did, their sum, the late decisions, how many more are counted only."""

    organs: Sequence[tuple[Organ, Record]]
    total: Record
    late: Sequence[LateDecision]

    @property
    def left(self) -> int:
        """Late decisions that are not named: beyond a dozen, or taken on an internal item."""
        return self.total.late - len(self.late)

    @property
    def unmet(self) -> list[Organ]:
        """Organs that owed a meeting and held none."""
        return [organ for organ, done in self.organs if done.due and not done.met and not done.held]

    @property
    def silence(self) -> str:
        """Why there is nothing to show, or ""."""
        if not self.organs:
            return "Aucun organe n’est inscrit dans la commune, ni dans les aires dont elle lit les comptes."
        return "" if self.total.held else "Aucune réunion n’a été tenue ce trimestre."

    def findings(self) -> list[str]:
        """What to remember of it: one sentence, none when all is well."""
        said = []
        if n := self.total.late:
            words = "décision des organes est en retard" if n == 1 else "décisions des organes sont en retard"
            oldest = (
                f", la plus ancienne de {counted(self.late[0].days, 'jour', 'jours')}" if self.late else ""
            )
            said.append(f"{n} {words}{oldest if n > 1 else ''}")
        if unmet := self.unmet:
            names = [organ_words(organ) for organ in unmet[:NAMED_ORGANS]]
            if len(unmet) > NAMED_ORGANS:
                names.append(counted(len(unmet) - NAMED_ORGANS, "autre organe", "autres organes"))
            said.append(f"réunion due, non tenue{HARD}: {join_and(names)}")
        sentence = f"{NARROW}; ".join(said)
        return [f"{sentence[0].upper()}{sentence[1:]}."] if said else []

    def printed(self) -> list[object]:
        """All of it as plain words, for the fingerprint of a paper."""
        rows = [
            [organ_words(o), *(getattr(r, f) for f in Record.__dataclass_fields__)] for o, r in self.organs
        ]
        return [rows, [[one.line.number, one.line.text, one.owner, one.days] for one in self.late]]


def organ_words(organ: Organ) -> str:
    """« Comité de gestion (Boron) »."""
    return f"{organ.name} ({organ.place_name})"


def governed(commune: Commune, partners: Sequence[Partner], quarter: Quarter, today: date) -> Governed:
    """Of the organs of the commune, then of the aires whose accounts it reads. Eight queries at most.

    The same for every reader of the paper: of an internal item, numbers alone. ``today``: when it is read.
    """
    near = [partner.aire.pk for partner in partners if partner.readable]
    found = Organ.objects.filter(Q(commune=commune) | Q(aire__in=near)).select_related(
        "kind", "commune", "aire"
    )
    organs = sorted(found, key=lambda o: (near.index(o.aire_id) + 1 if o.aire_id else 0, o.kind.rank, o.pk))
    first, last = quarter.months[0].first_day, quarter.months[-1].last_day
    records = records_of(organs, first, last, today)
    total = sum((record for _, record in records), Record())
    late = _late([organ for organ, _ in records], last, today) if total.late else []
    return Governed(records, total, late)


def _late(organs: Sequence[Organ], last: date, today: date) -> list[LateDecision]:
    """The oldest first, at most a dozen; none of an internal item. Two queries."""
    rows = Decision.objects.filter(
        meeting__organ__in=organs,
        meeting__state__in=SETTLED,
        item__openness=Openness.COMMON,
        followup__state__in=OPEN,
        followup__taken_on__lte=last,
        followup__due_on__lt=today,
    ).select_related("followup", "meeting")
    oldest = rows.order_by("followup__due_on", "followup")[:NAMED]
    by_pk = {organ.pk: organ for organ in organs}
    lines = [(line, by_pk[row.meeting.organ_id]) for row in oldest if (line := row.followup)]
    functions = _functions([line.owner_id for line, _ in lines if not line.owner_words and line.owner_id])
    return [
        LateDecision(
            line,
            organ,
            line.owner_words or functions.get(line.owner_id or 0, SOMEBODY),
            line.days_late(today),
        )
        for line, organ in lines
    ]


def _functions(people: Sequence[int]) -> Mapping[int, str]:
    """Person → « maire, Banamba », the oldest mandate in force first. One query, none without anybody."""
    if not people:
        return {}
    found: dict[int, str] = {}
    for held in (
        Mandate.objects.in_force().with_places().filter(person__in=people).order_by("starts_on", "pk")
    ):
        found.setdefault(held.person_id, f"{Role(held.role).label}, {held.place_name}")
    return found
