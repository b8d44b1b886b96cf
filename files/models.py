"""Stored files: never public, each says which action at which place opens it."""

import uuid

from django.db import models

from accounts.models import Person
from core.access import Action, PlaceKind, Where


class StoredFile(models.Model):
    """A file on disk under ``FILES_ROOT``; the checked view asks ``action`` at the place, now, each time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("nom", max_length=200)
    mime = models.CharField("type", max_length=100)
    size = models.PositiveBigIntegerField("taille (octets)")
    sha256 = models.CharField("empreinte", max_length=64)
    path = models.CharField("chemin sous la racine", max_length=200, unique=True)
    action = models.CharField("acte requis", max_length=40, choices=[(a.value, a.value) for a in Action])
    place_kind = models.CharField("niveau", max_length=10, choices=PlaceKind.choices)
    region_id = models.BigIntegerField(null=True)
    cercle_id = models.BigIntegerField(null=True)
    district_id = models.BigIntegerField(null=True)
    commune_id = models.BigIntegerField(null=True)
    aire_ids = models.JSONField(default=list)  # the aires whose people may open it
    host_ids = models.JSONField(default=list, db_default=[])  # of an aire that several communes host
    # Every commune of the place, of a file that a commune merely touched opens too.
    commune_ids = models.JSONField(default=list, db_default=[])
    created_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, verbose_name="déposé par", related_name="files"
    )
    created_at = models.DateTimeField("déposé le", auto_now_add=True)

    class Meta:
        verbose_name = "fichier"

    def __str__(self) -> str:
        return self.name

    def where(self) -> Where:
        """The places whose people may open the file, when their policy says so."""
        one = frozenset() if self.commune_id is None else frozenset({self.commune_id})
        hosts = one | frozenset(self.host_ids)
        return Where(
            region=self.region_id,
            cercle=self.cercle_id,
            district=self.district_id,
            aires=frozenset(self.aire_ids),
            communes=hosts | frozenset(self.commune_ids),
            hosts=hosts,
        )
