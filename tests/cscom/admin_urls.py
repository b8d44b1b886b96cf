"""The site's addresses, with the administration under its own."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

from config.urls import urlpatterns as of_the_site

urlpatterns: list[URLPattern | URLResolver] = [path("essai-administration/", admin.site.urls), *of_the_site]
handler403 = "mandates.errors.forbidden"
handler404 = "core.errors.not_found"
