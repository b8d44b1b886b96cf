"""The forms of an act on a plan taken on paper: what the act itself asks, who signed, when, the copy."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from core.workflow import Move
from mandates.models import Mandate
from mandates.paper_forms import PaperFields
from planning.decision_forms import ActForm, OpinionFields
from planning.effects import OPINIONS, asked_of_commune
from planning.models import Plan
from planning.paper import wrong_day, wrong_signatory


class PaperForm(PaperFields, ActForm):
    """One act of one plan; refusals stand beside their field. Its file is the copy of the paper."""

    joins = False
    field_order: Sequence[str] = ["text", "signatory", "on", "scan"]

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        files: MultiValueDict[str, UploadedFile] | None,
        *,
        plan: Plan,
        move: Move[Plan],
        mandates: Sequence[Mandate],
    ) -> None:
        super().__init__(data, files, plan=plan, move=move)
        self.offer(mandates, wrong_day, partial(wrong_signatory, plan))


class PaperOpinionForm(OpinionFields, PaperForm):
    """The opinion of a commune, its engagements line by line, as its paper says them: none is proposed."""

    field_order = ["kind", "text", "signatory", "on", "scan"]

    def __init__(self, *sent: Any, plan: Plan, **more: Any) -> None:
        super().__init__(*sent, plan=plan, **more)
        self.fields["kind"].label = "Avis écrit sur le papier"
        self.ask(asked_of_commune(plan), proposed=False)


def form_class(act: str) -> type[PaperForm]:
    """The form of this act."""
    return PaperOpinionForm if act in OPINIONS else PaperForm
