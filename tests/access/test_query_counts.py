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

QUERY = MappingProxyType({"place_search": "?q=a", "boundary_villages": "?q=an"})
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
            "kadia": 20, "moussa": 16, "sitan": 19, "awa": 22, "oumar": 22, "fanta": 14,
            "drissa": 14, "binta": 12, "issa": 13, "salif": 15, "seydou": 14, "nana": 20,
            "modibo": 18, "boubacar": 9, "cheick": 9, "ramata": 10, "julie": 9, "yaya": 4,
        },
        "my_rights": {"salif": 6},
        "password_change": {"salif": 5},
        "notice_list": {"salif": 7},
        "notice_choices": {"salif": 7},
        "job_list": {"salif": 7},
        "job_show": {"salif": 6},
        "delegation_list": {"salif": 7},
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
        "catalogue_show": {"salif": 6},
        "asaco_list": {"salif": 8, "fanta": 7},
        "asaco_show": {"salif": 8},
        "asaco_edit": {"kadia": 6},
        "people_list": {"salif": 8, "fanta": 7},
        "person_show": {"salif": 10, "fanta": 7},
        "code_issue": {"salif": 12},
        "organ_list": {"salif": 10, "fanta": 9},
        "organ_watch": {"salif": 9},
        "organ_show": {"salif": 11, "kadia": 10},
        "organ_add": {"kadia": 6},
        "organ_edit": {"kadia": 7, "fanta": 6},
        "seat_add": {"kadia": 7},
        "seat_edit": {"kadia": 7},
        "seat_fill": {"kadia": 9, "seydou": 8},
        "hold_end": {"kadia": 8},
        "hold_attach": {"kadia": 8},
        "report_list": {"salif": 11, "fanta": 10},
        "report_go": {"kadia": 3},
        "report_show": {"salif": 23, "fanta": 17},
        "report_section": {"salif": 14},
        "report_cell": {"salif": 12},
        "report_sheet": {"salif": 16, "fanta": 15},
        "report_sheet_blank": {"salif": 9},
        "blank_sheet": {"salif": 6},
        "service_worker": {"anonyme": 0},
        "offline_shell": {"anonyme": 0},
        "sync_probe": {"anonyme": 0},
        "device_pack": {"kadia": 15, "salif": 4},
        "report_check": {"kadia": 12},
        "report_deaths": {"kadia": 9, "salif": 10},
        "report_return": {"salif": 8},
        "report_reopen": {"salif": 9},
        "report_paper": {"kadia": 10},
        "report_paper_validate": {"salif": 15},
        "period_list": {"nana": 8},
        "period_open": {"nana": 7},
        "period_change": {"nana": 6},
        "period_reopen": {"nana": 6},
        "boundary_list": {"nana": 6},
        "boundary_villages": {"nana": 7},
        "boundary_aire": {"nana": 7},
        "boundary_commune": {"nana": 7},
        "boundary_district": {"nana": 6},
        "boundary_show": {"nana": 5},
        "boundary_undo": {"nana": 5},
        "review_queue": {"salif": 18},
        "several": {"salif": 11},
        "sheet_list": {"salif": 9, "kadia": 8, "fanta": 7},
        "sheet_show": {"kadia": 11},
        "sheet_faults": {"kadia": 10},
        "report_file": {"salif": 7},
        "district_file": {"salif": 9},
        "figures_start": {"kadia": 4},
        "figures_commune": {"salif": 20, "fanta": 18},
        "figures_aire": {"salif": 13},
        "figures_district": {"salif": 14, "nana": 13},
        "figures_cercle": {"nana": 10},
        "figures_region": {"nana": 10},
        "indicator_commune": {"salif": 12},
        "indicator_aire": {"salif": 11},
        "indicator_district": {"salif": 14},
        "indicator_cercle": {"nana": 10},
        "indicator_region": {"nana": 10},
        "map_district": {"salif": 17},
        "map_region": {"nana": 17},
        "outliers": {"salif": 9, "nana": 10},
        "outliers_file": {"salif": 5},
        "indicator_list": {"nana": 6},
        "indicator_add": {"nana": 7},
        "indicator_edit": {"nana": 9},
        "indicator_targets": {"nana": 10},
        "everything_aire": {"nana": 9},
        "everything_commune": {"nana": 7},
        "everything_district": {"nana": 7},
        "everything_cercle": {"nana": 7},
        "everything_region": {"nana": 7},
        "everything_file_aire": {"nana": 7},
        "everything_file_commune": {"nana": 6},
        "everything_file_district": {"nana": 6},
        "everything_file_cercle": {"nana": 6},
        "everything_file_region": {"nana": 6},
        "ranking_commune": {"nana": 10},
        "ranking_district": {"nana": 10},
        "ranking_cercle": {"nana": 9},
        "ranking_region": {"nana": 9},
        "ranking_file_commune": {"nana": 9},
        "ranking_file_district": {"nana": 9},
        "ranking_file_cercle": {"nana": 8},
        "ranking_file_region": {"nana": 8},
        "completeness": {"salif": 11, "fanta": 10},
        "completeness_file": {"salif": 9, "nana": 8},
        "figures_file_aire": {"nana": 7},
        "figures_file_commune": {"nana": 6},
        "figures_file_district": {"nana": 6},
        "figures_file_cercle": {"nana": 6},
        "figures_file_region": {"nana": 6},
        "places_file_commune": {"nana": 9},
        "places_file_district": {"nana": 8},
        "places_file_cercle": {"nana": 7},
        "places_file_region": {"nana": 7},
        "indicator_file_aire": {"nana": 7},
        "indicator_file_commune": {"nana": 6},
        "indicator_file_district": {"nana": 6},
        "indicator_file_cercle": {"nana": 6},
        "indicator_file_region": {"nana": 6},
        "followup_list": {"salif": 10, "fanta": 9, "kadia": 9},
        "followup_export": {"salif": 6},
        "followup_show": {"salif": 10, "kadia": 9},
        "plan_show": {"salif": 15, "kadia": 14, "fanta": 16},
        "plan_act_show": {"salif": 12},
        "plan_queue": {"salif": 11, "seydou": 12, "nana": 12},
        "plan_calendar": {"salif": 9, "nana": 8},
        "plan_calendar_edit": {"nana": 6},
        "plan_paper": {"salif": 8},
        "plan_adopter": {"moussa": 6},
        "plan_retirer": {"moussa": 6},
        "plan_avis": {"fanta": 8},
        "plan_avis_touche": {"drissa": 8},
        "plan_renvoyer_commune": {"fanta": 7},
        "plan_valider": {"seydou": 6},
        "plan_renvoyer_csref": {"seydou": 6},
        "plan_approuver": {"nana": 6},
        "plan_approuver_reserves": {"nana": 6},
        "plan_renvoyer_drs": {"nana": 6},
        "plan_crocep": {"nana": 6},
        "plan_deposer": {"kadia": 6},
        "plan_executer": {"kadia": 6},
        "plan_cloturer": {"kadia": 6},
        "plan_conseiller": {"binta": 6},
        "plan_diverger": {"awa": 6},
        "plan_legalite": {"boubacar": 6},
        "plan_conseil_gestion": {"seydou": 6},
        "plan_together": {"salif": 11, "julie": 10},
        "plan_together_file": {"salif": 9},
        "plan_execution": {"kadia": 10, "salif": 11},
        "plan_execution_line": {"kadia": 8, "salif": 9},
        "plan_document": {"salif": 9},
        "plan_balance": {"kadia": 11, "salif": 12},
        "plan_list": {"salif": 9, "kadia": 9},
        "plan_horizon": {"nana": 8},
        "plan_aire": {"kadia": 9, "salif": 9},
        "plan_copy": {"kadia": 8},
        "plan_amend": {"kadia": 6},
        "plan_lines": {"kadia": 10},
        "plan_line": {"kadia": 8},
        "plan_line_remove": {"kadia": 7},
        "plan_followups": {"kadia": 9},
        "plan_sheet": {"kadia": 7},
        "plan_sheet_file": {"kadia": 6},
        "plan_attachments": {"kadia": 7},
        "monitorage_list": {"salif": 8},
        "monitorage_aire": {"salif": 9},
        "monitorage_show": {"salif": 13, "kadia": 12},
        "monitorage_sheet": {"salif": 11},
        "monitorage_poster": {"salif": 11},
        "monitorage_values": {"salif": 10},
        "monitorage_hold": {"salif": 7},
        "monitorage_intervention": {"salif": 11},
        "document_list": {"salif": 9, "fanta": 8},
        "document_show": {"salif": 8},
        "file_download": {"kadia": 4},
        "report_ask": {"salif": 10},
        "essential_show": {"salif": 21, "fanta": 20, "boubacar": 19},
        "essential_ask": {"salif": 12},
        "dossier_ask": {"salif": 11},
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
