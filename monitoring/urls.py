"""The monthly report, its review, the catalogue behind it; figures, completeness."""

from django.urls import path

from monitoring.views import (
    accounts,
    boundaries,
    catalogue,
    cell,
    circuit,
    completeness,
    deaths,
    device,
    entry,
    everything,
    figures,
    indicators,
    league,
    maps,
    outliers,
    paper,
    periods,
    ranking,
    reports,
    review,
    several,
    sheets,
    spreadsheets,
    tables,
    tuning,
)

REPORT = "rapports/<slug:aire>/<str:month>/"

urlpatterns = [
    path("asaco/<str:code>/comptes/", accounts.asaco_accounts, name="asaco_accounts"),
    # To read
    path("rapports/", reports.report_list, name="report_list"),
    path("rapports/aller/", entry.report_go, name="report_go"),
    path("rapports/feuille-vide/", sheets.blank_sheet, name="blank_sheet"),
    path(REPORT, reports.report_show, name="report_show"),
    path(f"{REPORT}feuille/", sheets.report_sheet, name="report_sheet"),
    path(f"{REPORT}feuille-vide/", sheets.report_sheet_blank, name="report_sheet_blank"),
    # Acts, each its own address
    path(f"{REPORT}verifier/", circuit.report_check, name="report_check"),
    path(f"{REPORT}declarer/", circuit.report_declare, name="report_declare"),
    path(f"{REPORT}viser/", circuit.report_visa, name="report_visa"),
    path(f"{REPORT}signer/", circuit.report_sign, name="report_sign"),
    path(f"{REPORT}valider/", circuit.report_validate, name="report_validate"),
    path(f"{REPORT}renvoyer/", circuit.report_return, name="report_return"),
    path(f"{REPORT}rouvrir/", circuit.report_reopen, name="report_reopen"),
    path(f"{REPORT}papier/valider/", paper.report_paper_validate, name="report_paper_validate"),
    path(f"{REPORT}papier/<slug:act>/", paper.report_paper, name="report_paper"),
    path(f"{REPORT}feuille.<slug:ending>", spreadsheets.report_file, name="report_file"),
    path(f"{REPORT}deces-maternels/", deaths.report_deaths, name="report_deaths"),
    # To type, section by section: last, so that no section takes the name of an act
    path(f"{REPORT}<slug:section>/", entry.report_section, name="report_section"),
    path(f"{REPORT}<slug:section>/<str:case>/", cell.report_cell, name="report_cell"),
    # The form away from the network
    path("sw.js", device.service_worker, name="service_worker"),
    path("hors-ligne/", device.offline_shell, name="offline_shell"),
    path("hors-ligne/paquet/", device.device_pack, name="device_pack"),
    path("sync/", device.sync_probe, name="sync_probe"),
    path("sync/<slug:aire>/<str:month>/", device.sync_send, name="sync_send"),
    # The calendar, kept by the DRS
    path("calendrier/", periods.period_list, name="period_list"),
    path("calendrier/ouvrir/", periods.period_open, name="period_open"),
    path("calendrier/<str:month>/", periods.period_change, name="period_change"),
    path("calendrier/<str:month>/rouvrir/", periods.period_reopen, name="period_reopen"),
    # Indicators and targets, kept by the DRS
    path("indicateurs/", tuning.indicator_list, name="indicator_list"),
    path("indicateurs/ajouter/", tuning.indicator_add, name="indicator_add"),
    path("indicateurs/<slug:code>/", tuning.indicator_edit, name="indicator_edit"),
    path("indicateurs/<slug:code>/cibles/", tuning.indicator_targets, name="indicator_targets"),
    path("indicateurs/<slug:code>/cibles/<int:pk>/retirer/", tuning.target_remove, name="target_remove"),
    # The boundaries, kept by the DRS
    path("decoupage/", boundaries.boundary_list, name="boundary_list"),
    path("decoupage/villages/", boundaries.boundary_villages, name="boundary_villages"),
    path("decoupage/aire/", boundaries.boundary_aire, name="boundary_aire"),
    path("decoupage/commune/", boundaries.boundary_commune, name="boundary_commune"),
    path("decoupage/district/", boundaries.boundary_district, name="boundary_district"),
    path("decoupage/<int:pk>/", boundaries.boundary_show, name="boundary_show"),
    path("decoupage/<int:pk>/annuler/", boundaries.boundary_undo, name="boundary_undo"),
    # Sheets to take away, to send back
    path("feuilles/", spreadsheets.sheet_list, name="sheet_list"),
    path("feuilles/<uuid:pk>/", spreadsheets.sheet_show, name="sheet_show"),
    path("feuilles/<uuid:pk>/erreurs.csv", spreadsheets.sheet_faults, name="sheet_faults"),
    path(
        "districts/<slug:code>/feuilles/<str:month>.<slug:ending>",
        spreadsheets.district_file,
        name="district_file",
    ),
    # Who validates
    path("a-verifier/", review.review_queue, name="review_queue"),
    path("a-suivre/", outliers.outliers, name="outliers"),
    path("a-suivre/commentaires.<slug:ending>", outliers.outliers_file, name="outliers_file"),
    path("saisie-papier/", several.several, name="several"),
    path("catalogue/", catalogue.catalogue_show, name="catalogue_show"),
    # Figures, from the nearest place to the widest
    path("aires/<slug:code>/chiffres/", figures.figures_aire, name="figures_aire"),
    path("districts/<slug:code>/chiffres/", figures.figures_district, name="figures_district"),
    path("cercles/<slug:code>/chiffres/", figures.figures_cercle, name="figures_cercle"),
    path("regions/<slug:code>/chiffres/", league.figures_region, name="figures_region"),
    # The same as files: the ten figures, the places inside, the months of one indicator
    *(
        path(f"{kind}s/<slug:code>/chiffres.<slug:ending>", view, name=f"figures_file_{kind}")
        for kind, view in tables.FIGURES.items()
    ),
    *(
        path(f"{kind}s/<slug:code>/lieux.<slug:ending>", view, name=f"places_file_{kind}")
        for kind, view in tables.PLACES.items()
    ),
    *(
        path(
            f"{kind}s/<slug:code>/chiffres/<slug:indicator>.<slug:ending>",
            view,
            name=f"indicator_file_{kind}",
        )
        for kind, view in tables.INDICATORS.items()
    ),
    # Every indicator of a place, on the screen and as a file
    *(
        path(f"{kind}s/<slug:code>/indicateurs{ending}", view, name=name)
        for kind, (page, file) in everything.PAGES.items()
        for ending, view, name in (
            ("/", page, f"everything_{kind}"),
            (".<slug:ending>", file, f"everything_file_{kind}"),
        )
    ),
    # Places in a row by one indicator, on the screen and as a file
    *(
        path(f"{kind}s/<slug:code>/classement{ending}", view, name=name)
        for kind, (page, file) in ranking.PAGES.items()
        for ending, view, name in (
            ("/", page, f"ranking_{kind}"),
            (".<slug:ending>", file, f"ranking_file_{kind}"),
        )
    ),
    # The communes on a map by one indicator
    *(path(f"{kind}s/<slug:code>/carte/", page, name=f"map_{kind}") for kind, page in maps.PAGES.items()),
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
    path("completude.<slug:ending>", completeness.completeness_file, name="completeness_file"),
]
