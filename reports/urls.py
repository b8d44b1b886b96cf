"""Home page, documents."""

from django.urls import path

from reports import home, views

urlpatterns = [
    path("", home.home, name="home"),
    path("chiffres/", home.figures_start, name="figures_start"),
    path("documents/", views.document_list, name="document_list"),
    path("documents/<str:number>/", views.document_show, name="document_show"),
    path("communes/<str:code>/rapport-trimestriel/", views.report_ask, name="report_ask"),
    path("rapports-trimestriels/", views.report_batch, name="report_batch"),
]
