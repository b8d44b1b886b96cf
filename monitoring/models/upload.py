"""A file of figures that somebody sent: what it said, until it is confirmed or too old."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from core.access import Where

KEPT = timedelta(days=2)


def keep_until() -> datetime:
    return timezone.now() + KEPT


class SheetUpload(models.Model):
    """What a sheet said, its reader's alone. Once confirmed, ``result`` replaces ``content``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="déposé par", related_name="sheets")
    name = models.CharField("nom du fichier", max_length=200)
    content = models.JSONField("contenu", default=dict, blank=True)
    result = models.JSONField("ce qui a été fait", default=dict, blank=True)
    created_at = models.DateTimeField("déposé le", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("gardé jusqu’au", default=keep_until)
    applied_at = models.DateTimeField("confirmé le", null=True, blank=True)

    class Meta:
        verbose_name = "feuille déposée"
        verbose_name_plural = "feuilles déposées"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["expires_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at=None) | Q(content={}),
                name="sheet_emptied_once_applied",
                violation_error_message="Une feuille confirmée ne garde plus son contenu.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def where(self) -> Where:
        """A sheet that was sent stands nowhere: it is its person's."""
        return Where()
