"""Addresses of the years of a convention: what each party says, amounts, the review."""

from django.urls import path

from conventions.views import money, review, scores, years

CAM = "conventions/<str:code>/<str:commune>/<int:edition>/annees/"
YEAR = f"{CAM}<int:year>/"

urlpatterns = [
    path(YEAR, years.cam_year, name="cam_year"),
    path(f"{CAM}<int:year>.<slug:ending>", years.cam_year_file, name="cam_year_file"),
    path(f"{YEAR}dire/", scores.cam_scores, name="cam_scores"),
    path(f"{YEAR}dire/<uuid:key>/", scores.cam_score_line, name="cam_score_line"),
    path(f"{YEAR}montants/", money.cam_money, name="cam_money"),
    path(f"{YEAR}revue/", review.cam_review, name="cam_review"),
    path(f"{YEAR}revue/clore/", review.cam_review_close, name="cam_review_close"),
]
