"""The files app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "files"
    verbose_name = "Fichiers"
    default_auto_field = "django.db.models.BigAutoField"
