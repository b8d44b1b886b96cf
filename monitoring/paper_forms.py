"""The form of an act on a report taken on paper: its day, its signatory are those of the month."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

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
        day, signer = partial(wrong_paper_day, report, act), partial(wrong_signatory, report, act)
        self.offer(mandates, day, signer)
