"""Addresses of the monitorage."""

from django.urls import path

from monitorage.views import acts, sessions

AIRE = "monitorage/<str:code>/"
SESSION = f"{AIRE}<str:semester>/"

urlpatterns = [
    path("monitorage/", sessions.monitorage_list, name="monitorage_list"),
    path(AIRE, sessions.monitorage_aire, name="monitorage_aire"),
    path(SESSION, sessions.monitorage_show, name="monitorage_show"),
    path(f"{SESSION}preparer/", acts.monitorage_prepare, name="monitorage_prepare"),
    path(f"{SESSION}reprendre/", acts.monitorage_refresh, name="monitorage_refresh"),
    path(f"{SESSION}valeurs/", acts.monitorage_values, name="monitorage_values"),
    path(f"{SESSION}tenir/", acts.monitorage_hold, name="monitorage_hold"),
    path(f"{SESSION}archiver/", acts.monitorage_archive, name="monitorage_archive"),
    path(f"{SESSION}fiche/", sessions.monitorage_sheet, name="monitorage_sheet"),
    path(f"{SESSION}affiche/", sessions.monitorage_poster, name="monitorage_poster"),
    path(f"{SESSION}<slug:intervention>/", acts.monitorage_intervention, name="monitorage_intervention"),
]
