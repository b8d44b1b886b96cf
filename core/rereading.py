"""A form that is read once more before it is signed: what is sent is shown again, then done."""

from enum import Enum, auto
from typing import Any

from django import forms

STEP = "etape"  # relire, corriger, faire


class Stage(Enum):
    """Where the sender of such a form stands."""

    FORM = auto()
    CHECK = auto()
    DO = auto()


def stage_of(sent: Any, form: forms.Form, *, read_again: bool, last: str = "joined") -> Stage:
    """What to answer to ``sent`` (request.POST). ``read_again``: this act is shown before it is done.

    ``last``: the field that stands on the second page, where what is wrong with it is said.
    """
    step = sent.get(STEP, "")
    if not form.is_bound or step == "corriger" or not form.is_valid():
        alone = step == "faire" and read_again and [*form.errors] == [last]
        return Stage.CHECK if alone else Stage.FORM
    return Stage.CHECK if read_again and step != "faire" else Stage.DO
