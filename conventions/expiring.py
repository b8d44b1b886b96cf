"""Conventions that end are told: 180 days before, 90 days before, on the day; once each, to both parties."""

from datetime import date, timedelta

from django.db.models import Q

from conventions.enums import STANDING
from conventions.models import Cam
from conventions.terms import STAGES, stage
from core.access import Action
from core.formats import day
from mandates.receivers import Roll
from notices.models import NoticeKind
from notices.send import Fact, tell_all

# The mayor, the president, the secretary general, the CSRéf.
TOLD = (Action.CAM_WRITE, Action.CAM_ADVISE)


def tell_expiry(today: date) -> int:
    """Tell each moment that has come and was not told. How many notices are new."""
    ending = Cam.objects.filter(state__in=STANDING, ends_on__lte=today + timedelta(days=max(STAGES)))
    unsaid = ending.exclude(told_of=min(STAGES)).located().order_by("pk")
    found = [
        (cam, moment)
        for cam in unsaid
        if cam.ends_on and (moment := stage(cam.ends_on, today)) is not None
        if cam.told_of is None or moment < cam.told_of
    ]
    if not found:
        return 0
    roll = Roll()
    told = tell_all(_fact(cam, moment, roll) for cam, moment in found)
    for moment in STAGES:
        mine = [cam.pk for cam, one in found if one == moment]
        Cam.objects.filter(Q(told_of=None) | Q(told_of__gt=moment), pk__in=mine).update(told_of=moment)
    return told


def _fact(cam: Cam, moment: int, roll: Roll) -> Fact:
    """The key names the day: a term that moved is told again."""
    ends_on = cam.ends_on
    assert ends_on is not None  # noqa: S101 - for the reader of types
    key = f"cam:{cam.pk}:echeance:{ends_on.isoformat()}:{moment}"
    people = frozenset(one for action in TOLD for one in roll.people(action, cam.where()))
    text = f"Convention {cam.number} ({cam.aire.name}, {cam.commune.name})\u00a0: {words_of(ends_on, moment)}"
    return Fact(NoticeKind.TERM, key, text, cam.get_absolute_url(), people)


def words_of(ends_on: date, moment: int) -> str:
    """« elle finit dans moins de 180 jours, dernier jour le 31 mai 2027… »."""
    if moment == 0:
        return f"son dernier jour est le {day(ends_on)}. Sans renouvellement, plus rien n’engage les parties."
    return f"elle finit dans moins de {moment} jours, dernier jour le {day(ends_on)}. Pensez à la renouveler."
