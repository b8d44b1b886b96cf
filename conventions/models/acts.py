"""What the acts of a convention leave beside the log: papers, joined files, who signs in another’s stead."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Person
from conventions.enums import CamParty
from conventions.models.cam import Cam
from core.models import ActLog
from files.models import StoredFile
from files.signed import SignedPaper, not_ahead
from mandates.models import Mandate


class CamPaper(SignedPaper):
    """One act on a convention, given by hand."""

    cam = models.ForeignKey(Cam, models.CASCADE, related_name="papers")

    class Meta(SignedPaper.Meta):
        constraints = [not_ahead("cam_paper_dates")]

    def __str__(self) -> str:
        return f"{self.cam_id} {self.acted_on}"


class CamFile(models.Model):
    """A file given with an act, locked with it."""

    cam = models.ForeignKey(Cam, models.CASCADE, related_name="files")
    log = models.OneToOneField(ActLog, models.PROTECT, verbose_name="acte", related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="fichier", related_name="+")
    label = models.CharField("ce que c’est", max_length=120)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("joint le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(label=""),
                name="cam_file_named",
                violation_error_message="Dites ce qu’est cette pièce.",
            )
        ]

    def __str__(self) -> str:
        return self.label


class Substitute(models.Model):
    """Who signs for a party in the stead of its mayor or president, by which decision.

    Recorded before the signature: nobody signs for both parties, nor for one while a function of the
    other binds them, without it (domain.md §12).
    """

    cam = models.ForeignKey(Cam, models.CASCADE, related_name="substitutes")
    party = models.CharField("partie", max_length=8, choices=CamParty.choices)
    replaced = models.ForeignKey(Person, models.PROTECT, verbose_name="remplacé", related_name="+")
    mandate = models.ForeignKey(Mandate, models.PROTECT, verbose_name="remplaçant", related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="remplaçant", related_name="+")
    decision = models.CharField("décision qui le désigne", max_length=200)
    decided_on = models.DateField("décision du")
    why = models.CharField("pourquoi", max_length=200)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "remplaçant"
        constraints = [
            models.UniqueConstraint(
                fields=["cam", "party"],
                name="substitute_once",
                violation_error_message="Un remplaçant est déjà désigné pour cette partie.",
            ),
            models.CheckConstraint(
                condition=~Q(replaced=F("person")),
                name="substitute_another",
                violation_error_message="Le remplaçant est une autre personne.",
            ),
            models.CheckConstraint(
                condition=~Q(decision="") & ~Q(why=""),
                name="substitute_says",
                violation_error_message="Écrivez la décision qui désigne le remplaçant, et pourquoi.",
            ),
            models.CheckConstraint(
                condition=Q(party__in=[CamParty.COMMUNE, CamParty.ASACO]),
                name="substitute_party",
                violation_error_message="Seules la commune et l’ASACO signent.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.person_id}"
