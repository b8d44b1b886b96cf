"""The monthly report, its review, the catalogue behind it; figures, completeness."""

from django.urls import path

from monitoring.views import (
    catalogue,
    circuit,
    completeness,
    entry,
    figures,
    indicators,
    league,
    reports,
    review,
)

REPORT = "rapports/<slug:aire>/<str:month>/"

urlpatterns = [
    # To read
    path("rapports/", reports.report_list, name="report_list"),
    path("rapports/aller/", entry.report_go, name="report_go"),
    path(REPORT, reports.report_show, name="report_show"),
    # Acts, each its own address
    path(f"{REPORT}verifier/", circuit.report_check, name="report_check"),
    path(f"{REPORT}declarer/", circuit.report_declare, name="report_declare"),
    path(f"{REPORT}viser/", circuit.report_visa, name="report_visa"),
    path(f"{REPORT}signer/", circuit.report_sign, name="report_sign"),
    path(f"{REPORT}valider/", circuit.report_validate, name="report_validate"),
    path(f"{REPORT}renvoyer/", circuit.report_return, name="report_return"),
    path(f"{REPORT}rouvrir/", circuit.report_reopen, name="report_reopen"),
    # To type, section by section: last, so that no section takes the name of an act
    path(f"{REPORT}<slug:section>/", entry.report_section, name="report_section"),
    # Who validates
    path("a-verifier/", review.review_queue, name="review_queue"),
    path("catalogue/", catalogue.catalogue_show, name="catalogue_show"),
    # Figures, from the nearest place to the widest
    path("aires/<slug:code>/chiffres/", figures.figures_aire, name="figures_aire"),
    path("communes/<slug:code>/chiffres/", figures.figures_commune, name="figures_commune"),
    path("districts/<slug:code>/chiffres/", figures.figures_district, name="figures_district"),
    path("cercles/<slug:code>/chiffres/", figures.figures_cercle, name="figures_cercle"),
    path("regions/<slug:code>/chiffres/", league.figures_region, name="figures_region"),
    # One indicator there
    path("aires/<slug:code>/chiffres/<slug:indicator>/", indicators.indicator_aire, name="indicator_aire"),
    path(
        "communes/<slug:code>/chiffres/<slug:indicator>/",
        indicators.indicator_commune,
        name="indicator_commune",
    ),
    path(
        "districts/<slug:code>/chiffres/<slug:indicator>/",
        indicators.indicator_district,
        name="indicator_district",
    ),
    path(
        "cercles/<slug:code>/chiffres/<slug:indicator>/", indicators.indicator_cercle, name="indicator_cercle"
    ),
    path(
        "regions/<slug:code>/chiffres/<slug:indicator>/", indicators.indicator_region, name="indicator_region"
    ),
    # Who sent what
    path("completude/", completeness.completeness, name="completeness"),
]
