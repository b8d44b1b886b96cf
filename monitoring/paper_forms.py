"""The form of an act on a report taken on paper: its day, its signatory are those of the month."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from mandates.models import Mandate
from mandates.paper_forms import PaperFields
from monitoring.forms import VersionForm
from monitoring.models import MonthlyReport
from monitoring.paper import wrong_signatory
from monitoring.workflow import wrong_paper_day


class PaperForm(PaperFields, VersionForm):
    """One act of one report; refusals stand beside their field."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        files: MultiValueDict[str, UploadedFile] | None,
        *,
        report: MonthlyReport,
        act: str,
        mandates: Sequence[Mandate],
    ) -> None:
        super().__init__(data, files, initial={"version": report.version})
        self.report, self.act = report, act
        self.offer(mandates)

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if why := wrong_paper_day(self.report, self.act, on):
            raise forms.ValidationError(why)
        return on

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        mandate, on = self.mandates.get(said.get("signatory", "")), said.get("on")
        if mandate and on and (why := wrong_signatory(self.report, self.act, mandate, on)):
            self.add_error("signatory", why)
        return said
