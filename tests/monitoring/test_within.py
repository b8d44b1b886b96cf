"""Indicators of one report, by hand."""

import pytest

from communes.models import Coefficient
from cscom.models import AirePopulation
from monitoring.form import Form
from monitoring.indicators import indicators_on
from monitoring.models import Period
from monitoring.within import reckoned, targets_of, value_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TARGETS = {"POP": 12_000.0, "E011": 480.0, "FE": 600.0}


@pytest.mark.parametrize(
    ("code", "values", "value", "text"),
    [
        ("I27", {"P3.fixe": 30, "P3.avancee": 6}, 90.0, "90\u00a0%"),  # 36 of 480 / 12
        ("I27", {"P3.fixe": 30}, None, "—"),  # a cell is vide
        ("I27", {"P3.fixe": 30, "P3.avancee": "NA"}, 75.0, "75\u00a0%"),
        ("I29", {"P1.fixe": 40, "P1.avancee": 0, "P3.fixe": 35, "P3.avancee": 0}, 12.5, "12,5\u00a0%"),
        ("I29", {"P1.fixe": 0, "P1.avancee": 0, "P3.fixe": 0, "P3.avancee": 0}, None, "—"),
        ("I42", {"CG_TEN": 1}, 100.0, "100\u00a0%"),
        ("I21", {"DM.cscom": 1, "DM.domicile": 0, "DM.trajet": 0}, 1.0, "1\u00a0décès"),
    ],
)
def test_an_indicator_of_one_report(
    form: Form, october: Period, code: str, values: dict[str, int], value: float | None, text: str
) -> None:
    indicator = indicators_on(october.starts_on)[code]
    assert value_of(indicator, form, values, october, TARGETS) == value
    section = next(s for s in form.sections for e in s.elements if e.code in indicator.numerator.uses)
    shown = reckoned(section, form, values, october, [indicator], TARGETS)
    assert [one.text for one in shown] == [text]


def test_targets_are_shares_of_the_people_of_the_aire(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    AirePopulation.objects.update_or_create(aire=aire, year=2026, defaults={"total": 10_000})
    Coefficient.objects.update_or_create(
        key="E011", region=None, from_year=2026, defaults={"share": "0.04", "label": "0-11 mois"}
    )
    targets = targets_of(aire, 2026)
    assert (targets["POP"], targets["E011"]) == (10_000, 400)
