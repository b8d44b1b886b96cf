"""The followup app."""

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "followup"
    verbose_name = "Suivi des engagements"
    default_auto_field = "django.db.models.BigAutoField"
