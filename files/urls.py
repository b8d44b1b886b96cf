"""Stored files."""

from django.urls import path

from files import views

urlpatterns = [path("fichiers/<uuid:pk>/", views.file_download, name="file_download")]
