"""The concertation app."""

from django.apps import AppConfig


class ConcertationConfig(AppConfig):
    name = "concertation"
    verbose_name = "Réunions"
    default_auto_field = "django.db.models.BigAutoField"
