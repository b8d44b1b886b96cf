"""Addresses of the follow-up."""

from django.urls import path

from followup import views

urlpatterns = [
    path("suivi/", views.followup_list, name="followup_list"),
    path("suivi/suivi.csv", views.followup_export, name="followup_export"),
    path("suivi/<int:pk>/", views.followup_show, name="followup_show"),
]
