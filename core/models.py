"""Rows that belong to no trade: the log of acts, the counts of limits."""

from django.db import models
from django.utils import timezone

from core.access import Role


class ActLog(models.Model):
    """One act of a circuit. People stand higher in the house, so they are kept by number and by words."""

    kind = models.CharField("objet", max_length=40)
    object_id = models.CharField("identifiant", max_length=40)
    act = models.CharField("acte", max_length=40)
    from_state = models.CharField("état avant", max_length=30)
    to_state = models.CharField("état après", max_length=30)
    version = models.PositiveIntegerField("version")
    comment = models.TextField("motif", blank=True)
    details = models.JSONField("précisions", default=dict, blank=True)
    person_id = models.BigIntegerField("personne", null=True)
    person_name = models.CharField("nom", max_length=120)
    mandate_id = models.BigIntegerField("mandat", null=True)
    role = models.CharField("fonction", max_length=30, choices=Role.choices, blank=True)
    place_name = models.CharField("lieu", max_length=120, blank=True)
    done_at = models.DateTimeField("le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "acte"
        verbose_name_plural = "journal des actes"
        ordering = ["done_at", "id"]
        indexes = [models.Index(fields=["kind", "object_id", "done_at"])]

    def __str__(self) -> str:
        return f"{self.act} · {self.person_name}"


class LimitCount(models.Model):
    """How often one key asked in one bucket since its window opened; ``core.limits`` alone writes it."""

    bucket = models.CharField("limite", max_length=40)
    key_hash = models.CharField("clé (empreinte)", max_length=64)
    asked = models.PositiveIntegerField("demandes")
    ends_at = models.DateTimeField("fin de la fenêtre", db_index=True)

    class Meta:
        verbose_name = "compte d’une limite"
        verbose_name_plural = "comptes des limites"
        constraints = [models.UniqueConstraint(fields=["bucket", "key_hash"], name="one_count_a_key")]

    def __str__(self) -> str:
        return f"{self.bucket} · {self.asked}"
