"""The edition of the catalogue: a mark that the database changes at each change of a line."""

from django.db import models
from django.db.models import Q


class Edition(models.Model):
    """One row, written by the triggers of ``monitoring.watching`` alone. A mark never comes twice.

    It moves and is undone with the transaction that changed the lines: who sees the one sees the other.
    """

    mark = models.UUIDField("marque")

    class Meta:
        verbose_name = "édition du catalogue"
        verbose_name_plural = "édition du catalogue"
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="edition_alone",
                violation_error_message="Le catalogue n’a qu’une édition à la fois.",
            )
        ]

    def __str__(self) -> str:
        return str(self.mark)
