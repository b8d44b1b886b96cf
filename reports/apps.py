"""The reports app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Rapports et documents"
    default_auto_field = "django.db.models.BigAutoField"
