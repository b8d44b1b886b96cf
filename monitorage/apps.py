"""The monitorage app."""

from django.apps import AppConfig


class MonitorageConfig(AppConfig):
    name = "monitorage"
    verbose_name = "Monitorage"
    default_auto_field = "django.db.models.BigAutoField"
