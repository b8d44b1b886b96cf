"""What the acts of a plan leave: opinions of communes, their engagements, papers, attached files."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from communes.models import Commune
from core.models import ActLog
from files.models import StoredFile
from files.signed import SignedPaper, not_ahead
from planning.enums import OpinionKind
from planning.models.plan import BIGGEST, Plan


class Opinion(models.Model):
    """What a commune touched by the aire says of the plan; the last of each commune stands."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="opinions")
    commune = models.ForeignKey(Commune, models.PROTECT, verbose_name="commune", related_name="+")
    log = models.OneToOneField(ActLog, models.PROTECT, verbose_name="acte", related_name="+")
    kind = models.CharField("avis", max_length=12, choices=OpinionKind.choices)
    text = models.TextField("texte", blank=True)

    class Meta:
        verbose_name = "avis d’une commune"
        verbose_name_plural = "avis des communes"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=OpinionKind.FAVOURABLE) | ~Q(text=""),
                name="opinion_says",
                violation_error_message="Des réserves, un avis défavorable s’écrivent.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.kind}"


class Pledge(models.Model):
    """What a commune engages, with its opinion, on one of the lines that count on it."""

    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="pledges")
    key = models.UUIDField("clé de la ligne")  # the line may be rewritten, or leave, when the plan comes back
    text = models.CharField("activité", max_length=300)
    planned = models.PositiveBigIntegerField("demandé (FCFA)")
    amount = models.PositiveBigIntegerField("engagé (FCFA)")

    class Meta:
        verbose_name = "engagement de la commune"
        verbose_name_plural = "engagements des communes"
        constraints = [
            models.UniqueConstraint(fields=["opinion", "key"], name="pledge_once"),
            models.CheckConstraint(
                condition=Q(amount__lte=BIGGEST),
                name="pledge_bounds",
                violation_error_message="Ce montant dépasse ce qu’une ligne de plan peut porter.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opinion_id} {self.amount}"


class PlanPaper(SignedPaper):
    """One act on a plan, given by hand."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="papers")

    class Meta(SignedPaper.Meta):
        constraints = [not_ahead("plan_paper_dates")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.acted_on}"


class Attachment(models.Model):
    """A paper joined to a plan; locked with it. ``log``: the act it was given with."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="fichier", related_name="+")
    label = models.CharField("ce que c’est", max_length=120)
    log = models.ForeignKey(ActLog, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("joint le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(label=""),
                name="attachment_named",
                violation_error_message="Dites ce qu’est cette pièce.",
            ),
            models.UniqueConstraint(
                fields=["log"],
                name="attachment_once_an_act",
                violation_error_message="Un acte porte un fichier au plus.",
            ),
        ]

    def __str__(self) -> str:
        return self.label
