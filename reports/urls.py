"""Home page, documents."""

from django.urls import path

from reports import (
    essential_views,
    genuine_views,
    home,
    mayor,
    meeting_views,
    plan_views,
    span_views,
    views,
    zip_views,
)
from reports.cam import views as cam
from reports.consolidated import views as consolidated
from reports.fiches import views as fiches
from reports.narrative import views as narratives
from reports.timeline import views as timelines

TEXTS = "communes/<str:code>/rapport-trimestriel/<str:quarter>/textes/"
CAM = "conventions/<str:code>/<str:commune>/<int:edition>/"
DOSSIER = "reunions/<int:pk>/dossier/"

urlpatterns = [
    path("", home.home, name="home"),
    path("chiffres/", home.figures_start, name="figures_start"),
    path("documents/", views.document_list, name="document_list"),
    path("documents/<str:number>/", views.document_show, name="document_show"),
    path("verifier/", genuine_views.document_verify, name="document_verify"),
    path("v/<str:code>/", genuine_views.document_genuine, name="document_genuine"),  # short: it is printed
    path("communes/<str:code>/rapport-trimestriel/", views.report_ask, name="report_ask"),
    path(TEXTS, narratives.narrative_show, name="narrative_show"),
    path(f"{TEXTS}rouvrir/", narratives.narrative_reopen, name="narrative_reopen"),
    path(f"{TEXTS}<str:party>/", narratives.narrative_write, name="narrative_write"),
    path(f"{TEXTS}<str:party>/avis/", narratives.narrative_diverge, name="narrative_diverge"),
    path("communes/<slug:code>/chiffres/", mayor.figures_commune, name="figures_commune"),
    path("communes/<str:code>/fiche/", essential_views.essential_show, name="essential_show"),
    path("communes/<str:code>/fiche/etablir/", span_views.essential_ask, name="essential_ask"),
    path("communes/<str:code>/en-une-page/", fiches.fiche_commune, name="fiche_commune"),
    path("cscom/<str:code>/en-une-page/", fiches.fiche_aire, name="fiche_aire"),
    path("asaco/<str:code>/en-une-page/", fiches.fiche_asaco, name="fiche_asaco"),
    path("communes/<str:code>/chronologie/", timelines.timeline_commune, name="timeline_commune"),
    path("cscom/<str:code>/chronologie/", timelines.timeline_aire, name="timeline_aire"),
    path("communes/<str:code>/dossier/etablir/", span_views.dossier_ask, name="dossier_ask"),
    path(
        "plans/<str:code>/<int:year>/<int:edition>/imprimer/", plan_views.plan_document, name="plan_document"
    ),
    path(f"{CAM}imprimer/", cam.cam_document, name="cam_document"),
    path(f"{CAM}annees/<int:year>/imprimer/", cam.cam_review_document, name="cam_review_document"),
    path(f"{DOSSIER}etablis/", meeting_views.meeting_dossier, name="meeting_dossier"),
    path(f"{DOSSIER}etablir/", meeting_views.meeting_dossier_ask, name="meeting_dossier_ask"),
    path(f"{DOSSIER}<str:number>.pdf", meeting_views.meeting_dossier_file, name="meeting_dossier_file"),
    path("travaux/<uuid:pk>/documents.zip", zip_views.job_documents, name="job_documents"),
    path(
        "districts/<str:code>/rapport-trimestriel/",
        consolidated.consolidated_district_ask,
        name="consolidated_district_ask",
    ),
    path(
        "regions/<str:code>/rapport-trimestriel/",
        consolidated.consolidated_region_ask,
        name="consolidated_region_ask",
    ),
    path("rapports-trimestriels/", views.report_batch, name="report_batch"),
]
