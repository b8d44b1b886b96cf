"""Every answer of the API costs the number of SQL queries written here, whatever the number of rows."""

from collections.abc import Iterator
from types import MappingProxyType

import pytest

from tests.access.asking import Askers
from tests.access.counting import Written, differences, undone
from tests.access.crowd import crowd
from tests.access.expected import ROUTES

QUERY = MappingProxyType(
    {"api_place_search": "?q=banamba", "api_report_list": "?modifie_depuis=2026-01-01T00:00:00Z"}
)
PAGES = {"api_documentation"}  # a page: it asks nothing

# Route → who asks → queries; three are in each: the token, its mandates, the count of questions.
COUNTS: Written = MappingProxyType(
    {
        "api_token_list": {"salif": 4},
        "api_me": {"salif": 4},
        "api_schema": {"salif": 3},
        "api_job_list": {"salif": 5},
        "api_job_show": {"salif": 4},
        "api_region_list": {"salif": 6},
        "api_region_show": {"salif": 5},
        "api_cercle_list": {"salif": 6},
        "api_cercle_show": {"salif": 5},
        "api_district_list": {"salif": 5},
        "api_district_show": {"salif": 4},
        "api_commune_list": {"salif": 6},
        "api_commune_show": {"salif": 5},
        "api_aire_list": {"salif": 7},
        "api_aire_show": {"salif": 8},
        "api_village_list": {"salif": 7},
        "api_village_show": {"salif": 6},
        "api_place_search": {"salif": 7},
        "api_form": {"salif": 4},
        "api_rule_list": {"salif": 4},
        "api_indicator_list": {"salif": 4},
        "api_period_list": {"salif": 4},
        "api_period_show": {"salif": 4},
        "api_report_check": {"kadia": 11},
        "api_report_list": {"salif": 5},
        "api_report_show": {"salif": 19},
        "api_totals_aire": {"salif": 6},
        "api_totals_commune": {"salif": 5},
        "api_totals_district": {"salif": 5},
        "api_totals_cercle": {"nana": 5},
        "api_totals_region": {"nana": 5},
        "api_figures_aire": {"salif": 9},
        "api_figures_commune": {"salif": 9},
        "api_figures_district": {"salif": 8},
        "api_figures_cercle": {"nana": 8},
        "api_figures_region": {"nana": 8},
        "api_curve_aire": {"salif": 6},
        "api_curve_commune": {"salif": 5},
        "api_curve_district": {"salif": 5},
        "api_curve_cercle": {"nana": 5},
        "api_curve_region": {"nana": 5},
        "api_table_commune": {"salif": 7},
        "api_table_district": {"salif": 6},
        "api_table_cercle": {"nana": 6},
        "api_table_region": {"nana": 6},
        "api_completeness": {"salif": 8},
        "api_meeting_list": {"salif": 5, "kadia": 6},
        "api_meeting_show": {"seydou": 12, "kadia": 11},
        "api_restitution_list": {"salif": 5, "kadia": 5},
        "api_restitution_show": {"seydou": 6},
        "api_membership_list": {"salif": 4},
        "api_contribution_list": {"salif": 4},
        "api_budget_list": {"salif": 5},
        "api_crisis_list": {"salif": 8},
        "api_crisis_show": {"salif": 8},
        "api_due_list": {"fanta": 6, "nana": 6},
        "api_cam_list": {"fanta": 5, "nana": 5},
        "api_cam_show": {"fanta": 8, "nana": 8},
        "api_organ_list": {"salif": 8},
        "api_organ_show": {"salif": 8},
        "api_seat_list": {"salif": 6},
        "api_followup_list": {"salif": 6},
        "api_followup_show": {"salif": 5},
        "api_plan_list": {"salif": 5},
        "api_plan_show": {"salif": 6},
        "api_plan_acts": {"salif": 6},
        "api_plan_execution": {"salif": 7},
        "api_document_list": {"salif": 5},
        "api_document_show": {"salif": 5},
        "api_document_file": {"salif": 6},
        "api_narrative_show": {"salif": 11},
    }
)  # fmt: skip


@pytest.fixture(autouse=True)
def _undone() -> Iterator[None]:
    with undone():
        yield


def test_every_endpoint_is_decided() -> None:
    """A new endpoint fails here until somebody has counted, by whom it is asked."""
    read = {name for name, route in ROUTES.items() if name.startswith("api_") and route.way != "a"}
    assert read - PAGES == set(COUNTS)
    assert all(COUNTS.values())


def test_answers_cost_what_is_written(askers: Askers) -> None:
    assert differences(askers, COUNTS, QUERY) == []


def test_more_rows_cost_no_more(askers: Askers) -> None:
    crowd(askers.world)
    assert differences(askers, COUNTS, QUERY) == []
