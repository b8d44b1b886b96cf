"""The communes app."""

from django.apps import AppConfig


class CommunesConfig(AppConfig):
    name = "communes"
    verbose_name = "Territoire"
    default_auto_field = "django.db.models.BigAutoField"
