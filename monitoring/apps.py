"""The monitoring app."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = "Suivi mensuel"
    default_auto_field = "django.db.models.BigAutoField"
