"""Background work as rows: the table is the truth, the broker a doorbell."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models

from accounts.models import Person
from core.access import Where


class Job(models.Model):
    """One piece of long work, asked by a person or by the calendar."""

    class State(models.TextChoices):
        QUEUED = "en_file", "en file"
        RUNNING = "en_cours", "en cours"
        DONE = "termine", "terminé"
        FAILED = "en_erreur", "en erreur"
        STOPPED = "arrete", "arrêté"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("travail", max_length=60)
    title = models.CharField("titre", max_length=200)
    params = models.JSONField("paramètres (identifiants)", default=dict)
    key = models.CharField("clé d’unicité", max_length=120, unique=True, null=True, blank=True)
    state = models.CharField("état", max_length=20, choices=State.choices, default=State.QUEUED)
    done_steps = models.PositiveIntegerField("étapes faites", default=0)
    total_steps = models.PositiveIntegerField("étapes", default=1)
    message = models.CharField("message", max_length=500, blank=True)
    failures = models.JSONField("échecs", default=list, blank=True)
    result = models.JSONField("résultat", default=dict, blank=True)
    asked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, verbose_name="demandé par", related_name="jobs"
    )
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    stalls = models.PositiveSmallIntegerField(
        "essais depuis la dernière étape faite", default=0, db_default=0
    )
    resumed = models.PositiveSmallIntegerField("reprises demandées", default=0, db_default=0)
    stop_asked = models.BooleanField("arrêt demandé", default=False)
    created_at = models.DateTimeField("demandé le", auto_now_add=True)
    claimed_at = models.DateTimeField("commencé le", null=True, blank=True)
    heartbeat_at = models.DateTimeField("dernier signe", null=True, blank=True)
    finished_at = models.DateTimeField("fini le", null=True, blank=True)

    class Meta:
        verbose_name = "travail de fond"
        verbose_name_plural = "travaux de fond"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "heartbeat_at"])]

    def __str__(self) -> str:
        return self.title

    @property
    def fact(self) -> str:
        """The fact that a notice of its end tells once; taken up again by its asker, it ends anew."""
        return f"travail:{self.pk}:{self.resumed}" if self.resumed else f"travail:{self.pk}"

    @property
    def forgotten_at(self) -> datetime | None:
        """When its row goes, once it is over."""
        return self.finished_at + settings.JOB_KEPT if self.finished_at and self.over else None

    def where(self) -> Where:
        """A job stands nowhere: it is its asker's."""
        return Where()

    @property
    def percent(self) -> int:
        return min(100, self.done_steps * 100 // max(self.total_steps, 1))

    @property
    def over(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED, self.State.STOPPED}


class CalendarMark(models.Model):
    """When a work of the calendar last ran: the sign that the scheduler rings and that a worker comes."""

    name = models.CharField("travail", max_length=60, primary_key=True)
    at = models.DateTimeField("dernier passage")

    class Meta:
        verbose_name = "dernier passage du calendrier"
        verbose_name_plural = "derniers passages du calendrier"

    def __str__(self) -> str:
        return self.name
