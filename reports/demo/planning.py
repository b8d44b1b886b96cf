"""The plans of the demonstration: one in each state, last year’s closed, this year’s half executed.

Everything goes through the circuit, by who holds each office; only what was done lately is told by a notice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from core.access import Role, Scope
from core.models import ActLog
from cscom.models import Aire
from mandates.models import Mandate
from mandates.scopes import scope_of_person
from planning.aggregates import begun
from planning.beginning import amend
from planning.enums import OpinionKind, ReturnReason, Source
from planning.executing import Said, execute
from planning.lines import write_line
from planning.models import Execution, LineDiff, Plan
from planning.workflow import CIRCUIT, KIND
from reports.demo import story
from reports.demo.dice import Dice

SILENT: Final = replace(CIRCUIT, after_commit=None)  # what is long past calls nobody
APART: Final = 9  # days from one act to the next
BY: Final[Mapping[str, Role]] = {
    "adopter": Role.PRESIDENT,
    "avis": Role.MAIRE,
    "renvoyer_commune": Role.MAIRE,
    "valider": Role.MEDECIN_CHEF,
    "renvoyer_csref": Role.MEDECIN_CHEF,
    "approuver": Role.DRS,
    "deposer": Role.SECRETAIRE,
    "retirer": Role.PRESIDENT,
    "executer": Role.CPM,
    "cloturer": Role.CPM,
}
WORDS: Final[Mapping[str, str]] = {
    "renvoyer_commune": "La part de la commune dépasse ce que le conseil a voté.",
    "renvoyer_csref": "Les sorties avancées ne couvrent pas tous les hameaux.",
    "valider": "Conforme aux normes du CSCOM.",
    "retirer": "Le bureau de l’ASACO le reprend avec le nouveau comité.",
    "cloturer": "Les sorties ont été tenues\u202f; la clôture du centre n’a pas trouvé de payeur.",
}
SAID: Final[Mapping[str, Mapping[str, str]]] = {
    "avis": {"kind": OpinionKind.FAVOURABLE.value},
    "renvoyer_commune": {"reason": ReturnReason.FUNDING.value},
    "renvoyer_csref": {"reason": ReturnReason.NORMS.value},
}
WHOLE: Final = ("adopter", "avis", "valider", "approuver")
# Next year's plans, by aire: what was done of each so far.
NEXT_YEAR: Final[Mapping[str, Sequence[str]]] = {
    story.CENTRAL: (),
    story.BAO: ("adopter",),
    story.OULENY: ("adopter", "avis"),
    story.SAMAKELE: ("adopter", "renvoyer_commune", "deposer", "avis", "renvoyer_csref"),
    story.KIBAN: ("adopter", "avis", "valider"),
}
LAST_TWO: Final = (WHOLE, ("adopter", "retirer"))  # of two other aires of the district
GAPS: Final = ("La piste est coupée par les pluies", "Le versement est attendu", "L’agent était en congé")


@dataclass(frozen=True, slots=True)
class Told:
    """A line of every plan of the story, with what each payer gives."""

    text: str
    objective: str
    months: int
    quantity: int
    unit: str
    sources: Mapping[Source, int]
    groups: tuple[str, ...] = ()
    partner: str = ""


CARE, HOUSE = "Améliorer les soins de la mère, de l’enfant", "Tenir le centre en état"
LINES: Final = (
    Told("Tenir deux sorties avancées par mois", CARE, 2**12 - 1, 24, "sortie",
         {Source.ASACO: 360_000, Source.COMMUNE: 240_000}, ("enfants", "eloignes")),
    Told("Former les relais aux signes de danger", CARE, 0b110, 2, "session",
         {Source.PARTNER: 450_000, Source.STATE: 150_000}, ("enceintes", "enfants"), "ONG Kènèya (fictive)"),
    Told("Payer le carburant des évacuations", CARE, 2**12 - 1, 12, "mois",
         {Source.COMMUNE: 300_000, Source.PEOPLE: 180_000}, ("enceintes",)),
    Told("Réparer la moto ambulance", HOUSE, 0b111000, 1, "moto", {Source.ASACO: 385_000}, ("tous",)),
    Told("Clôturer le centre", HOUSE, 0b111000000, 1, "clôture",
         {Source.ANICT: 2_000_000, Source.SOUGHT: 1_500_000}, ("tous",)),
    Told("Réunir le conseil de gestion chaque trimestre", HOUSE, 0b001001001001, 4, "réunion",
         {Source.ASACO: 60_000}, ("tous",)),
)  # fmt: skip


@transaction.atomic
def load_plans(today: date) -> int:
    """Write the plans of the story, once: how many were made now."""
    aires = {aire.code: aire for aire in Aire.objects.located().filter(district__code=story.DISTRICT)}
    if not set(NEXT_YEAR) <= set(aires) or Plan.objects.exists():
        return 0
    others = sorted(set(aires) - set(NEXT_YEAR))[: len(LAST_TWO)]
    paths = {**NEXT_YEAR, **dict(zip(others, LAST_TWO, strict=False))}
    _running(aires[story.CENTRAL], today.year - 1, today, close=True)
    for code in (story.CENTRAL, story.SAMAKELE, story.KIBAN):
        _running(aires[code], today.year, today)
    _amended(aires[story.BAO], today)
    for code, acts in paths.items():
        _written(aires[code], today.year + 1, acts, today - timedelta(days=8))
    return Plan.objects.count()


def _running(aire: Aire, year: int, today: date, *, close: bool = False) -> Plan:
    """A plan that went through its circuit the year before, said quarter by quarter."""
    plan = _written(aire, year, WHOLE, date(year - 1, 12, 2))
    _act(plan, "executer", date(year, 1, 5))
    for quarter in begun(year, today):
        _executed(plan, quarter, today)
    if close:
        _act(plan, "cloturer", date(year + 1, 1, 20))
    return plan


def _amended(aire: Aire, today: date) -> None:
    """This year's plan, replaced in spring by its amended version, that runs."""
    first = _running(aire, today.year, min(today, date(today.year, 3, 31)))
    holder = _holder(first, Role.SECRETAIRE)
    plan = amend(first, "Une moto neuve a été donnée", holder)
    Plan.objects.filter(pk=plan.pk).update(fictitious=True)
    plan = Plan.objects.located().get(pk=plan.pk)
    for n, act in enumerate((*WHOLE, "executer")):
        _act(plan, act, day := min(today, date(today.year, 4, 5) + timedelta(days=APART * n)))
    ActLog.objects.filter(kind=KIND, object_id=str(first.pk), act="remplacer").update(done_at=_at(day))
    Plan.objects.filter(pk=first.pk).update(moved_at=_at(day))
    for quarter in begun(today.year, today)[1:]:
        _executed(plan, quarter, today)


def _written(aire: Aire, year: int, acts: Sequence[str], last: date) -> Plan:
    """A plan with its lines; its acts end on ``last``."""
    begun_on = last - timedelta(days=APART * (len(acts) + 1))
    plan = Plan.objects.create(aire=aire, year=year, fictitious=True)
    plan = Plan.objects.located().get(pk=plan.pk)
    writer = _holder(plan, Role.SECRETAIRE)
    for told in LINES:
        write_line(plan, writer, _values(told))
    at = _at(begun_on)
    Plan.objects.filter(pk=plan.pk).update(created_at=at, moved_at=at, created_by=writer.person_id)
    LineDiff.objects.filter(plan=plan).update(at=at)
    for n, act in enumerate(acts, 1):
        loud = n == len(acts) and last > timezone.localdate() - timedelta(days=30)
        _act(plan, act, last - timedelta(days=APART * (len(acts) - n)), loud=loud)
    return plan


def _values(told: Told) -> dict[str, Any]:
    empty = dict.fromkeys(("result", "tasks", "indicator", "indicator_words", "place", "component"), "")
    amounts = {source.value: told.sources.get(source, 0) for source in Source}
    return {
        **empty, **amounts, "text": told.text, "objective": told.objective, "months": told.months,
        "baseline": None, "target": None, "responsible": "DTC", "support": "ASACO",
        "groups": list(told.groups), "unit": told.unit, "quantity": told.quantity, "partner": told.partner,
        "unit_cost": sum(told.sources.values()) // told.quantity,
    }  # fmt: skip


def _act(plan: Plan, act: str, day: date, *, loud: bool = False) -> None:
    """One act by who holds the office, on its day of the story."""
    circuit = CIRCUIT if loud else SILENT
    details = dict(SAID.get(act, {}))
    log = circuit.apply(
        plan, act, _holder(plan, BY[act]), version=plan.version, comment=WORDS.get(act, ""), details=details
    )
    ActLog.objects.filter(pk=log.pk, kind=KIND).update(done_at=_at(day))
    Plan.objects.filter(pk=plan.pk).update(moved_at=_at(day))


def _executed(plan: Plan, quarter: int, today: date) -> None:
    """Lines of the quarters that passed: most as planned, some late with their reason."""
    scope, day = _holder(plan, Role.CPM), min(today, date(plan.year, 3 * quarter, 28) + timedelta(days=12))
    for line in plan.activities.all():
        dice = Dice("plan", plan.aire.code, *map(str, (plan.year, quarter, line.rank)))
        late = dice.whole(1, 4) == 1 or bool(line.sought)
        done = 25 * quarter - (10 if late else 0)
        share = dice.whole(15, 25)
        paid = {s.value: getattr(line, s.value) * share // 100 for s in Source if s != Source.SOUGHT}
        gap = GAPS[dice.whole(0, len(GAPS) - 1)] if late else ""
        execute(plan, line, quarter, Said(done, line.cost * share // 100, paid, gap), scope, version=0)
    Execution.objects.filter(activity__plan=plan, quarter=quarter).update(updated_at=_at(day))


def _holder(plan: Plan, role: Role) -> Scope:
    """What the holder of an office may do today."""
    aire = plan.aire
    place: Any = {
        Role.MAIRE: {"commune": aire.host_commune_id},
        Role.MEDECIN_CHEF: {"district": aire.district_id},
        Role.DRS: {"region__code": story.REGION},
    }.get(role, {"aire": aire.pk})
    held = Mandate.objects.in_force().filter(role=role, **place).select_related("person").order_by("pk")
    return scope_of_person(held[0].person)


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(11)))
