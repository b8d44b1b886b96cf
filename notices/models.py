"""Notices: one per fact and person."""

from django.db import models

from accounts.models import Person
from core.access import Where


class Notice(models.Model):
    """Something a person should know, with the page where to act."""

    person = models.ForeignKey(Person, models.CASCADE, verbose_name="personne", related_name="notices")
    fact = models.CharField("fait", max_length=120)  # « rapport:12:renvoyer:7 »: the same fact never twice
    text = models.CharField("texte", max_length=300)
    url = models.CharField("page", max_length=200, blank=True)
    created_at = models.DateTimeField("le", auto_now_add=True)
    read_at = models.DateTimeField("lu le", null=True, blank=True)

    class Meta:
        verbose_name = "avis"
        verbose_name_plural = "avis"
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["person", "fact"], name="notice_once")]

    def __str__(self) -> str:
        return self.text

    def where(self) -> Where:
        """A notice stands nowhere: it is its person's."""
        return Where()
