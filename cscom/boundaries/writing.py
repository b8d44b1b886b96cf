"""A change of boundaries written down, or undone: all of it in the caller's transaction, or nothing."""

from datetime import date, timedelta

from django.db.models import Max
from django.utils import timezone

from accounts.models import Person
from communes.models import Region
from core.formats import day
from core.workflow import Refusal, Stale
from cscom.boundaries.keeping import as_json, mark_of, put_back, snapshot
from cscom.boundaries.plans import Plan, Touched, made_by, plan_of
from cscom.models import Aire, AirePast, BoundaryChange, CommuneShare
from cscom.past import remember

State = BoundaryChange.State
WHOLE = 10_000
BEFORE_ALL = date(2009, 1, 1)  # the first census known: shares that nobody wrote held since then
CHANGED = (
    "Ces lieux ont changé depuis l’aperçu\u00a0: quelqu’un d’autre vient d’y toucher. "
    "Voici l’avant et l’après d’aujourd’hui\u00a0: relisez-les avant de confirmer."
)
FOLLOWED = (
    "Autre chose a suivi dans ces lieux (un autre changement, une population corrigée)\u00a0: "
    "ce changement ne peut plus être annulé. Faites le changement inverse, à sa date."
)


def hold(region: int) -> None:
    """One change at a time in a région: whoever comes second waits, then sees what the first did."""
    Region.objects.select_for_update(no_key=True).get(pk=region)


def basis_of(plan: Plan) -> str:
    """The print of all that a plan touches, as it is now."""
    return mark_of(snapshot(plan.touched(), plan.on.year))


def refusal_of(plan: Plan) -> str:
    """Why a plan cannot be written now, in one sentence; "" when it can."""
    return plan.refusal() or _too_early(plan.touched(), plan.on)


def write(plan: Plan) -> Touched:
    """Write ``plan``; what it touched. Totals are the caller's. Raises Refusal."""
    if refusal := refusal_of(plan):
        raise Refusal(refusal)
    touched = plan.touched()
    aires = list(Aire.objects.filter(pk__in=touched.aires))
    _write_unsaid_shares(aires, plan.on)
    remember(aires, plan.on)
    plan.write()
    return touched


def carry_out(change: BoundaryChange, *, previewed: bool) -> None:
    """Write the change of a row. ``previewed``: only if nothing moved since it was shown. Raises Refusal."""
    plan = plan_of(change)
    before = snapshot(plan.touched(), plan.on.year)
    if previewed and mark_of(before) != change.basis:
        raise Stale(CHANGED)
    touched = write(plan)
    change.kept = as_json(before) | {"made": made_by(plan)}
    change.mark = mark_of(snapshot(touched, plan.on.year))
    change.state, change.done_at = State.DONE, timezone.now()
    change.save()


def why_not_undo(change: BoundaryChange) -> str:
    """The sentence that refuses to undo; "" when nothing followed."""
    if change.state not in {State.DONE, State.UNDOING}:
        return "Ce changement n’est pas fait\u00a0: il n’y a rien à annuler."
    touched = Touched(*(tuple(pks) for pks in change.kept["touched"]))
    return "" if mark_of(snapshot(touched, change.starts_on.year)) == change.mark else FOLLOWED


def undo(change: BoundaryChange, person: Person, because: str) -> None:
    """Put everything back as it was before ``change``. Totals are the caller's. Raises Refusal."""
    if refusal := why_not_undo(change):
        raise Refusal(refusal)
    put_back(change.kept, change.starts_on.year, change.kept["made"])
    call_off(change, person, because)


def call_off(change: BoundaryChange, person: Person, because: str) -> None:
    """Say that ``change`` is undone, by whom, why."""
    change.state, change.undone_by, change.undone_at = State.UNDONE, person, timezone.now()
    change.undone_because = because
    change.save()


def _too_early(touched: Touched, on: date) -> str:
    """An aire that moved after ``on`` keeps its history: the change is refused, with the day."""
    moved = AirePast.objects.filter(aire__in=touched.aires, ends_on__gt=on)
    shared = CommuneShare.objects.filter(aire__in=touched.aires, ends_on=None, starts_on__gt=on)
    last = max(
        (
            (row["last"], row["aire__name"])
            for rows, column in ((moved, "ends_on"), (shared, "starts_on"))
            for row in rows.values("aire__name").annotate(last=Max(column))
        ),
        default=None,
    )
    if last is None:
        return ""
    return (
        f"L’aire de santé {last[1]} a déjà changé le {day(last[0])}\u00a0: "
        "écrivez ce jour-là ou un autre après, ou annulez d’abord cet autre changement."
    )


def _write_unsaid_shares(aires: list[Aire], on: date) -> None:
    """An aire without any share counts wholly in its host: said, so that its past keeps it."""
    known = set(CommuneShare.objects.filter(aire__in=aires).values_list("aire", flat=True))
    CommuneShare.objects.bulk_create(
        CommuneShare(
            aire=aire,
            commune_id=aire.host_commune_id,
            share=WHOLE,
            starts_on=min(aire.opened_on or BEFORE_ALL, on - timedelta(days=1)),
        )
        for aire in aires
        if aire.pk not in known
    )
