"""The notices app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = "Avis"
    default_auto_field = "django.db.models.BigAutoField"
