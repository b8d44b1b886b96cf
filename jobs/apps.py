"""The jobs app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = "Travaux de fond"
    default_auto_field = "django.db.models.BigAutoField"
