"""Addresses of conventions."""

from django.urls import URLPattern, URLResolver, include, path

from conventions.views import stub

urlpatterns: list[URLPattern | URLResolver] = [
    path("conventions/<str:code>/<str:commune>/<int:edition>/", stub.cam_show, name="cam_show"),
    path("", include("conventions.urls_years")),
]
