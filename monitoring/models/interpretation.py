"""What somebody says that a figure means: signed, dated; withdrawn, never deleted."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Person
from core.access import PlaceKind, Role
from core.months import Month

PLACES = [kind for kind in PlaceKind if kind != PlaceKind.PAYS]
LONGEST = 1000  # characters


class Interpretation(models.Model):
    """One comment under one indicator, at one place, over the months that its author was reading.

    ``role`` and ``place_name`` say the function under which it is signed, as it was that day.
    """

    code = models.CharField("indicateur", max_length=10)
    place_kind = models.CharField("niveau", max_length=10, choices=[(k.value, k.label) for k in PLACES])
    place_id = models.BigIntegerField("lieu")
    first_month = models.CharField("premier mois", max_length=7)  # « 2026-01 »
    last_month = models.CharField("dernier mois", max_length=7)
    text = models.CharField("commentaire", max_length=LONGEST)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    mandate_id = models.BigIntegerField("mandat")
    role = models.CharField("fonction", max_length=30, choices=Role.choices)
    place_name = models.CharField("lieu de la fonction", max_length=120)
    operation = models.UUIDField("opération", default=uuid.uuid4, unique=True)
    written_at = models.DateTimeField("le", default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "interprétation"
        ordering = ["-written_at", "-id"]
        indexes = [models.Index(fields=["place_kind", "place_id", "code"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(place_kind__in=[kind.value for kind in PLACES]),
                name="interpretation_place",
                violation_error_message="Un commentaire vaut pour un lieu.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="interpretation_said",
                violation_error_message="Écrivez votre commentaire.",
            ),
            models.CheckConstraint(
                condition=Q(last_month__gte=F("first_month")),
                name="interpretation_months",
                violation_error_message="Le dernier mois suit le premier.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("written_at")),
                name="interpretation_withdrawn_after",
                violation_error_message="Un commentaire est retiré après avoir été écrit.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.place_kind} {self.place_id} {self.last_month}"

    @property
    def months(self) -> list[Month]:
        """The months it speaks of."""
        return Month.parse(self.first_month).until(Month.parse(self.last_month))
