"""What is said of an activity's execution, quarter by quarter: each save is compared with what was seen.

What may be true, however odd, is accepted with words (``odd``); only what cannot be is refused (``faults``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from core.access import Action, PlaceKind, Scope
from core.formats import fcfa, ordinal
from core.models import ActLog
from core.seen import CHANGED
from core.workflow import Refusal, Stale
from files.models import StoredFile
from files.scans import scan_of, store_scan
from mandates.policy import actor_of
from planning.aggregates import begun
from planning.enums import PAYERS, PlanState
from planning.models import BIGGEST, Activity, Execution, Plan
from planning.wording import QUARTERS

LONGEST = 200  # characters of a reason
NOT_YOURS = (
    "L’exécution du plan est dite par d’autres\u00a0: le directeur technique et le secrétaire de l’ASACO."
)
NOT_RUNNING = "Ce plan n’est pas en exécution\u00a0: rien n’y est à dire."
CLOSED = "Ce plan est clôturé\u00a0: son exécution ne change plus."
ELSEWHERE = "Une des lignes envoyées n’est pas de ce plan\u00a0: rien n’est enregistré."


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a line for a quarter. ``paid``: FCFA by column; others are left alone."""

    physical: int | None = None
    engaged: int = 0
    paid: Mapping[str, int] = field(default_factory=dict)
    gap: str = ""
    evidence: UploadedFile | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a line stands at the end of a quarter. ``before``: the quarters that precede it, in order."""

    activity: Activity
    quarter: int
    before: tuple[Execution, ...]
    now: Execution  # unsaved, at version 0, when nothing was said yet

    @property
    def physical_before(self) -> int:
        """Percent done before this quarter, as last said; 0 when never."""
        return next((e.physical for e in reversed(self.before) if e.physical is not None), 0)

    @property
    def physical(self) -> int:
        """Percent done at the end of it, as last said."""
        return self.physical_before if self.now.physical is None else self.now.physical

    @property
    def engaged(self) -> int:
        """FCFA engaged since January."""
        return sum(e.engaged for e in (*self.before, self.now))

    @property
    def paid(self) -> int:
        """FCFA paid since January, all payers."""
        return sum(paid_in(e) for e in (*self.before, self.now))


def paid_in(execution: Execution) -> int:
    """FCFA paid in this quarter, all payers."""
    return sum(getattr(execution, payer.value) for payer in PAYERS)


def standing(activity: Activity, quarter: int) -> Standing:
    """Free when ``executions`` of the line are prefetched."""
    said = sorted(activity.executions.all(), key=lambda e: e.quarter)
    now = next((e for e in said if e.quarter == quarter), None)
    before = tuple(e for e in said if e.quarter < quarter)
    return Standing(activity, quarter, before, now or Execution(activity=activity, quarter=quarter))


def standings(plan: Plan, quarter: int) -> list[Standing]:
    """Every line of the plan at the end of a quarter (two queries)."""
    lines = plan.activities.prefetch_related("executions").select_related(None)
    return [standing(line, quarter) for line in lines]


def odd(there: Standing) -> list[str]:
    """What may be true, and is to be checked: sentences for the reader."""
    found, cost = [], there.activity.cost
    if there.paid > there.engaged:
        found.append(f"Payé ({fcfa(there.paid)}) plus qu’engagé ({fcfa(there.engaged)})")
    if there.engaged > cost:
        found.append(f"Engagé ({fcfa(there.engaged)}) plus que prévu ({fcfa(cost)})")
    if there.physical == 100 and cost and not there.paid:
        found.append("Tout est fait, rien n’est payé")
    if there.physical < there.physical_before:
        found.append(f"La réalisation baisse\u00a0: {there.physical_before}\u202f% au trimestre d’avant")
    return [f"{words}\u00a0: à vérifier." for words in found]


def why_not(plan: Plan, quarter: int) -> str:
    """Why nothing is said now of this quarter; "" when something may be."""
    if plan.state == PlanState.CLOSED:
        return CLOSED
    if plan.state != PlanState.RUNNING:
        return NOT_RUNNING
    if quarter not in begun(plan.year, timezone.localdate()):
        return f"Le {ordinal(quarter)} trimestre {plan.year} n’a pas commencé\u00a0: rien n’y est à dire."
    return ""


def faults(said: Said) -> dict[str, str]:
    """What cannot be, by the name of its field: the one list for pages, programs."""
    found: dict[str, str] = {}
    if said.physical is not None and not 0 <= said.physical <= 100:
        found["physical"] = "La réalisation va de 0 à 100\u202f%."
    for name, amount in {"engaged": said.engaged, **said.paid}.items():
        if not 0 <= amount <= BIGGEST:
            found[name] = f"Un montant va de 0 à {fcfa(BIGGEST)}."
    if len(said.gap) > LONGEST:
        found["gap"] = f"Trop long\u00a0: {LONGEST} caractères au plus."
    return found


def execute(
    plan: Plan, activity: Activity, quarter: int, said: Said, scope: Scope, *, version: int
) -> Execution:
    """Write what is said of a line for a quarter, seen at ``version`` (0: nothing said yet).

    Saying what was already so writes nothing. Raises Refusal, Stale (changed meanwhile): nothing is written.
    """
    if not scope.may(Action.PLAN_EXECUTE, plan.where()):
        raise Refusal(NOT_YOURS)
    if quarter not in QUARTERS:
        raise Refusal("Une année a quatre trimestres.")
    with transaction.atomic():
        held = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if activity.plan_id != held.pk:
            raise Refusal(ELSEWHERE)
        for sentence in [why_not(held, quarter), *faults(said).values()]:
            if sentence:
                raise Refusal(sentence)
        found = Execution.objects.filter(activity=activity, quarter=quarter).first()
        row = found or Execution(activity=activity, quarter=quarter)
        if row.version != version:
            raise Stale(CHANGED)
        if _tells_something(row, said):
            _write(row, said, scope, plan)
    return row


def _values(said: Said) -> dict[str, object]:
    return {"physical": said.physical, "engaged": said.engaged, "gap": said.gap.strip(), **said.paid}


def _tells_something(row: Execution, said: Said) -> bool:
    return bool(said.evidence) or any(getattr(row, name) != value for name, value in _values(said).items())


def _write(row: Execution, said: Said, scope: Scope, plan: Plan) -> None:
    holding = actor_of(scope, Action.PLAN_EXECUTE, plan.where()).holding
    for name, value in _values(said).items():
        setattr(row, name, value)
    if said.evidence:
        row.evidence = _stored(plan, row, said.evidence, scope.person_id)
    row.person_id, row.mandate_id = scope.person_id, holding.mandate_id if holding else None
    row.version += 1
    row.updated_at = timezone.now()
    row.save()


def _stored(plan: Plan, row: Execution, evidence: UploadedFile, person_id: int | None) -> StoredFile:
    """The evidence among the files: opened by whoever reads approved plans here."""
    return store_scan(
        scan_of(evidence),
        f"{plan.number}-T{row.quarter}-{row.activity.rank}",
        action=Action.PLAN_APPROVED_SEE,
        place_kind=PlaceKind.AIRE,
        where=plan.where(),
        created_by=Person.objects.filter(pk=person_id or 0).first(),
        touched=True,
    )


def carry_over(plan: Plan, _log: ActLog) -> None:
    """An amended plan goes on where the one it replaces stood: what was said of its lines follows them."""
    if plan.amends_id is None:
        return
    lines = {line.key: line for line in plan.activities.all()}
    said = Execution.objects.filter(activity__plan=plan.amends_id, activity__key__in=lines)
    Execution.objects.bulk_create(_copies(said.select_related("activity"), lines))


def _copies(said: Iterable[Execution], lines: Mapping[UUID, Activity]) -> list[Execution]:
    kept = ("quarter", "version", "physical", "engaged", "gap", "evidence_id", "person_id", "mandate_id")
    names = (*kept, *(payer.value for payer in PAYERS), "updated_at")
    return [
        Execution(activity=lines[one.activity.key], **{name: getattr(one, name) for name in names})
        for one in said
    ]
