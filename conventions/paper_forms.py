"""The forms of an act on a convention taken on paper: what the act asks, who signed, when, the copy."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from conventions.act_forms import ActForm, DeliberationForm, OpinionForm, SignForm
from conventions.acts import SIGNS
from conventions.models import Cam
from conventions.paper import wrong_day, wrong_signatory
from core.workflow import Move
from mandates.models import Mandate
from mandates.paper_forms import PaperFields


class PaperForm(PaperFields, ActForm):
    """One act of one convention; refusals stand beside their field. Its file is the copy of the paper."""

    joins = False
    field_order: Sequence[str] = ["deliberation", "kind", "interest", "text", "signatory", "on", "scan"]

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        files: MultiValueDict[str, UploadedFile] | None,
        *,
        cam: Cam,
        move: Move[Cam],
        mandates: Sequence[Mandate],
    ) -> None:
        super().__init__(data, files, cam=cam, move=move)
        self.offer(mandates, wrong_day, wrong_signatory)
        if "interest" in self.fields:  # asked of whoever needs it, once the signatory is known
            self.fields["interest"].required = False


class PaperOpinionForm(PaperForm, OpinionForm):
    """The opinion of the CSRéf, as its paper says it."""


class PaperDeliberationForm(PaperForm, DeliberationForm):
    """The extract of a deliberation: the day written on it is that of the vote."""

    def __init__(self, *sent: Any, **more: Any) -> None:
        super().__init__(*sent, **more)
        self.fields["on"].label = "Date de la délibération"

    def details(self) -> dict[str, Any]:
        return {"deliberation": self.cleaned_data["deliberation"]}


class PaperSignForm(PaperForm, SignForm):
    """A signature given by hand."""


def paper_form_class(act: str) -> type[PaperForm]:
    """The form of this act."""
    special: dict[str, type[PaperForm]] = {"avis": PaperOpinionForm, "deliberer": PaperDeliberationForm}
    return PaperSignForm if act in SIGNS else special.get(act, PaperForm)
