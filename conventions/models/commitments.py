"""What each party promises in a convention."""

from django.db import models
from django.db.models import Q

from conventions.enums import CamParty, Frequency
from conventions.models.cam import Cam

BIGGEST = 10**12  # FCFA: beyond, somebody mistyped


class Commitment(models.Model):
    """One line of a convention. ``key`` follows it from edition to edition; ``due_month``: of each year."""

    cam = models.ForeignKey(Cam, models.CASCADE, related_name="commitments")
    key = models.UUIDField("clé")
    rank = models.PositiveSmallIntegerField("rang")
    version = models.PositiveIntegerField("version", default=0)
    party = models.CharField("partie qui s’engage", max_length=8, choices=CamParty.choices)
    text = models.CharField("engagement", max_length=300)
    amount = models.PositiveBigIntegerField("montant (FCFA)", null=True, blank=True)
    frequency = models.CharField(
        "fréquence", max_length=12, choices=Frequency.choices, default=Frequency.YEARLY
    )
    due_on = models.DateField("échéance", null=True, blank=True)  # of what is done once
    due_month = models.PositiveSmallIntegerField("mois de l’échéance", default=12)  # its last day
    evidence = models.CharField("preuve attendue", max_length=200, blank=True)
    source = models.CharField("d’où vient la ligne", max_length=60, blank=True)

    class Meta:
        verbose_name = "engagement d’une convention"
        verbose_name_plural = "engagements des conventions"
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cam", "key"], name="commitment_once"),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="commitment_says",
                violation_error_message="Écrivez ce à quoi la partie s’engage.",
            ),
            models.CheckConstraint(
                condition=Q(party__in=CamParty.values),
                name="commitment_party",
                violation_error_message="Dites quelle partie s’engage\u00a0: "
                "la commune, l’ASACO ou l’État (CSRéf).",
            ),
            models.CheckConstraint(
                condition=Q(frequency=Frequency.ONCE, due_on__isnull=False)
                | ~Q(frequency=Frequency.ONCE) & Q(due_on=None),
                name="commitment_due",
                violation_error_message="Ce qui se fait une fois a une date d’échéance\u202f; "
                "ce qui revient a un mois.",
            ),
            models.CheckConstraint(
                condition=Q(due_month__gte=1, due_month__lte=12),
                name="commitment_month",
                violation_error_message="Une année a douze mois.",
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__lte=BIGGEST),
                name="commitment_bounds",
                violation_error_message="Ce montant dépasse ce qu’un engagement peut porter.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
