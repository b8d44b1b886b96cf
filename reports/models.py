"""Issued documents: numbered, dated, with the sha256 of the file and the moment the data was read."""

from dataclasses import replace

from django.db import models
from django.db.models import Q

from accounts.models import Person
from communes.models import Commune
from core.access import PlaceSet, Where
from core.months import Quarter
from cscom.models import CommuneShare
from files.models import StoredFile


def communes_read_in(places: PlaceSet) -> Q:
    """Communes whose documents are read in ``places``: theirs, those an aire of theirs touches (it signs)."""
    if places.everywhere:
        return Q()
    touched = CommuneShare.objects.filter(ends_on=None, aire__in=places.aires).values("commune")
    return Q(pk__in=Commune.objects.within(places).values("pk")) | Q(pk__in=touched)


class DocumentQuerySet(models.QuerySet["Document"]):
    def within(self, places: PlaceSet) -> "DocumentQuerySet":
        """Documents read in ``places``."""
        if places.everywhere:
            return self
        return self.filter(commune__in=Commune.objects.filter(communes_read_in(places)).values("pk"))


class Document(models.Model):
    """A paper that left the system."""

    number = models.CharField("numéro", max_length=60, unique=True)  # « RTP-2026-T3-ML020201-1 »
    title = models.CharField("titre", max_length=200)
    commune = models.ForeignKey(Commune, models.PROTECT, verbose_name="commune", related_name="documents")
    quarter = models.CharField("trimestre", max_length=7)  # « 2026-T3 »
    edition = models.PositiveSmallIntegerField("édition", default=1)
    file = models.OneToOneField(StoredFile, models.PROTECT, verbose_name="fichier")
    sha256 = models.CharField("empreinte", max_length=64)
    data_cutoff_at = models.DateTimeField("données arrêtées au")
    issued_at = models.DateTimeField("établi le", auto_now_add=True)
    asked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, verbose_name="demandé par", related_name="+"
    )
    job_id = models.UUIDField("travail", null=True, blank=True)
    fictitious = models.BooleanField("données fictives", default=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document"
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "quarter", "edition"],
                name="document_edition",
                violation_error_message="Cette édition existe déjà.",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def quarter_words(self) -> str:
        """« 3e trimestre 2026 »."""
        return Quarter.parse(self.quarter).words

    def where(self) -> Where:
        """The commune, and the aires touching it: their people sign and read what was issued."""
        aires = CommuneShare.objects.filter(ends_on=None, commune=self.commune_id).values_list(
            "aire", flat=True
        )
        return replace(self.commune.where(), aires=frozenset(aires))
