"""Addresses of the conventions."""

from django.urls import path

from conventions.views import money, paper, review, scores, sheet, shelf, show, substitute, writing, years
from conventions.views.acting import acting_on
from conventions.workflow import MOVES

PAIR = "conventions/<str:code>/<str:commune>/"
CAM = f"{PAIR}<int:edition>/"
LINES = f"{CAM}lignes/"
YEARS = f"{CAM}annees/"
YEAR = f"{YEARS}<int:year>/"

urlpatterns = [
    path("conventions/", shelf.cam_list, name="cam_list"),
    path(PAIR, shelf.cam_pair, name="cam_pair"),
    path(CAM, show.cam_show, name="cam_show"),
    path(f"{CAM}actes/<int:pk>/", show.cam_act_show, name="cam_act_show"),
    path(f"{CAM}papier/<str:act>/", paper.cam_paper, name="cam_paper"),
    path(f"{CAM}remplacant/<str:party>/", substitute.cam_substitute, name="cam_substitute"),
    path(f"{CAM}suite/", shelf.cam_follow, name="cam_follow"),
    path(f"{CAM}entete/", writing.cam_header, name="cam_header"),
    path(LINES, writing.cam_lines, name="cam_lines"),
    path(f"{LINES}ajouter/", writing.cam_line_add, name="cam_line_add"),
    path(f"{LINES}feuille/", sheet.cam_sheet, name="cam_sheet"),
    path(f"{LINES}feuille.<slug:ending>", sheet.cam_sheet_file, name="cam_sheet_file"),
    path(f"{LINES}<uuid:key>/", writing.cam_line, name="cam_line"),
    path(f"{LINES}<uuid:key>/retirer/", writing.cam_line_remove, name="cam_line_remove"),
    path(YEAR, years.cam_year, name="cam_year"),
    path(f"{YEARS}<int:year>.<slug:ending>", years.cam_year_file, name="cam_year_file"),
    path(f"{YEAR}dire/", scores.cam_scores, name="cam_scores"),
    path(f"{YEAR}dire/<uuid:key>/", scores.cam_score_line, name="cam_score_line"),
    path(f"{YEAR}montants/", money.cam_money, name="cam_money"),
    path(f"{YEAR}revue/", review.cam_review, name="cam_review"),
    path(f"{YEAR}revue/clore/", review.cam_review_close, name="cam_review_close"),
    # One page an act, each with the right of its own.
    *(path(f"{CAM}{move.act}/", acting_on(move.act), name=f"cam_{move.act}") for move in MOVES),
]
