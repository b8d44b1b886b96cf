"""What an act writes beside the state: the opinion with its engagements, reserves to follow."""

from datetime import date

from django.urls import reverse

from communes.models import Commune
from core.models import ActLog
from core.workflow import Refusal
from followup.promising import Origin, Promise, promise
from mandates.models import Mandate
from planning.enums import OpinionKind, Source
from planning.joined import open_with_plan
from planning.models import BIGGEST, Activity, Opinion, Plan, Pledge

ORIGIN = "plan"
OPINIONS = frozenset({"avis", "avis_touche"})


def page_of(plan: Plan) -> str:
    """The address of a plan."""
    return reverse("plan_show", args=[plan.aire.code, plan.year, plan.edition])


def asked_of_commune(plan: Plan) -> list[Activity]:
    """The lines that count on the commune, in their order (one query)."""
    return list(plan.activities.exclude(**{Source.COMMUNE.value: 0}))


def write_opinion(plan: Plan, log: ActLog) -> None:
    """Keep the opinion and, line by line, what the commune engages. Raises Refusal."""
    commune = _commune_of(log)
    kind, text = log.details["kind"], log.comment
    if kind != OpinionKind.FAVOURABLE and not text:
        raise Refusal("Des réserves, un avis défavorable s’écrivent\u00a0: dites pourquoi.")
    opinion = Opinion.objects.create(plan=plan, commune=commune, log=log, kind=kind, text=text)
    pledges = log.details.get("pledges") or {}
    lines = {str(line.key): line for line in asked_of_commune(plan)}
    if not isinstance(pledges, dict) or not set(pledges) <= set(lines):
        raise Refusal("La commune s’engage sur les lignes qui comptent sur elle, et sur aucune autre.")
    if any(not isinstance(amount, int) or not 0 <= amount <= BIGGEST for amount in pledges.values()):
        raise Refusal("Un engagement est un montant en FCFA, 0 ou plus.")
    Pledge.objects.bulk_create(
        Pledge(
            opinion=opinion,
            key=lines[key].key,
            text=lines[key].text,
            planned=lines[key].by_commune,
            amount=amount,
        )
        for key, amount in pledges.items()
    )


def _commune_of(log: ActLog) -> Commune:
    """The commune in whose name the opinion is given: the one of the mandate."""
    mandate = Mandate.objects.select_related("commune").filter(pk=log.mandate_id or 0).first()
    if mandate is None or mandate.commune is None:
        raise Refusal("L’avis d’une commune se donne au titre d’un mandat de cette commune.")
    return mandate.commune


def reserve_followed(plan: Plan, log: ActLog) -> None:
    """Reserves become a line of the follow-up, due at the end of the first quarter of the plan."""
    open_with_plan(plan, log)
    taken, due = log.done_at.date(), date(plan.year, 3, 31)
    text = f"Lever les réserves du plan {plan.year}\u00a0: {log.comment}"
    promise(
        Promise(text[:300], max(taken, due), taken, owner_words="ASACO, DTC"),
        plan.aire,
        Origin(ORIGIN, f"Plan {plan.number}, approuvé avec réserves", page_of(plan)),
        by=log.person_id,
        fictitious=plan.fictitious,
    )
