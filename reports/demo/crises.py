"""The ASACO in transition of the demonstration: dissolved, contested, replaced for a time; all invented."""

from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction

from asaco.models import Appeal, Asaco, Budget, Crisis, CrisisDissent
from core.access import Role
from core.formats import day
from mandates.models import Mandate, Organ
from reports.demo import story

AGO: Final = 45  # days since the act; the transitional organ was installed five days later
CLAIMED: Final = 20  # days since the appeal
BASIS: Final = "Arrêté communal fictif n° 07 (démonstration)\u202f; base légale à confirmer."
# Aire → receipts, expenses of the budget of the year, in FCFA: what its months told bring, roughly.
BUDGETS: Final = {story.CENTRAL: (17_000_000, 16_200_000), story.KIBAN: (9_000_000, 8_600_000)}


@transaction.atomic
def load_story_crises(today: date) -> int:
    """Write the crisis of Samakélé, once: how many rows were made now."""
    if Crisis.objects.exists():
        return 0
    organs = Organ.objects.filter(aire__code=story.SAMAKELE).select_related("aire__host_commune")
    before, after = (organs.filter(transitional=one).first() for one in (False, True))
    if before is None or after is None or before.aire is None:
        return 0
    host, cercle = before.aire.host_commune, before.aire.host_commune.cercle_id
    mayor = _signed(Role.MAIRE, commune=host.pk)
    president = _signed(Role.PRESIDENT, aire=before.aire_id)
    prefet = _signed(Role.PREFET, cercle=cercle)
    if not (mayor and president and prefet):
        return 0
    acted_on = today - timedelta(days=AGO)
    crisis = Crisis.objects.create(
        aire=before.aire, organ=before, kind="dissolution", acted_on=acted_on, author="maire",
        author_words=f"{mayor['person']}, maire de {host.name}", legal_basis=BASIS,
        reasons="Trois trimestres sans réunion, comptes non rendus à l’assemblée.", transitional=after,
        recorded_on=acted_on + timedelta(days=1), fictitious=True, **mayor,
    )  # fmt: skip
    CrisisDissent.objects.create(
        crisis=crisis,
        text="Le comité s’est réuni deux fois, ses comptes étaient prêts. L’assemblée n’a pas été entendue.",
        recorded_on=acted_on + timedelta(days=6), fictitious=True, **president,
    )  # fmt: skip
    CrisisDissent.objects.create(
        crisis=crisis,
        text=f"L’arrêté du {day(acted_on)} ne fixe pas la date de l’assemblée qui élira le comité suivant.",
        recorded_on=acted_on + timedelta(days=12), fictitious=True, **prefet,
    )  # fmt: skip
    Appeal.objects.create(
        crisis=crisis, filed_on=today - timedelta(days=CLAIMED), whose="le comité de gestion dissous",
        before="le préfet du cercle", grounds="Annuler l’arrêté, convoquer l’assemblée générale.",
        recorded_on=today - timedelta(days=CLAIMED), fictitious=True, **president,
    )  # fmt: skip
    return 4


@transaction.atomic
def load_story_budgets(today: date) -> int:
    """Write the budgets of the story for this year, once: how many were made now."""
    if Budget.objects.exists():
        return 0
    made = []
    for asaco in Asaco.objects.filter(aire__code__in=BUDGETS).select_related("aire"):
        receipts, expenses = BUDGETS[asaco.aire.code]
        acts, drugs = receipts * 3 // 10, receipts * 6 // 10
        pay, stock = expenses * 4 // 10, expenses * 4 // 10
        budget = Budget(
            asaco=asaco, year=today.year, adopted_on=min(today, date(today.year, 1, 20)), version=1,
            organ_words="le conseil d’administration (fictif)", fictitious=True, acts_in=acts,
            drugs_in=drugs, dues_in=receipts - acts - drugs, salaries_out=pay, drugs_out=stock,
            running_out=expenses - pay - stock - 400_000, referral_out=400_000,
        )  # fmt: skip
        made.append(budget)
    return len(Budget.objects.bulk_create(made))


def _signed(role: Role, **place: int | None) -> dict[str, Any]:
    """Who signs under this function there today; nothing when nobody holds it."""
    mandate = Mandate.objects.in_force().with_places().filter(role=role, **place).first()
    if mandate is None:
        return {}
    return {
        "person": mandate.person, "mandate_id": mandate.pk, "role": role, "place_name": mandate.place_name
    }  # fmt: skip
