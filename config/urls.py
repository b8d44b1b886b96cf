"""Every address of the site, as a table of contents."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from mandates.views import administration_enter

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("accounts.urls")),
    path("", include("asaco.urls")),
    path("", include("concertation.urls")),
    path("", include("conventions.urls")),
    path("", include("core.urls")),
    path("", include("cscom.urls")),
    path("", include("files.urls")),
    path("", include("followup.urls")),
    path("", include("jobs.urls")),
    path("", include("mandates.urls")),
    path("", include("planning.urls")),
    path("", include("monitorage.urls")),
    path("", include("monitoring.urls")),
    path("", include("notices.urls")),
    path("", include("reports.urls")),
    path("api/v1/", include("config.api_urls")),
    path("administration/login/", administration_enter, name="administration_enter"),
    path("administration/", admin.site.urls),
]
handler400 = "core.errors.bad_request"
handler403 = "mandates.errors.forbidden"
handler404 = "core.errors.not_found"
handler500 = "core.errors.server_error"
