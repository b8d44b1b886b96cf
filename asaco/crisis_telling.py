"""The parties touched by a crisis are told of each act, opinion, appeal."""

from asaco.models import Appeal, Crisis, CrisisDissent
from core.access import Action
from core.formats import day
from mandates.receivers import receivers
from notices.models import NoticeKind
from notices.send import tell


def tell_act(crisis: Crisis) -> None:
    """An act was taken: each party may differ."""
    words = f"{crisis.organ}\u00a0: {crisis.get_kind_display()} le {day(crisis.acted_on)}."
    _tell(crisis, f"acte:{crisis.pk}", words, crisis.person_id)


def tell_dissent(dissent: CrisisDissent) -> None:
    """A party differs."""
    crisis = dissent.crisis
    words = f"{crisis}\u00a0: avis divergent, {dissent.get_role_display()}, {dissent.place_name}."
    _tell(crisis, f"avis:{dissent.pk}", words, dissent.person_id)


def tell_appeal(appeal: Appeal) -> None:
    """The act is contested."""
    words = f"{appeal.crisis}\u00a0: recours de {appeal.whose}, devant {appeal.before}."
    _tell(appeal.crisis, f"recours:{appeal.pk}", words, appeal.person_id)


def tell_outcome(appeal: Appeal) -> None:
    """What became of an appeal is known."""
    words = f"{appeal.crisis}\u00a0: issue du recours, {appeal.get_outcome_display()}."
    _tell(appeal.crisis, f"issue:{appeal.pk}", words, appeal.outcome_by_id)


def _tell(crisis: Crisis, key: str, words: str, by: int | None) -> None:
    """Whoever may differ reads the page: they are told, but for who wrote."""
    people = [one for one in receivers(Action.ASACO_DISSENT, crisis.where()) if one.pk != by]
    tell(people, f"crise:{key}", words, crisis.get_absolute_url(), NoticeKind.TERM)
