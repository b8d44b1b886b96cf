"""The conventions of the demonstration: one in each state, one over, one contested, functions of both sides.

Everything goes through the circuit, by who holds each office, then takes its days of the story.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Case, Value, When
from django.utils import timezone

from communes.models import Commune
from conventions.beginning import begin, follow
from conventions.effects import KIND
from conventions.enums import CamKind, CamParty
from conventions.models import Cam, Commitment
from conventions.pairs import Pair
from conventions.substituting import Named, designate
from conventions.workflow import CIRCUIT
from core.access import Role, Scope
from core.models import ActLog
from cscom.models import Aire
from mandates.models import Mandate
from mandates.scopes import scope_of_person
from reports.demo import story
from reports.demo.dice import Dice
from reports.demo.people import ACT

SILENT: Final = replace(CIRCUIT, after_commit=None)  # what is long past calls nobody
APART: Final = 6  # days from one act to the next
SIGNED: Final = ("deposer", "avis", "deliberer", "signer_commune", "signer_asaco")
WHOLE: Final = (*SIGNED, "viser", "vigueur")
BY: Final[Mapping[str, Role]] = {
    "avis": Role.MEDECIN_CHEF,
    "signer_asaco": Role.PRESIDENT,
    "denoncer_asaco": Role.PRESIDENT,
    "viser": Role.PREFET,
    "mediation_prefet": Role.PREFET,
}  # the others: the mayor
WORDS: Final[Mapping[str, str]] = {
    "avis": "Conforme aux normes. Dites où le stock de médicaments sera gardé.",
    "denoncer_asaco": "La subvention du personnel n’est pas versée depuis huit mois.",
    "mediation_prefet": "Les deux parties se sont vues\u202f; la mairie propose un échéancier.",
    "retirer": "La mairie et l’ASACO préfèrent attendre le nouveau budget.",
}
# FCFA a year of what is paid, by who promises and how its line begins.
PRICES: Final[Mapping[tuple[CamParty, str], int]] = {
    (CamParty.COMMUNE, "Constituer le stock"): 1_500_000,
    (CamParty.COMMUNE, "Verser une subvention"): 1_200_000,
    (CamParty.COMMUNE, "Verser sa quote-part"): 400_000,
    (CamParty.ASACO, "Recruter, payer"): 1_800_000,
    (CamParty.ASACO, "Verser sa quote-part"): 250_000,
    (CamParty.STATE, "Verser sa quote-part"): 300_000,
}
INTEREST: Final = "Le président de l’ASACO siège aussi au conseil communal."


@dataclass(frozen=True, slots=True)
class Told:
    """What was done of a convention, the last act so many days ago; ``months``: how long it runs."""

    aire: str
    commune: str  # "": its host
    acts: Sequence[str]
    ago: int
    months: int = 60


TOLD: Final = (
    Told(story.CENTRAL, "", WHOLE, 600),
    Told(story.BAO, "", WHOLE, 820, months=24),  # over, for three months
    Told(story.OULENY, "", WHOLE, 500),
    Told(story.SAMAKELE, "", WHOLE, 655, months=24),  # ends in 75 days
    Told(story.SAMAKELE, story.BEN_KADI, (), 5),
    Told(story.KIBAN, "", WHOLE, 420),
)
# Of the other aires of the district, by their code.
OTHERS: Final = (("deposer",), SIGNED[:3], SIGNED, WHOLE[:-1], ("deposer", "retirer"))


@transaction.atomic
def load_conventions(today: date) -> int:
    """Write the conventions of the story, once: how many were made now."""
    aires = {aire.code: aire for aire in Aire.objects.located().filter(district__code=story.DISTRICT)}
    if not {told.aire for told in TOLD} <= set(aires) or Cam.objects.exists():
        return 0
    for told in TOLD:
        _tell(told, aires[told.aire], today)
    left = sorted(set(aires) - {told.aire for told in TOLD})
    for code, acts in zip(left, OTHERS, strict=False):
        _tell(Told(code, "", acts, 9), aires[code], today)
    _contested(aires[story.OULENY], today)
    _renewed(aires[story.SAMAKELE], today)
    _amended(aires[story.KIBAN], today)
    _both_sides(aires[left[1]], today)
    pilots = Aire.objects.located().filter(host_commune__cercle__code__in=story.PILOTS)
    for aire in pilots.exclude(code__in=aires).order_by("code"):
        _elsewhere(aire, today)
    return Cam.objects.count()


def _tell(told: Told, aire: Aire, today: date) -> Cam:
    commune = Commune.objects.select_related("cercle").filter(code=told.commune).first()
    pair = Pair(aire, commune or aire.host_commune)
    last = today - timedelta(days=told.ago)
    writer = holder(Cam(aire=aire, commune=pair.commune), Role.MAIRE)
    cam = begin(pair, writer, fictitious=True)
    Cam.objects.filter(pk=cam.pk).update(
        months=told.months,
        created_at=at(last - timedelta(days=APART * (len(told.acts) + 1))),
        preamble="La commune et l’ASACO, réunies, conviennent de ce qui suit (texte fictif).",
    )
    _price(cam)
    return _walk(fresh(cam), told.acts, last)


def _price(cam: Cam) -> None:
    """Amounts for what is paid, larger or smaller with the aire, round."""
    share = Dice("montants", cam.aire.code).whole(12, 24)
    whens = [
        When(party=party, text__startswith=start, then=Value(price * share // 20 // 5_000 * 5_000))
        for (party, start), price in PRICES.items()
    ]
    Commitment.objects.filter(cam=cam).update(amount=Case(*whens, default=None))


def _walk(cam: Cam, acts: Sequence[str], last: date) -> Cam:
    """Its acts, the last one on ``last``."""
    for n, act in enumerate(acts):
        day = last - timedelta(days=APART * (len(acts) - 1 - n))
        if act == "vigueur":
            Cam.objects.filter(pk=cam.pk).update(starts_on=day)
        _act(cam, act, day)
        cam = fresh(cam)
    return cam


def _act(cam: Cam, act: str, day: date, **said: Any) -> None:
    """One act by who holds the office, on its day of the story."""
    details = {"avis": {"kind": "reserves"}, "deliberer": {"deliberation": f"{day.year}-{cam.pk}/CC"}}
    scope = holder(cam, BY.get(act, Role.MAIRE))
    log = SILENT.apply(
        cam, act, scope, version=cam.version, comment=WORDS.get(act, ""), details=details.get(act, {}) | said
    )
    ActLog.objects.filter(pk=log.pk).update(done_at=at(day))
    dated = {
        "avis": {"advised_on": day},
        "deliberer": {"deliberated_on": day},
        "signer_commune": {"commune_signed_on": day},
        "signer_asaco": {"asaco_signed_on": day},
        "viser": {"vised_on": day},
    }
    Cam.objects.filter(pk=cam.pk).update(moved_at=at(day), **dated.get(act, {}))


def _contested(aire: Aire, today: date) -> None:
    """Denounced by the ASACO; the préfet has heard both."""
    cam = Cam.objects.located().get(aire=aire, state="vigueur")
    _act(cam, "denoncer_asaco", today - timedelta(days=40))
    _act(fresh(cam), "mediation_prefet", today - timedelta(days=12))


def _renewed(aire: Aire, today: date) -> None:
    """It ends soon: its renewal waits for the council."""
    cam = Cam.objects.located().get(aire=aire, state="vigueur")
    made = follow(cam, CamKind.RENEWAL, holder(cam, Role.PRESIDENT))
    _walk(fresh(made), SIGNED[:2], today - timedelta(days=4))


def _amended(aire: Aire, today: date) -> None:
    """Replaced by an avenant that its president, a councillor too, signed with a declared interest."""
    cam = Cam.objects.located().get(aire=aire, state="vigueur")
    _councillor(cam)
    made = follow(cam, CamKind.AMENDMENT, holder(cam, Role.MAIRE), reason="La moto ambulance est remplacée.")
    last = today - timedelta(days=100)
    made = _walk(fresh(made), WHOLE[:4], last - timedelta(days=20))
    _act(made, "signer_asaco", last - timedelta(days=14), interest=INTEREST)
    _walk(fresh(made), WHOLE[5:], last)
    moved = ActLog.objects.filter(kind=KIND, object_id=str(cam.pk), act="remplacer")
    moved.update(done_at=at(last))


def _both_sides(aire: Aire, today: date) -> None:
    """Its president is a councillor too: the treasurer is designated to sign on paper; the mayor signed."""
    cam = Cam.objects.located().get(aire=aire, state="deliberee")
    _councillor(cam)
    named = Named(
        mandate_of(cam, Role.PRESIDENT), mandate_of(cam, Role.TRESORIER), "procès-verbal du CA n° 6 (fictif)",
        today - timedelta(days=8), "le président est aussi conseiller communal",
    )  # fmt: skip
    designate(cam, CamParty.ASACO, holder(cam, Role.MAIRE), named, version=cam.version)
    ActLog.objects.filter(kind=KIND, object_id=str(cam.pk), act="designer").update(
        done_at=at(today - timedelta(days=7))
    )
    _act(fresh(cam), "signer_commune", today - timedelta(days=6))


def _councillor(cam: Cam) -> None:
    """The president of the ASACO sits in the council of the commune."""
    held = mandate_of(cam, Role.PRESIDENT)
    Mandate.objects.create(
        person=held.person, role=Role.CONSEILLER, commune=cam.commune, starts_on=held.starts_on, reference=ACT
    )


def _elsewhere(aire: Aire, today: date) -> None:
    """In the two other pilot cercles: half have one; of ten, one is over, one is on its way."""
    dice = Dice("convention", aire.code)
    chance = dice.whole(1, 10)
    if chance > 5:
        return
    if chance == 1:
        _tell(Told(aire.code, "", WHOLE, 900, months=24), aire, today)
    elif chance == 2:
        _tell(Told(aire.code, "", SIGNED[: dice.whole(0, 5)], dice.whole(3, 40)), aire, today)
    else:
        _tell(Told(aire.code, "", WHOLE, dice.whole(60, 800)), aire, today)


def mandate_of(cam: Cam, role: Role) -> Mandate:
    """Who holds an office for this convention today."""
    place: Any = {
        Role.MAIRE: {"commune": cam.commune_id},
        Role.MEDECIN_CHEF: {"district": cam.aire.district_id},
        Role.PREFET: {"cercle": cam.commune.cercle_id},
    }.get(role, {"aire": cam.aire_id})
    held = Mandate.objects.in_force().filter(role=role, **place).select_related("person")
    return held.order_by("pk")[0]


def holder(cam: Cam, role: Role) -> Scope:
    return scope_of_person(mandate_of(cam, role).person)


def fresh(cam: Cam) -> Cam:
    return Cam.objects.located().get(pk=cam.pk)


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(11)))
