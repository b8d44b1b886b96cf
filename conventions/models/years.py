"""What became of each commitment, year by year: money, what each party says, the review held together."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Person
from conventions.enums import ONCE_IN_FORCE, CamParty, Mark
from conventions.models.cam import Cam
from conventions.models.commitments import BIGGEST, Commitment
from core.access import Scope
from files.models import StoredFile
from followup.models import Followup


class DueQuerySet(models.QuerySet["Due"]):
    def binding(self) -> Self:
        """Lines that their convention holds its parties to: none falls after its last day."""
        return self.filter(
            commitment__cam__state__in=ONCE_IN_FORCE, due_on__lte=F("commitment__cam__ends_on")
        )

    def visible_to(self, scope: Scope) -> Self:
        """Lines of the conventions that this reader reads."""
        return self.filter(commitment__cam__in=Cam.objects.visible_to(scope).values("pk"))


class Due(models.Model):
    """One commitment in one year. None: not said, which is not zero. ``followup``: its line, once late."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="dues")
    year = models.PositiveSmallIntegerField("année")
    due_on = models.DateField("échéance")
    version = models.PositiveIntegerField("version", default=0)
    announced = models.PositiveBigIntegerField("annoncé (FCFA)", null=True, blank=True)
    called = models.PositiveBigIntegerField("appelé (FCFA)", null=True, blank=True)
    paid = models.PositiveBigIntegerField("payé (FCFA)", null=True, blank=True)
    reason = models.CharField("motif du trop-perçu", max_length=200, blank=True, default="")
    followup = models.OneToOneField(
        Followup, models.PROTECT, null=True, blank=True, verbose_name="ligne du suivi", related_name="+"
    )
    saved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField("enregistré le", null=True, blank=True, editable=False)
    objects = DueQuerySet.as_manager()

    class Meta:
        verbose_name = "engagement de l’année"
        verbose_name_plural = "engagements de l’année"
        ordering = ["year", "commitment__rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "year"],
                name="due_once",
                violation_error_message="Cet engagement a déjà une ligne pour cette année.",
            ),
            models.CheckConstraint(
                condition=Q(paid=None)
                | Q(paid=0)
                | Q(called__isnull=False, paid__lte=F("called"))
                | ~Q(reason=""),
                name="due_above",
                violation_error_message="Il a été payé plus que ce qui était appelé\u00a0: écrivez pourquoi.",
            ),
            models.CheckConstraint(
                condition=(Q(announced=None) | Q(announced__lte=BIGGEST))
                & (Q(called=None) | Q(called__lte=BIGGEST))
                & (Q(paid=None) | Q(paid__lte=BIGGEST)),
                name="due_bounds",
                violation_error_message="Ce montant dépasse ce qu’un engagement peut porter.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.year}"


class Score(models.Model):
    """What one party says of a commitment in a year; the others say theirs beside it."""

    due = models.ForeignKey(Due, models.PROTECT, related_name="scores")
    party = models.CharField("qui le dit", max_length=8, choices=CamParty.choices)
    mark = models.CharField("état", max_length=10, choices=Mark.choices)
    words = models.CharField("précision", max_length=300, blank=True)
    evidence = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, verbose_name="preuve", related_name="+"
    )
    version = models.PositiveIntegerField("version", default=0)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    mandate_id = models.BigIntegerField("mandat", null=True)
    at = models.DateTimeField("dit le", default=timezone.now)

    class Meta:
        verbose_name = "ce que dit une partie"
        verbose_name_plural = "ce que disent les parties"
        ordering = ["due", "party"]
        constraints = [
            models.UniqueConstraint(
                fields=["due", "party"],
                name="score_once",
                violation_error_message="Cette partie a déjà dit ce qu’il en est.",
            ),
            models.CheckConstraint(
                condition=Q(party__in=CamParty.values) & Q(mark__in=Mark.values),
                name="score_known",
                violation_error_message="Choisissez\u00a0: tenu, partiel, non tenu ou sans objet.",
            ),
            models.CheckConstraint(
                condition=~Q(mark=Mark.VOID) | ~Q(words=""),
                name="score_void_says",
                violation_error_message="Un engagement sans objet l’est pour une raison\u00a0: écrivez-la.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_id} {self.party} {self.mark}"


class Review(models.Model):
    """The annual review held together: once closed, what the parties said of that year stays as it was."""

    cam = models.ForeignKey(Cam, models.PROTECT, related_name="reviews")
    year = models.PositiveSmallIntegerField("année")
    version = models.PositiveIntegerField("version", default=0)
    held_on = models.DateField("tenue le", null=True, blank=True)
    place = models.CharField("lieu", max_length=120, blank=True)
    women = models.PositiveSmallIntegerField("femmes", null=True, blank=True)
    men = models.PositiveSmallIntegerField("hommes", null=True, blank=True)
    words = models.TextField("ce qui a été dit", max_length=4000, blank=True)
    closed_on = models.DateField("close le", null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    saved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField("enregistré le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "revue annuelle"
        verbose_name_plural = "revues annuelles"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["cam", "year"],
                name="review_once",
                violation_error_message="La revue de cette année existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(held_on__isnull=False, closed_on__gte=F("held_on")),
                name="review_closed_held",
                violation_error_message="Une revue se clôt une fois tenue.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cam_id} {self.year}"
