"""A whole report entered and saved in three requests, on line, when nothing is saved cell by cell."""

import json
import re
from typing import Any
from uuid import uuid4

from django.test import Client

from monitoring.form import Form
from monitoring.models import MonthlyReport, Period, ReportDiff
from tests.cast import Cast
from tests.monitoring.pages import address, values_of
from tests.reporting import good_values


class Counting(Client):
    """A browser held to its token, which counts what it asks."""

    asked = 0

    def request(self, **request: Any) -> Any:
        self.asked += 1
        return super().request(**request)


def test_the_form_opened_the_server_found_the_report_sent(cast: Cast, october: Period, form: Form) -> None:
    aire, kadia = cast.territory.aire, Counting(enforce_csrf_checks=True)
    kadia.force_login(cast.user_of("kadia"))
    kadia.asked = 0

    page = kadia.get(address("report_section", aire, october, "curatif"))
    person = re.search(r'data-person="(\d+)"', page.content.decode())
    assert person
    token = kadia.get("/sync/").json()["jeton"]
    cells = {key: str(value) for key, value in good_values(form).items()}
    body = {
        "operation": str(uuid4()),
        "personne": int(person[1]),
        "cases": cells,
        "base": dict.fromkeys(cells),
    }
    answer = kadia.post(
        address("sync_send", aire, october),
        json.dumps(body),
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )

    assert answer.status_code == 200
    assert kadia.asked == 3
    assert len(cells) == 182
    assert values_of(aire, october) == good_values(form)
    assert MonthlyReport.objects.get().version == ReportDiff.objects.count() == 1
