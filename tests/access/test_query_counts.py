"""Every page costs the number of SQL queries written here, whatever the number of rows; undecided fails."""

from collections.abc import Iterator
from types import MappingProxyType

import pytest
from django.urls import get_resolver

from tests.access.asking import Askers
from tests.access.counting import Written, differences, undone
from tests.access.crowd import crowd
from tests.access.expected import PLAYERS, ROUTES
from tests.access.test_matrix import named
from tests.cast import PARTS

QUERY = MappingProxyType({"place_search": "?q=a"})
# Asked by programs that watch, which have tests of their own; each looks at the outside too.
WATCHED = frozenset({"healthz", "readyz"})

# Route → who asks → queries: session, person, mandates, notices unread… are in each.
COUNTS: Written = MappingProxyType(
    {
        "sign_in": {"anonyme": 0},
        "code_redeem": {"anonyme": 0},
        "help_show": {"anonyme": 0},
        "administration_enter": {"yaya": 3},
        "glossary_show": {"anonyme": 0},
        "home": {
            "kadia": 24, "moussa": 23, "sitan": 24, "awa": 29, "oumar": 29, "fanta": 18,
            "drissa": 18, "binta": 17, "issa": 18, "salif": 23, "seydou": 18, "nana": 20,
            "modibo": 19, "boubacar": 14, "cheick": 14, "ramata": 15, "julie": 14, "yaya": 4,
        },
        "my_rights": {"salif": 6},
        "password_change": {"salif": 5},
        "notice_list": {"salif": 8},
        "job_list": {"salif": 7},
        "job_show": {"salif": 6},
        "token_list": {"salif": 6},
        "token_revoke": {"salif": 7},
        "territory_show": {"salif": 6},
        "region_show": {"salif": 13},
        "cercle_show": {"salif": 10},
        "district_show": {"salif": 10},
        "commune_show": {"salif": 12},
        "aire_show": {"salif": 13},
        "place_search": {"salif": 6},
        "unplaced_list": {"salif": 6},
        "catalogue_show": {"salif": 11},
        "asaco_list": {"salif": 8, "fanta": 7},
        "asaco_show": {"salif": 8},
        "asaco_edit": {"kadia": 6},
        "people_list": {"salif": 8, "fanta": 7},
        "person_show": {"salif": 10, "fanta": 7},
        "code_issue": {"salif": 12},
        "report_list": {"salif": 12, "fanta": 11},
        "report_go": {"kadia": 3},
        "report_show": {"salif": 23, "fanta": 18},
        "report_section": {"salif": 15},
        "report_check": {"kadia": 13},
        "report_return": {"salif": 9},
        "report_reopen": {"salif": 12},
        "review_queue": {"salif": 18},
        "figures_start": {"kadia": 4},
        "figures_commune": {"salif": 24, "fanta": 18},
        "figures_aire": {"salif": 17},
        "figures_district": {"salif": 18, "nana": 17},
        "figures_cercle": {"nana": 14},
        "figures_region": {"nana": 14},
        "indicator_commune": {"salif": 17},
        "indicator_aire": {"salif": 16},
        "indicator_district": {"salif": 19},
        "indicator_cercle": {"nana": 15},
        "indicator_region": {"nana": 15},
        "completeness": {"salif": 12, "fanta": 11},
        "document_list": {"salif": 9, "fanta": 8},
        "document_show": {"salif": 8},
        "file_download": {"kadia": 4},
        "report_ask": {"salif": 10},
        "report_batch": {"nana": 6},
    }
)  # fmt: skip


@pytest.fixture(autouse=True)
def _undone() -> Iterator[None]:
    with undone():
        yield


def test_every_page_is_decided() -> None:
    """A new page fails here until somebody has counted, by whom it is read."""
    pages = {name for name in named(get_resolver().url_patterns) if not name.startswith("api_")}
    read = {name for name in pages if ROUTES[name].way != "a"}
    assert read - WATCHED == set(COUNTS)
    assert set(COUNTS["home"]) == set(PARTS)
    assert all(set(by_player) <= set(PLAYERS) and by_player for by_player in COUNTS.values())


def test_pages_cost_what_is_written(askers: Askers) -> None:
    assert differences(askers, COUNTS, QUERY) == []


def test_more_rows_cost_no_more(askers: Askers) -> None:
    crowd(askers.world)
    assert differences(askers, COUNTS, QUERY) == []
