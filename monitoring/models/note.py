"""What people say of one cell: dated sentences, a flag « à suivre » that is set or lifted."""

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Person
from monitoring.models.report import MonthlyReport


class NoteQuerySet(models.QuerySet["CellNote"]):
    def flagging(self) -> "NoteQuerySet":
        """The notes by which a cell is now followed: they set the flag, no later one moved it."""
        later = CellNote.objects.filter(
            report=OuterRef("report"), key=OuterRef("key"), flag__isnull=False, id__gt=OuterRef("id")
        )
        return self.filter(~Exists(later), flag=True)


class CellNote(models.Model):
    """One word of one person on one cell: never changed, never taken away.

    ``flag``: True sets « à suivre », False lifts it, None leaves it as it was.
    """

    report = models.ForeignKey(MonthlyReport, models.CASCADE, related_name="notes")
    key = models.CharField("case", max_length=80)
    text = models.TextField("commentaire", blank=True)
    flag = models.BooleanField("à suivre", null=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    mandate_id = models.BigIntegerField("mandat", null=True)
    operation = models.UUIDField("opération", default=uuid.uuid4)
    written_at = models.DateTimeField("le", default=timezone.now, editable=False)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = "commentaire d’une case"
        verbose_name_plural = "commentaires des cases"
        ordering = ["id"]
        indexes = [models.Index(fields=["report", "key"])]
        constraints = [
            models.UniqueConstraint(fields=["operation", "key"], name="note_once"),
            models.CheckConstraint(
                condition=~Q(text="") | Q(flag__isnull=False),
                name="note_says_something",
                violation_error_message="Écrivez un commentaire, ou changez le suivi de la case.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.key}"
