"""Maternal deaths declared: when, where, which audit, for whom; never a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import formats
from core.access import Action, Scope
from core.workflow import Refusal
from mandates.policy import actor_of
from monitoring.alerts import alert_death, alert_withdrawn
from monitoring.around import DEATHS
from monitoring.form import Form, Values, load_form
from monitoring.models import DeathDeclaration, MonthlyReport

NOT_YOURS = "Votre fonction ne déclare pas les décès maternels."
ALL_TOLD = "Chaque décès maternel que compte le rapport est déjà déclaré."
NONE_COUNTED = "Le rapport ne compte aucun décès maternel : corrigez d’abord la section Accouchements."

USED = (
    "Ce formulaire a déjà servi pour une autre déclaration : cette fois, rien n’a été enregistré. "
    "Relisez-le, puis envoyez-le de nouveau."
)


@dataclass(frozen=True, slots=True)
class Told:
    """The declarations that stand, oldest death first, beside what the report counts."""

    counted: int
    declared: tuple[DeathDeclaration, ...]

    @property
    def left(self) -> int:
        return max(0, self.counted - len(self.declared))


def counted_deaths(form: Form, values: Values) -> int:
    """Maternal deaths that the report counts so far: a place that is still vide hides none of the others."""
    element = form.elements.get(DEATHS)
    cells = (*element.cells, element.unsplit) if element else ()
    numbers = (values.get(cell.key) for cell in cells if cell)
    return sum(number for number in numbers if isinstance(number, int))


def told_deaths(report: MonthlyReport, form: Form, values: Values) -> Told:
    """What stands for one report (one query)."""
    if report._state.adding:
        return Told(0, ())
    rows = report.deaths.filter(withdrawn_at=None).select_related("person")
    return Told(counted_deaths(form, values), tuple(rows))


def declare_death(
    report: MonthlyReport, said: Mapping[str, Any], scope: Scope, operation: UUID
) -> DeathDeclaration:
    """Declare one more, once for one ``operation``; a validated report takes it too. Raises Refusal."""
    where = report.where()
    if not scope.may(Action.CLINICAL_ENTER, where):
        raise Refusal(NOT_YOURS)
    if report._state.adding:
        raise Refusal(NONE_COUNTED)
    with transaction.atomic():
        held = MonthlyReport.objects.select_for_update().get(pk=report.pk)
        done = DeathDeclaration.objects.filter(operation=operation).first()
        if done:
            return _same(done, report, said, scope)
        told = told_deaths(held, load_form(report.period.starts_on), held.values)
        if not told.left:
            raise Refusal(ALL_TOLD if told.counted else NONE_COUNTED)
        holding = actor_of(scope, Action.CLINICAL_ENTER, where).holding
        try:
            death = DeathDeclaration.objects.create(
                report=report,
                operation=operation,
                died_on=said["died_on"],
                place=said["place"],
                audit_on=said["audit_on"],
                person_id=scope.person_id,
                mandate_id=holding.mandate_id if holding else None,
            )
        except IntegrityError as error:  # at the same instant, on another report
            raise Refusal(USED) from error
        alert_death(death, report, scope.person_id)
    return death


def _same(
    done: DeathDeclaration, report: MonthlyReport, said: Mapping[str, Any], scope: Scope
) -> DeathDeclaration:
    """The declaration whose answer was lost; a form reached by « back » and filled for another is refused."""
    stands = (done.report_id, done.person_id, done.died_on, done.place, done.audit_on, done.withdrawn_at)
    if stands != (report.pk, scope.person_id, said["died_on"], said["place"], said["audit_on"], None):
        raise Refusal(USED)
    return done


def withdraw_death(report: MonthlyReport, number: str, scope: Scope) -> DeathDeclaration:
    """Take back a declaration made by mistake: it stays in the database, uncounted. Raises Refusal."""
    if not scope.may(Action.CLINICAL_ENTER, report.where()):
        raise Refusal(NOT_YOURS)
    asked = int(number) if number.isascii() and number.isdigit() and len(number) < 15 else 0
    mine = DeathDeclaration.objects.filter(report_id=report.pk, pk=asked, withdrawn_at=None)
    with transaction.atomic():
        death = mine.first()
        if death is None or not mine.update(withdrawn_at=timezone.now(), withdrawn_by_id=scope.person_id):
            raise Refusal("Cette déclaration est déjà retirée.")
        alert_withdrawn(death, report, scope.person_id)
    return death


def bare_words(death: DeathDeclaration) -> str:
    """« Décès déclaré : audit prévu »: no day, no place, for whoever is not of the circuit of health."""
    return f"Décès déclaré : {'audit prévu' if death.audit_on else 'aucun audit prévu'}"


def death_words(death: DeathDeclaration) -> str:
    """« Décès du 12 octobre 2026, à domicile : audit prévu le 20 octobre 2026 »."""
    audit = f"audit prévu le {formats.day(death.audit_on)}" if death.audit_on else "aucun audit prévu"
    return f"Décès du {formats.day(death.died_on)}, {death.get_place_display()} : {audit}"
