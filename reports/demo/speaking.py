"""What the parties of Banamba say of the last quarter that is over, in the demonstration; all invented."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from communes.models import Commune
from core.access import Action
from mandates.policy import actor_of
from mandates.scopes import scope_of_person
from reports.demo import story
from reports.demo.story import Moment
from reports.narrative.parties import Party, parties_of
from reports.narrative.writing import Words
from reports.voices import Divergence, Narrative

DAYS: Final = 9  # after the end of the quarter


@dataclass(frozen=True, slots=True)
class Told:
    """The text of one party (its key), signed by one of the cast."""

    party: str
    username: str
    words: Words


TOLD: Final = (
    Told(
        "commune",
        "fanta",
        Words(
            "Le conseil a voté la subvention de l’ASACO d’Ouleny. La piste de Samakélé est rouverte.",
            "Les rapports d’Ouleny arrivent en retard\u00a0: nous décidons sans ses chiffres.",
            "Que les ASACO de la commune envoient leur rapport avant le 5 de chaque mois.",
        ),
    ),
    Told(
        story.CENTRAL,
        "moussa",
        Words(
            "Deux sorties de vaccination de plus dans les hameaux. La caisse est arrêtée chaque vendredi.",
            "Le dépôt a manqué de quinine deux semaines\u202f; le réfrigérateur est vieux.",
            "À la commune\u00a0: sa part du carburant de l’ambulance, avant la fin du trimestre.\n"
            "Au CSRéf\u00a0: une visite du réfrigérateur.",
        ),
    ),
    Told(
        "csref",
        "seydou",
        Words(
            "Tous les CSCOM de la commune ont reçu leur supervision du trimestre.",
            "Peu de femmes reviennent pour la quatrième consultation prénatale.",
            "À chaque ASACO\u00a0: en parler à sa prochaine assemblée.",
        ),
    ),
)
# Who diverges, under whose text.
NOTE: Final = (
    story.CENTRAL,
    "kadia",
    "commune",
    (
        "La subvention d’Ouleny est votée, elle n’est pas versée. La nôtre, d’il y a un an, non plus\u00a0: "
        "notre assemblée l’a relevé."
    ),
)


@transaction.atomic
def load_texts(moment: Moment) -> int:
    """Write them once a quarter: how many were made now. None without Banamba or its people."""
    quarter = moment.quarter
    found = Commune.objects.select_related("district").filter(code=story.BANAMBA).first()
    if found is None or Narrative.objects.filter(commune=found, quarter=quarter.code).exists():
        return 0
    parties = {party.key: party for party in parties_of(found)}
    day = min(quarter.months[-1].last_day + timedelta(days=DAYS), moment.today)
    at = min(timezone.make_aware(datetime.combine(day, time(10))), timezone.now())
    made: dict[str, Narrative] = {}
    for told in TOLD:
        signed = _signed(parties.get(told.party), told.username)
        if signed is None:
            continue
        made[told.party] = Narrative.objects.create(
            quarter=quarter.code, written_at=at, saved_at=at, **signed, **told.words.cleaned()
        )
    key, username, about, text = NOTE
    signed = _signed(parties.get(key), username)
    if signed and about in made:
        Divergence.objects.create(
            quarter=quarter.code, written_at=at, about=made[about], about_version=1, text=text, **signed
        )
    return len(made)


def _signed(party: Party | None, username: str) -> dict[str, Any] | None:
    """As this person signs for that party; None when they do not."""
    user = User.objects.select_related("person").filter(username=username).first()
    if party is None or user is None:
        return None
    holding = actor_of(scope_of_person(user.person), Action.NARRATIVE_WRITE, party.where()).holding
    if holding is None:
        return None
    return {
        "commune": party.commune, "party": party.kind, "aire": party.aire, "person": user.person,
        "mandate_id": holding.mandate_id, "role": holding.role, "place_name": holding.place_name,
        "fictitious": True,
    }  # fmt: skip
