"""The mandates app."""

from django.apps import AppConfig


class MandatesConfig(AppConfig):
    name = "mandates"
    verbose_name = "Mandats et accès"
    default_auto_field = "django.db.models.BigAutoField"
