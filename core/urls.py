"""Pages open to everybody."""

from django.urls import path

from core import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("aide/", views.help_show, name="help_show"),
    path("glossaire/", views.glossary_show, name="glossary_show"),
]
