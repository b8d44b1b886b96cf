"""The planning app."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "planning"
    verbose_name = "Plans"
    default_auto_field = "django.db.models.BigAutoField"
