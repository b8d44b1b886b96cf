"""The cscom app."""

from django.apps import AppConfig


class CscomConfig(AppConfig):
    name = "cscom"
    verbose_name = "Aires de santé et CSCOM"
    default_auto_field = "django.db.models.BigAutoField"
