"""The asaco app."""

from django.apps import AppConfig


class AsacoConfig(AppConfig):
    name = "asaco"
    verbose_name = "ASACO"
    default_auto_field = "django.db.models.BigAutoField"
