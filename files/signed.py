"""An act first taken on paper, recorded afterwards: what every circuit keeps of it."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Person
from core.models import ActLog
from files.models import StoredFile


class SignedPaper(models.Model):
    """One act of the log first given by hand. ``signatory`` acted, ``recorded_by`` typed it in."""

    log = models.OneToOneField(ActLog, models.PROTECT, verbose_name="acte", related_name="+")
    signatory = models.ForeignKey(Person, models.PROTECT, verbose_name="signataire", related_name="+")
    recorded_by = models.ForeignKey(Person, models.PROTECT, verbose_name="enregistré par", related_name="+")
    acted_on = models.DateField("date de l’acte")
    recorded_on = models.DateField("enregistré le", default=timezone.localdate)
    scan = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="copie du papier", related_name="+")

    class Meta:
        abstract = True
        verbose_name = "acte pris sur papier"
        verbose_name_plural = "actes pris sur papier"
        ordering = ["recorded_on", "id"]


def not_ahead(name: str) -> models.CheckConstraint:
    """A paper bears no day after the one it was recorded on; ``name``: of the constraint."""
    return models.CheckConstraint(
        condition=Q(acted_on__lte=F("recorded_on")),
        name=name,
        violation_error_message="Un acte pris sur papier n’est pas daté d’un jour à venir.",
    )
